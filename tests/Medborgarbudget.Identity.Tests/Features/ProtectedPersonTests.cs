using System.Net.Http.Headers;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Identity.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Tests.Features;

/// <summary>
/// A person with a protected identity stands on the roll without an area, and on any roll without one where she declares a tie. What officials and
/// strangers can ask for is held against what they are told where she is anybody else.
/// </summary>
public sealed class ProtectedPersonTests(TalkativeIdentity host) : IClassFixture<TalkativeIdentity>
{
    private const int Neighbours = 30;

    private readonly DeclarationDriver _people = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RollRuleData Rule => DeclarationDriver.AnyAge with { Areas = ["Norr"], Connections = ["Works"] };

    [Fact]
    public async Task Electorate_and_summary_never_count_her_apart()
    {
        var (with, without) = (await OpenAsync(isProtected: true), await OpenAsync(isProtected: false));
        var (one, other) = (await _people.ElectorateAsync(with.Roll), await _people.ElectorateAsync(without.Roll));
        one.Entries.ShouldBe(other.Entries);
        (await with.Roll.SummaryAsync()).ShouldBe(await without.Roll.SummaryAsync());

        // She is among those whose area is not told, and they are never so few as to be her.
        one.Areas.ShouldAllBe(area => area.Entries >= LargeAreas.Least);
        one.Areas.Sum(area => area.Entries).ShouldBe(Neighbours + 1);
    }

    [Fact]
    public async Task She_votes_and_declares_like_everybody_and_no_list_tells_her_from_another()
    {
        var ((with, her), (without, neighbour)) = (await OpenAsync(isProtected: true), await OpenAsync(isProtected: false));
        (await DeclarationDriver.CodeOf(with, her)).ShouldBe("");
        (await DeclarationDriver.CodeOf(without, neighbour)).ShouldBe("");
        (await with.SummaryAsync()).ShouldBe(await without.SummaryAsync());

        var work = await _people.OpenAsync(Rule, "local,r1,Norr,,\n");
        await _people.DeclareAsync(work, her);
        await _people.DeclareAsync(work, neighbour);
        var list = await DeclarationDriver.ListAsync(work);
        list.Total.ShouldBe(2);
        list.Declarations.DistinctBy(declaration => (declaration.Connection, declaration.DeclaredOn, declaration.SubBudgetId)).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Answers_to_who_is_not_on_the_roll_and_to_who_may_not_vote_are_the_same()
    {
        var child = await _people.PersonAsync();
        var stranger = await _people.PersonAsync();
        var roll = await _people.OpenAsync(DeclarationDriver.AnyAge with { MinAge = 18, Areas = ["Norr"] }, $"local,{child.Key},,,2015-01-01\nlocal,r1,Norr,,1980-01-01\n");
        (await AnswerAsync(roll, child)).ShouldBe(await AnswerAsync(roll, stranger));
        var duty = await new PlaceDriver(host, roll).DutyAsync();
        (await Failures.CodeOf(() => duty.MarkAsync(child.Key))).ShouldBe("identity.not_eligible");
        (await Failures.CodeOf(() => duty.MarkAsync(stranger.Key))).ShouldBe("identity.not_eligible");
    }

    [Fact]
    public async Task Her_key_is_in_no_fault_no_audit_entry_and_no_log()
    {
        const string Number = "197001782395";
        var her = await _people.PersonAsync(Number);
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined", Rule);
        var faulty = await roll.StartAsync();
        await roll.PutAsync(faulty, 1, DeclarationDriver.Header + $"personal_number,{Number},,,\npersonal_number,{Number},Norr,,\n");
        (await Failures.CodeOf(() => roll.CommitAsync(faulty))).ShouldBe("identity.roll_faulty");
        var faults = await roll.Administrator.ListRollFaultsAsync(new ListRollFaultsRequest { RollImportId = faulty.RollImportId }, cancellationToken: Cancel);
        faults.Faults.Select(fault => (fault.Line, fault.Code)).ShouldBe([(3, RollFaults.KeyDouble)]);

        await roll.ImportAsync(DeclarationDriver.Header + "local,r1,Norr,,\n");
        await roll.EnterAsync("Voting", Rule);
        await _people.DeclareAsync(roll, her);
        (await DeclarationDriver.CodeOf(roll, her)).ShouldBe("");
        await DeclarationDriver.ListAsync(roll);

        await using var scope = host.Services.CreateAsyncScope();
        var audit = await scope.ServiceProvider.GetRequiredService<IdentityDb>().AuditEntries.ToListAsync(Cancel);
        audit.ShouldContain(entry => entry.Action == "ListDeclarations");
        audit.ShouldNotContain(entry => entry.Action == "DeclareConnection", "voters write nothing that officials read");
        var traces = host.Log.Concat(audit.Select(entry => $"{entry.Action} {entry.Subject} {entry.PersonId}"))
            .Concat(faults.Faults.Select(fault => fault.ToString())).ToList();
        host.Log.Count.ShouldBeGreaterThan(100, "the log is read");
        foreach (var form in new[] { Number, Number[2..], "700178-2395" })
        {
            traces.Where(trace => trace.Contains(form, StringComparison.Ordinal)).ShouldBeEmpty(form);
        }
    }

    /// <summary>A vote with thirty neighbours and her, or one more neighbour.</summary>
    private async Task<(RollDriver Roll, Voter Voter)> OpenAsync(bool isProtected)
    {
        var voter = await _people.PersonAsync();
        var rows = string.Concat(Enumerable.Range(1, Neighbours).Select(i => $"local,g{i},Norr,,\n"));
        return (await _people.OpenAsync(Rule, rows + $"local,{voter.Key},{(isProtected ? "" : "Norr")},,\n"), voter);
    }

    /// <summary>Everything that an answer tells but its trace.</summary>
    private async Task<(int Status, string Body)> AnswerAsync(RollDriver roll, Voter voter)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/medborgarbudget/v1/sub-budgets/{roll.SubBudget}/ballot-tokens")
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Tokens.Person(voter.Id));
        using var answer = await host.Http.SendAsync(request, Cancel);
        using var body = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        var told = body.RootElement.EnumerateObject().Where(member => member.Name != "traceId").Select(member => member.ToString());
        return ((int)answer.StatusCode, string.Join(' ', told));
    }
}
