using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Tests.Eligibility;
using Medborgarbudget.Kernel;
using Microsoft.IdentityModel.JsonWebTokens;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class DeclarationOnSqlite(SqliteIdentity host) : DeclarationTests(host), IClassFixture<SqliteIdentity>;

public sealed class DeclarationOnPostgres(PostgresIdentity host) : DeclarationTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Who votes by a declared tie: on the one roll, with the one mark, and with one vote in the edition.</summary>
public abstract class DeclarationTests(IdentityFixture host)
{
    private readonly DeclarationDriver _people = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RollRuleData Works(string area) => DeclarationDriver.AnyAge with { Areas = [area], Connections = ["Works"] };

    [Theory]
    [InlineData("trelleborg")]
    [InlineData("anknytning")]
    public async Task Everybody_votes_as_the_rule_of_the_place_says_of_her_and_her_ties(string name)
    {
        var rule = Cases.Rules.Single(rule => rule.Name == name);
        var persons = Cases.Persons.Where(person => person.BirthDate is not null || !rule.Rule.NeedsBirthDate).ToList();
        var voters = await Task.WhenAll(persons.Select(_ => _people.PersonAsync()));
        var roll = await _people.OpenAsync(rule.Data, string.Concat(persons.Zip(voters, (person, voter) =>
            $"local,{voter.Key},{person.Area},{person.Groups},{person.BirthDate:yyyy-MM-dd}\n")));
        foreach (var (person, voter) in persons.Zip(voters))
        {
            foreach (var tie in person.Ties)
            {
                await Failures.CodeOf(() => _people.DeclareAsync(roll, voter, (ConnectionKind)tie));
            }

            (await DeclarationDriver.CodeOf(roll, voter)).ShouldBe(CodeOf(Cases.Expected[(person.Key, name)]), $"{person.Key} under {name}");
        }
    }

    [Fact]
    public async Task Who_is_on_no_extract_declares_and_votes_and_is_counted_apart()
    {
        var (home, worker) = (await _people.PersonAsync(), await _people.PersonAsync());
        var roll = await _people.OpenAsync(Works("Norr"), $"local,{home.Key},Norr,,\n");
        (await DeclarationDriver.CodeOf(roll, worker)).ShouldBe("identity.not_eligible");
        var declared = await _people.DeclareAsync(roll, worker);
        (declared.Connection, declared.DeclaredOn).ShouldBe((ConnectionKind.Works, SwedishDay.Of(host.Clock.GetUtcNow()).ToString("yyyy-MM-dd", null)));
        (await DeclarationDriver.CodeOf(roll, worker)).ShouldBe("");
        (await DeclarationDriver.CodeOf(roll, worker)).ShouldBe("", "the vote can be changed");
        var summary = await roll.SummaryAsync();
        (summary.Entries, summary.Declared, summary.EntriesWithToken).ShouldBe((1, 1, 1));
        (await _people.MineAsync(roll, worker)).ShouldBe(declared);
    }

    [Fact]
    public async Task Who_lives_elsewhere_on_the_roll_votes_by_declaration_without_her_area_in_the_token()
    {
        var worker = await _people.PersonAsync();
        var roll = await _people.OpenAsync(Works("Norr"), $"local,{worker.Key},Söder,,\n");
        await _people.DeclareAsync(roll, worker);
        new JsonWebToken((await roll.TokenAsync(worker.Id)).Token).GetClaim("area").Value.ShouldBe("");
        (await roll.SummaryAsync()).Declared.ShouldBe(1);
    }

    [Fact]
    public async Task Manifest_is_the_same_before_and_after_declarations()
    {
        var (worker, stranger) = (await _people.PersonAsync(), await _people.PersonAsync());
        var rows = string.Concat(Enumerable.Range(1, 30).Select(i => $"local,r{i},Norr,,\n")) + $"local,{worker.Key},Söder,,\n";
        var roll = await _people.OpenAsync(Works("Norr"), rows);
        var before = await _people.ElectorateAsync(roll);
        before.Entries.ShouldBe(30);
        await _people.DeclareAsync(roll, worker);
        await _people.DeclareAsync(roll, stranger);
        (await _people.ElectorateAsync(roll)).ShouldBe(before);
    }

    [Theory]
    [InlineData(ConnectionKind.Works, false, "request.invalid")]
    [InlineData(ConnectionKind.Unspecified, true, "request.invalid")]
    [InlineData((ConnectionKind)99, true, "request.invalid")]
    [InlineData(ConnectionKind.Owns, true, "identity.not_eligible")]
    public async Task Declaration_must_be_affirmed_and_of_a_kind_that_counts(ConnectionKind kind, bool affirmed, string code)
    {
        var roll = await _people.OpenAsync(Works("Norr"), "local,r1,Norr,,\n");
        var worker = await _people.PersonAsync();
        (await Failures.CodeOf(() => _people.DeclareAsync(roll, worker, kind, affirmed))).ShouldBe(code);
        (await DeclarationDriver.CodeOf(roll, worker)).ShouldBe("identity.not_eligible");
    }

