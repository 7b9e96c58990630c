using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>What the program leaves behind after a whole round tells of nobody what it must not.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class SecrecyTests(TracedSystem system) : IClassFixture<TracedSystem>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What may stand nowhere but in the answer to whom it belongs.</summary>
    private Traces Secrets
    {
        get
        {
            var traces = TracedSystem.AllNumbers.Aggregate(new Traces(), (all, number) => all.AddNumber(number));
            foreach (var voter in system.Voters)
            {
                traces.AddToken($"ballot token of {voter.Name}", voter.BallotToken).AddToken($"access token of {voter.Name}", voter.AccessToken);
            }

            return system.Codes.Aggregate(traces, (all, code) => all.AddText("voting code", code));
        }
    }

    /// <summary>What tells who a voter is.</summary>
    private Traces Persons
    {
        get
        {
            var traces = TracedSystem.AllNumbers.Aggregate(new Traces(), (all, number) => all.AddNumber(number));
            foreach (var voter in system.Voters)
            {
                traces.AddText($"name {voter.Name}", voter.Name).AddId($"person id of {voter.Name}", voter.PersonId);
                traces.AddText($"key of {voter.Name}", voter.HasNumber ? voter.Name : voter.Key);
            }

            return traces.AddText("key of a resident", "boende-00");
        }
    }

    private Traces Choices => system.ProposalIds.Aggregate(new Traces(), (all, id) => all.AddId("choice", id));

    private string Voting => Path.Combine(system.Data, "voting.db");

    private string Identity => Path.Combine(system.Data, "identity.db");

    [Fact]
    public void S9_everything_was_logged_and_every_misdeed_answered()
    {
        system.Log.Count(line => line.StartsWith("dbug: Microsoft.EntityFrameworkCore", StringComparison.Ordinal)).ShouldBeGreaterThan(1_000);
        system.Log.ShouldContain(line => line.StartsWith("info: Medborgarbudget.Voting", StringComparison.Ordinal));
        system.Misdeeds.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void S9_log_has_no_personal_number_token_or_code() => LinesWith(Secrets).ShouldBeEmpty();

    [Fact]
    public void S9_log_has_no_voter() => LinesWith(Persons).ShouldBeEmpty();

    [Fact]
    public void S9_metrics_have_no_personal_number_token_or_voter() => Secrets.In(system.Metrics).Concat(Persons.In(system.Metrics)).ShouldBeEmpty();

    [Fact]
    public void S9_no_file_has_a_personal_number_token_or_code()
    {
        var files = Directory.GetFiles(system.Data, "*", SearchOption.AllDirectories);
        files.Select(Path.GetFileName).ShouldContain("identity-kek.keys");
        files.Count(file => file.EndsWith(".db", StringComparison.Ordinal)).ShouldBe(8);
        files.SelectMany(file => Secrets.In(File.ReadAllBytes(file)).Select(found => $"{Path.GetFileName(file)}: {found}")).ShouldBeEmpty();
    }

    /// <summary>Where the voters are known, proposals stand in the audit log alone, as what officials have worked on.</summary>
    [Fact]
    public async Task S9_no_file_has_choices_and_voters_together()
    {
        Choices.In(File.ReadAllBytes(Voting)).ShouldNotBeEmpty();
        Persons.In(File.ReadAllBytes(Voting)).ShouldBeEmpty();
        foreach (var keys in Directory.GetFiles(system.Data, "identity*.keys"))
        {
            Choices.In(File.ReadAllBytes(keys)).ShouldBeEmpty(keys);
        }

        var (choices, persons, dump) = (Choices, Persons, await Dump.OfAsync(Identity, Cancel));
        var withChoices = dump.Rows.Where(row => choices.In(dump.Bytes[row.Place]).Any()).ToList();
        withChoices.Select(row => row.Table).Distinct().ShouldBe(["audit_entries"]);
        withChoices.Where(row => persons.In(dump.Bytes[row.Place]).Any()).ShouldBeEmpty();
    }

    [Fact]
    public async Task P6_dump_of_voting_has_no_person_and_the_pseudonyms_that_it_must_have()
    {
        var dump = await Dump.OfAsync(Voting, Cancel);
        dump.RowsByTable["ledger"].ShouldBeGreaterThan(2 * system.Voters.Count);
        Persons.In(dump.Bytes).ShouldBeEmpty();
        Secrets.In(dump.Bytes).ShouldBeEmpty();
        foreach (var voter in system.Voters)
        {
            dump.Bytes.AsSpan().IndexOf(voter.Pseudonym).ShouldBeGreaterThanOrEqualTo(0, voter.Name);
        }
    }

    [Fact]
    public async Task P6_dump_of_identity_has_the_persons_that_are_looked_for()
    {
        var dump = await Dump.OfAsync(Identity, Cancel);
        foreach (var voter in system.Voters)
        {
            Persons.In(dump.Bytes).ShouldContain($"person id of {voter.Name}");
        }
    }

    [Fact]
    public void P6_pseudonym_is_recomputed_with_the_files_of_identity_until_the_key_is_destroyed()
    {
        foreach (var voter in new[] { system.Voters[0], system.Voters[^1] })
        {
            KeyTheft.Links(system.Before, system.SubBudget, voter.Key, voter.Pseudonym).ShouldBeTrue(voter.Name);
            KeyTheft.Links(system.Data, system.SubBudget, voter.Key, voter.Pseudonym).ShouldBeFalse(voter.Name);
        }
    }

    [Fact]
    public void P6_auditors_get_the_issued_pseudonyms_until_the_key_is_destroyed()
    {
        var issued = system.Issued.Chunk(16).Select(Convert.ToHexString).ToList();
        issued.Count.ShouldBe(8);
        system.Voters.Select(voter => Convert.ToHexString(voter.Pseudonym)).ShouldBeSubsetOf(issued);
        system.Destroyed.State.ShouldBe(PseudonymKeyState.Destroyed);
        system.IssuedRefusal.ShouldBe("identity.pseudonym_key_destroyed");
    }

    private List<string> LinesWith(Traces traces)
    {
        // The whole first: most lines have nothing, and there are many.
        if (traces.In(string.Join('\n', system.Log)).Count == 0)
        {
            return [];
        }

        return [.. system.Log.Select(line => (Line: line, Found: traces.In(line))).Where(found => found.Found.Count > 0).Take(40)
            .Select(found => $"{string.Join(", ", found.Found)}: {found.Line[..Math.Min(300, found.Line.Length)]}")];
    }
}
