using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>
/// What the audit logs say of the year, against every call that went well in it. Nothing is listed by hand: the contract says which rpcs are for
/// officials and which are people's own.
/// </summary>
internal sealed class Auditing(Town town)
{
    private static readonly HashSet<string> ForOfficials = AccessRules.Services.SelectMany(service => service.Methods)
        .Where(method => ActRecord.IsForOfficials(AccessRules.Find($"/{method.Service.FullName}/{method.Name}")!))
        .Select(method => method.Name).ToHashSet(StringComparer.Ordinal);

    public async Task EveryActOfAnOfficialIsInTheLogAndNoneOfAVoterAsync()
    {
        var done = town.Record.OfOfficials;
        done.Count.ShouldBeGreaterThan(40);
        var entries = await PublicApi.Eventually(
            async () =>
            {
                var read = await ReadBothAsync();
                return Missing(done, read).Count == 0 ? read : throw new RpcException(new Status(StatusCode.NotFound, $"not told yet: {string.Join(", ", Missing(done, read))}"));
            },
            Town.Cancel);

        entries.Select(entry => entry.Service).Distinct().ShouldBe(
            ["budget", "decision", "followup", "identity", "network", "proposal", "screening", "voting"], ignoreOrder: true);

        var fromOthers = entries.Where(entry => entry.Service != "identity").ToList();
        fromOthers.ShouldAllBe(entry => ForOfficials.Contains(entry.Action) && entry.Role != default && done.ContainsKey(new ValueTuple<string, string>(entry.Action, entry.PersonId)));
        fromOthers.Where(entry => !Guid.TryParse(entry.Subject, out _)).ShouldBeEmpty();
        new[] { "CastBallot", "SupportProposal", "AddComment" }.ShouldBeSubsetOf(town.Record.OfParticipants);
        fromOthers.Select(entry => entry.Action).Intersect(town.Record.OfParticipants).ShouldBeEmpty();
    }

    public async Task LogsAreUnbrokenAsync()
    {
        foreach (var (organisation, auditor) in Logs)
        {
            var verified = await (await AuditorAsync(auditor)).VerifyAuditLogAsync(new VerifyAuditLogRequest { OrganisationId = organisation }, cancellationToken: Town.Cancel);
            verified.Fault.ShouldBe(AuditFault.Unspecified);
        }
    }

    private IEnumerable<(string Organisation, string Auditor)> Logs =>
        [(town.Organisation, DemoPersons.Analyst), (town.Neighbour, WrongPersonsFirst.NeighbourPrefix + DemoPersons.Analyst)];

    // The clock may have closed the vote already: then the leader's call changed nothing, and is no act.
    private static List<(string Action, string Person)> Missing(IReadOnlyDictionary<(string Action, string Person), int> done, IReadOnlyCollection<AuditEntry> entries) =>
        [.. done.Keys.Where(act => act.Action != "CloseVoting").Except(entries.Select(entry => (entry.Action, entry.PersonId)))];

    private async Task<IReadOnlyList<AuditEntry>> ReadBothAsync()
    {
        var entries = new List<AuditEntry>();
        foreach (var (organisation, person) in Logs)
        {
            var auditor = await AuditorAsync(person);
            var request = new ListAuditEntriesRequest { OrganisationId = organisation, PageSize = 100 };
            do
            {
                var page = await auditor.ListAuditEntriesAsync(request, cancellationToken: Town.Cancel);
                entries.AddRange(page.Entries);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
        }

        return entries;
    }

    private async Task<AuditService.AuditServiceClient> AuditorAsync(string person) => new(await town.As(person));
}
