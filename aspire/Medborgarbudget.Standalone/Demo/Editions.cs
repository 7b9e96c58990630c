using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Standalone.Api;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>Opens an edition with its criteria, as the process leader does.</summary>
internal static class Editions
{
    public static async Task<(string Edition, string Criteria)> OpenAsync(
        PublicApi api, string organisation, string name, int year, CancellationToken cancellationToken)
    {
        var budgets = new BudgetService.BudgetServiceClient(await api.As(DemoPersons.ProcessLeader, cancellationToken));
        var edition = await PublicApi.Eventually(
            async () => await budgets.CreateEditionAsync(
                new CreateEditionRequest { OrganisationId = organisation, Name = name, Year = year }, cancellationToken: cancellationToken),
            cancellationToken);
        var criteria = await budgets.AddCriteriaSetAsync(
            new AddCriteriaSetRequest
            {
                EditionId = edition.EditionId,
                Criteria =
                {
                    new Criterion { Key = "k1", Text = "Förslaget är öppet för alla i området." },
                    new Criterion { Key = "k2", Text = "Kommunen får göra det och äger marken." },
                    new Criterion { Key = "k3", Text = "Det bidrar till ett socialt hållbart Björkvik." },
                },
            },
            cancellationToken: cancellationToken);
        return (edition.EditionId, criteria.CriteriaSetId);
    }
}
