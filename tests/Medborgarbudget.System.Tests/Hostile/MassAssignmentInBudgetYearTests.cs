using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.System.Tests.WholePath;
using Medborgarbudget.TestKit.Hostile;

namespace Medborgarbudget.System.Tests.Hostile;

/// <summary>A whole budget year whose every call carries what no client may set.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class MassAssignmentInBudgetYearTests(SystemOnEmbedded fixture) : IClassFixture<SystemOnEmbedded>
{
    [Fact]
    public async Task S8_budget_year_comes_out_the_same_when_every_request_carries_what_it_may_not_set()
    {
        using var http = new HttpClient { BaseAddress = fixture.Running.Gateway };
        var document = ApiDocument.Parse(await http.GetStringAsync(new Uri("/medborgarbudget/v1/openapi.json", UriKind.Relative), Town.Cancel));
        using var wire = new AssigningClient(fixture.Running.Gateway, document);
        using var town = new Town(new MovableSystem(fixture.Running), wire);
        await WholePathTests.WalkAsync(town);

        wire.Shown.ShouldBeEmpty();
        wire.Accepted.Count.ShouldBeGreaterThan(70);
        document.Operations.Count(operation => operation.Body is not null && wire.Accepted.ContainsKey(operation.Id)).ShouldBeGreaterThan(50);
    }
}