    /// <summary>Skatteverket's test numbers: born 1996, and 2017.</summary>
    [Theory]
    [InlineData(18, 0, "199602292386", "")]
    [InlineData(18, 0, "201701012393", "identity.not_eligible")]
    [InlineData(0, 13, "201701012393", "identity.guardian_needed")]
    [InlineData(0, 0, "201701012393", "")]
    [InlineData(18, 0, null, "identity.not_eligible")]
    public async Task Age_is_read_from_the_personal_number(int minAge, int guardianUnder, string? number, string code)
    {
        var worker = await _people.PersonAsync(number);
        var rule = Works("Norr") with { MinAge = minAge, GuardianUnder = guardianUnder };
        var roll = await _people.OpenAsync(rule, "local,r1,Norr,,1980-01-01\n");
        (await Failures.CodeOf(() => _people.DeclareAsync(roll, worker))).ShouldBe(code);
        (await DeclarationDriver.CodeOf(roll, worker)).ShouldBe(code.Length == 0 ? "" : "identity.not_eligible");
    }

    [Fact]
    public async Task Who_may_vote_already_needs_no_declaration_and_nobody_declares_twice()
    {
        var (home, worker) = (await _people.PersonAsync(), await _people.PersonAsync());
        var roll = await _people.OpenAsync(Works("Norr"), $"local,{home.Key},Norr,,\n");
        (await Failures.CodeOf(() => _people.DeclareAsync(roll, home))).ShouldBe("identity.declaration_not_needed");
        (await Failures.CodeOf(() => _people.MineAsync(roll, worker))).ShouldBe("identity.declaration_missing");
        await _people.DeclareAsync(roll, worker);
        (await Failures.CodeOf(() => _people.DeclareAsync(roll, worker))).ShouldBe("identity.declaration_stands");
        (await roll.SummaryAsync()).Declared.ShouldBe(1);
    }

    [Fact]
    public async Task Declarations_are_taken_from_the_frozen_ballot_until_voting_closes()
    {
        var worker = await _people.PersonAsync();
        var roll = new RollDriver(host);
        await roll.EnterAsync("BallotFrozen", Works("Norr"));
        (await Failures.CodeOf(() => _people.DeclareAsync(roll, worker))).ShouldBe("identity.roll_missing");
        await roll.ImportAsync(DeclarationDriver.Header + "local,r1,Norr,,\n");
        foreach (var phase in new[] { "Determined", "ReviewWindow", "Counting" })
        {
            await roll.EnterAsync(phase, Works("Norr"));
            (await Failures.CodeOf(() => _people.DeclareAsync(roll, worker))).ShouldBe("identity.declaration_closed", phase);
        }

        await roll.EnterAsync("BallotFrozen", Works("Norr"));
        await _people.DeclareAsync(roll, worker);
        await roll.EnterAsync("Counting", Works("Norr"));
        (await Failures.CodeOf(() => _people.WithdrawAsync(roll, worker))).ShouldBe("identity.declaration_closed");
    }

    [Fact]
    public async Task Declaration_is_taken_back_until_it_has_given_a_token_and_leaves_nothing()
    {
        var worker = await _people.PersonAsync();
        var roll = await _people.OpenAsync(Works("Norr"), "local,r1,Norr,,\n");
        await _people.DeclareAsync(roll, worker);
        await _people.WithdrawAsync(roll, worker);
        (await Failures.CodeOf(() => _people.WithdrawAsync(roll, worker))).ShouldBe("identity.declaration_missing");
        (await DeclarationDriver.CodeOf(roll, worker)).ShouldBe("identity.not_eligible");
        (await roll.SummaryAsync()).Declared.ShouldBe(0);
        (await DeclarationDriver.ListAsync(roll)).Total.ShouldBe(0);
        await _people.DeclareAsync(roll, worker);
        (await DeclarationDriver.CodeOf(roll, worker)).ShouldBe("");
        (await Failures.CodeOf(() => _people.WithdrawAsync(roll, worker))).ShouldBe("identity.declaration_used");
    }

    [Fact]
    public async Task Officers_and_administrators_list_declarations_and_learn_of_nobody()
    {
        var roll = await _people.OpenAsync(Works("Norr"), "local,r1,Norr,,\n");
        var declared = new List<Declaration>();
        for (var i = 0; i < 5; i++)
        {
            declared.Add(await _people.DeclareAsync(roll, await _people.PersonAsync()));
        }

        var first = await DeclarationDriver.ListAsync(roll, WireRole.VotingOfficer, size: 3);
        var rest = await DeclarationDriver.ListAsync(roll, WireRole.Administrator, size: 3, first.NextPageToken);
        (first.Total, rest.NextPageToken).ShouldBe((5, ""));
        first.Declarations.Concat(rest.Declarations).ShouldBe(declared, ignoreOrder: true);
        (await Failures.CodeOf(() => DeclarationDriver.ListAsync(roll, WireRole.ProcessLeader))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => DeclarationDriver.ListAsync(new RollDriver(host), WireRole.Administrator))).ShouldBe("identity.sub_budget_missing");
    }

    [Fact]
    public async Task Codes_and_places_are_for_those_on_the_extract()
    {
        var worker = await _people.PersonAsync();
        var roll = await _people.OpenAsync(Works("Norr"), "local,r1,Norr,,\n");
        await _people.DeclareAsync(roll, worker);
        (await roll.CreateBatchAsync(10)).Entries.ShouldBe(1);
        var places = new PlaceDriver(host, roll);
        (await Failures.CodeOf(async () => await (await places.DutyAsync()).MarkAsync(worker.Key))).ShouldBe("identity.not_eligible");
    }

    private static string CodeOf(string expected) => expected switch
    {
        _ when expected.EndsWith("+g", StringComparison.Ordinal) && expected != "tie+g" => "identity.guardian_needed",
        "home" or "group" or "choice" or "tie" => "",
        _ => "identity.not_eligible",
    };
}
