using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Standalone.Demo;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>What a third party's webhook is told after the vote. It gets no secret, so that everything waits and nothing leaves the installation.</summary>
internal sealed class Telling(Town town)
{
    private static readonly string[] Wanted =
        ["decision.adjusted", "decision.legal_force_due", "measure.ordered", "measure.state_changed"];

    // Decision looks every few seconds whether the day has come.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private string _webhook = "";
    private string _neighbours = "";

    public async Task ListenAsync()
    {
        _webhook = await CreateAsync(town.Organisation, DemoPersons.Administrator);
        _neighbours = await CreateAsync(town.Neighbour, Neighbour);
    }

    public async Task EverythingIsToldInItsOrganisationAloneAsync()
    {
        // The last day for a legality review is over, and no delivery is old enough to be forgotten.
        town.At(-95);
        string[] expected =
        [
            "decision.adjusted", "decision.legal_force_due", .. Enumerable.Repeat("measure.ordered", 2), .. Enumerable.Repeat("measure.state_changed", 8),
        ];
        var begun = TimeProvider.System.GetTimestamp();
        var told = await ToldAsync(_webhook, DemoPersons.Administrator);
        while (told.Count < expected.Length && TimeProvider.System.GetElapsedTime(begun) < Patience)
        {
            await Task.Delay(200, Town.Cancel);
            told = await ToldAsync(_webhook, DemoPersons.Administrator);
        }

        told.ShouldBe(expected, ignoreOrder: true);
        (await ToldAsync(_neighbours, Neighbour)).ShouldBeEmpty();
    }

    private static string Neighbour => Hosting.WrongPersonsFirst.NeighbourPrefix + DemoPersons.Administrator;

    private async Task<string> CreateAsync(string organisation, string administrator)
    {
        var calls = await town.As(administrator);
        var clients = new ApiClientService.ApiClientServiceClient(calls);
        var client = await clients.RegisterApiClientAsync(
            new RegisterApiClientRequest
            {
                OrganisationId = organisation,
                Name = "Torget",
                Kind = ApiClientKind.Public,
                RedirectUris = { "https://torget.test/klar" },
                Scopes = { "ideas" },
                Contact = "torget@example.se",
            },
            cancellationToken: Town.Cancel);
        await clients.ApproveApiClientAsync(new ApproveApiClientRequest { ApiClientId = client.ApiClientId }, cancellationToken: Town.Cancel);
        var webhook = await new WebhookService.WebhookServiceClient(calls).CreateWebhookAsync(
            new CreateWebhookRequest { ApiClientId = client.ApiClientId, Url = "https://torget.test/", Events = { Wanted } }, cancellationToken: Town.Cancel);
        return webhook.WebhookId;
    }

    private async Task<IReadOnlyList<string>> ToldAsync(string webhook, string administrator)
    {
        var deliveries = await new WebhookService.WebhookServiceClient(await town.As(administrator)).ListWebhookDeliveriesAsync(
            new ListWebhookDeliveriesRequest { WebhookId = webhook, PageSize = 100 }, cancellationToken: Town.Cancel);
        return [.. deliveries.Deliveries.Select(delivery => delivery.Event)];
    }
}
