using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Tests.Eligibility;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class EligibilityOnSqlite(SqliteIdentity host) : EligibilityTests(host), IClassFixture<SqliteIdentity>;

public sealed class EligibilityOnPostgres(PostgresIdentity host) : EligibilityTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Rules from the event of Budget to the ballot token.</summary>
public abstract class EligibilityTests(IdentityFixture host)
{
    private const string Header = "key_type,key,area,groups,birth_date\n";

    private static readonly RollRuleData AnyAge = new(0, 0, new DateOnly(2027, 1, 1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(EligibilityRuleTests.RuleNames), MemberType = typeof(EligibilityRuleTests))]
    public async Task Roll_counts_those_whom_the_rule_of_the_place_lets_vote(string name)
    {
        var rule = Cases.Rules.Single(rule => rule.Name == name);
        var persons = Cases.Persons.Where(person => person.BirthDate is not null || !rule.Rule.NeedsBirthDate).ToList();
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined", rule.Data);
        await roll.ImportAsync(Header + string.Concat(persons.Select(person => $"local,{person.Key},{person.Area},{person.Groups},{person.BirthDate:yyyy-MM-dd}\n")));
        var may = persons.Select(person => Cases.Expected[(person.Key, name)].Split('+')[0]).Count(word => word is "home" or "group" or "choice");
        (await roll.SummaryAsync()).Entries.ShouldBe(may);
    }

    [Fact]
    public async Task Only_residents_and_members_get_a_token()
    {
        var (home, member, other) = (await PersonAsync(), await PersonAsync(), await PersonAsync());
        var roll = await VotingAsync(
            AnyAge with { Areas = ["Norr"], Groups = ["Skola"] },
            $"local,{home.Key},Norr,,\nlocal,{member.Key},Söder,Scouterna;Skola,\nlocal,{other.Key},Söder,Scouterna,\n");
        (await CodeOf(roll, home)).ShouldBe("");
        (await CodeOf(roll, member)).ShouldBe("");
        (await CodeOf(roll, other)).ShouldBe("identity.not_eligible");
    }

    [Fact]
    public async Task Child_gets_no_token_with_the_own_e_id_but_with_a_code()
    {
        var (child, grown) = (await PersonAsync(), await PersonAsync());
        var roll = new RollDriver(host);
        var rule = AnyAge with { GuardianUnder = 13 };
        await roll.EnterAsync("Determined", rule);
        await roll.ImportAsync(Header + $"local,{child.Key},,,2014-01-02\nlocal,{grown.Key},,,2014-01-01\n");
        var codes = await roll.DrawCodesAsync(2);
        await roll.EnterAsync("Voting", rule);
        (await CodeOf(roll, child)).ShouldBe("identity.guardian_needed");
        (await CodeOf(roll, grown)).ShouldBe("");
        (await Failures.CodeOf(() => roll.RedeemAsync(codes.Single(code => code.LocalKey == child.Key).Code))).ShouldBe("");
    }

    [Fact]
    public async Task Away_from_home_one_sub_budget_of_the_edition_is_chosen_and_home_needs_no_choice()
    {
        var voter = await PersonAsync();
        var edition = Guid.NewGuid();
        var (north, south, east) = (await OpenToAllAsync("Norr", edition, voter), await OpenToAllAsync("Söder", edition, voter), await OpenToAllAsync("Öster", edition, voter));
        (await CodeOf(south, voter)).ShouldBe("");
        (await CodeOf(east, voter)).ShouldBe("identity.free_choice_used");
        (await CodeOf(south, voter)).ShouldBe("", "the vote can be changed");
        (await CodeOf(north, voter)).ShouldBe("", "she lives there");
        (await CodeOf(await OpenToAllAsync("Öster", Guid.NewGuid(), voter), voter)).ShouldBe("", "another edition");
        (await east.SummaryAsync()).EntriesWithToken.ShouldBe(0);
    }

    [Fact]
    public async Task Code_and_sign_in_share_the_free_choice()
    {
        var voter = await PersonAsync();
        var edition = Guid.NewGuid();
        var (south, east) = (await OpenToAllAsync("Söder", edition, voter), await OpenToAllAsync("Öster", edition, voter));
        var code = (await east.DrawCodesAsync(1)).Single().Code;
        (await CodeOf(south, voter)).ShouldBe("");
        (await Failures.CodeOf(() => east.RedeemAsync(code))).ShouldBe("identity.free_choice_used");
    }

    [Fact]
    public async Task C5_free_choice_asked_for_everywhere_at_once_is_given_in_one_sub_budget()
    {
        const int Areas = 8;
        var voter = await PersonAsync();
        var edition = Guid.NewGuid();
        var rolls = new List<RollDriver>();
        for (var i = 0; i < Areas; i++)
        {
            rolls.Add(await OpenToAllAsync($"Område {i}", edition, voter));
        }

        var codes = await Task.WhenAll(rolls.Concat(rolls).Select(roll => CodeOf(roll, voter)));
        codes.Count(code => code.Length == 0).ShouldBeInRange(1, 2, "both askings in the one sub-budget, where it was not yet chosen elsewhere");
        codes.Where(code => code.Length > 0).ShouldAllBe(code => code == "identity.free_choice_used");
        var given = 0;
        foreach (var roll in rolls)
        {
            given += (await roll.SummaryAsync()).EntriesWithToken;
        }

        given.ShouldBe(1);
    }

    [Fact]
    public async Task Place_marks_nobody_who_votes_away_from_home()
    {
        var voter = await PersonAsync();
        var edition = Guid.NewGuid();
        var (north, south) = (await OpenToAllAsync("Norr", edition, voter), await OpenToAllAsync("Söder", edition, voter));
        var (home, away) = (new PlaceDriver(host, north), new PlaceDriver(host, south));
        (await Failures.CodeOf(async () => await (await away.DutyAsync()).MarkAsync(voter.Key))).ShouldBe("identity.not_eligible");
        (await (await away.DutyAsync(await away.CreateAsync(offline: true))).SettleAsync(voter.Key)).ShouldBeEmpty();
        (await Failures.CodeOf(async () => await (await home.DutyAsync()).MarkAsync(voter.Key))).ShouldBe("");
    }

    private async Task<RollDriver> OpenToAllAsync(string area, Guid edition, (PersonId Id, string Key) voter)
    {
        var roll = new RollDriver(host, edition: edition);
        await OpenAsync(roll, AnyAge with { Areas = [area], FreeChoice = true }, $"local,{voter.Key},Norr,,\n");
        return roll;
    }

    private async Task<RollDriver> VotingAsync(RollRuleData rule, string rows)
    {
        var roll = new RollDriver(host);
        await OpenAsync(roll, rule, rows);
        return roll;
    }

    private static async Task OpenAsync(RollDriver roll, RollRuleData rule, string rows)
    {
        await roll.EnterAsync("Determined", rule);
        await roll.ImportAsync(Header + rows);
        await roll.EnterAsync("Voting", rule);
    }

    private async Task<(PersonId Id, string Key)> PersonAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var key = $"e-{Guid.NewGuid():N}";
        return (await scope.ServiceProvider.GetRequiredService<PersonStore>().FindOrAddAsync(new PersonKey(RollKeyType.Local, key), "Testperson", Cancel), key);
    }

    private static Task<string> CodeOf(RollDriver roll, (PersonId Id, string Key) person) => Failures.CodeOf(() => roll.TokenAsync(person.Id));
}
