using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Identity.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class OneVoteOnSqlite(SqliteIdentity host) : OneVoteTests(host), IClassFixture<SqliteIdentity>;

public sealed class OneVoteOnPostgres(PostgresIdentity host) : OneVoteTests(host), IClassFixture<PostgresIdentity>;

/// <summary>One person who lives in Norr and works in Söder, in one edition: she votes in one of them, whatever she does in which order.</summary>
public abstract class OneVoteTests(IdentityFixture host)
{
    private readonly DeclarationDriver _people = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Declaration_moves_the_vote_and_home_is_shut_to_every_channel_until_it_is_taken_back()
    {
        var (voter, north, south) = await TwoAreasAsync();
        var code = (await north.DrawCodesAsync(1)).Single().Code;
        var places = new PlaceDriver(host, north);
        await _people.DeclareAsync(south, voter);
        (await DeclarationDriver.CodeOf(north, voter)).ShouldBe("identity.declared_elsewhere");
        (await Failures.CodeOf(() => north.RedeemAsync(code))).ShouldBe("identity.declared_elsewhere");
        (await Failures.CodeOf(async () => await (await places.DutyAsync()).MarkAsync(voter.Key))).ShouldBe("identity.not_eligible");
        (await (await places.DutyAsync(await places.CreateAsync(offline: true))).SettleAsync(voter.Key)).ShouldBeEmpty();
        (await north.SummaryAsync()).EntriesWithToken.ShouldBe(0);

        await _people.WithdrawAsync(south, voter);
        (await DeclarationDriver.CodeOf(south, voter)).ShouldBe("identity.not_eligible");
        (await DeclarationDriver.CodeOf(north, voter)).ShouldBe("");
    }

    [Fact]
    public async Task Who_has_a_token_at_home_cannot_move_the_vote()
    {
        var (voter, north, south) = await TwoAreasAsync();
        (await DeclarationDriver.CodeOf(north, voter)).ShouldBe("");
        (await Failures.CodeOf(() => _people.DeclareAsync(south, voter))).ShouldBe("identity.voted_elsewhere");
        (await south.SummaryAsync()).Declared.ShouldBe(0);
    }

    [Fact]
    public async Task Whom_an_officer_marked_at_home_cannot_move_the_vote()
    {
        var (voter, north, south) = await TwoAreasAsync();
        await (await new PlaceDriver(host, north).DutyAsync()).MarkAsync(voter.Key);
        (await Failures.CodeOf(() => _people.DeclareAsync(south, voter))).ShouldBe("identity.voted_elsewhere");
    }

    [Fact]
    public async Task Tie_is_declared_in_one_sub_budget_of_the_edition_and_again_in_another_edition()
    {
        var edition = Guid.NewGuid();
        var (voter, _, south) = await TwoAreasAsync(edition);
        var east = await _people.OpenAsync(Works("Öster"), "local,r1,Öster,,\n", edition);
        var next = await _people.OpenAsync(Works("Öster"), "local,r1,Öster,,\n");
        await _people.DeclareAsync(south, voter);
        (await Failures.CodeOf(() => _people.DeclareAsync(east, voter))).ShouldBe("identity.declared_elsewhere");
        await _people.DeclareAsync(next, voter);
    }

    [Fact]
    public async Task Where_there_is_a_free_choice_the_tie_takes_it_and_home_stays_open()
    {
        var edition = Guid.NewGuid();
        var voter = await _people.PersonAsync();
        var north = await _people.OpenAsync(Works("Norr"), $"local,{voter.Key},Norr,,\n", edition);
        var south = await _people.OpenAsync(Works("Söder") with { FreeChoice = true }, "local,r1,Söder,,\n", edition);
        var west = await _people.OpenAsync(Works("Väster") with { FreeChoice = true }, $"local,{voter.Key},Norr,,\n", edition);
        (await DeclarationDriver.CodeOf(north, voter)).ShouldBe("");
        await _people.DeclareAsync(south, voter);
        (await DeclarationDriver.CodeOf(south, voter)).ShouldBe("");
        (await DeclarationDriver.CodeOf(north, voter)).ShouldBe("");
        (await DeclarationDriver.CodeOf(west, voter)).ShouldBe("identity.free_choice_used");
    }

    [Fact]
    public async Task C6_home_and_declaration_at_once_give_one_vote()
    {
        const int Rounds = 8;
        for (var i = 0; i < Rounds; i++)
        {
            var (voter, north, south) = await TwoAreasAsync();
            var tries = new[]
            {
                TryHomeAsync(north, voter), TryTieAsync(south, voter), TryHomeAsync(north, voter), TryTieAsync(south, voter),
            };
            (await Task.WhenAll(tries)).Where(area => area.Length > 0).Distinct().Count().ShouldBe(1);
            ((await north.SummaryAsync()).EntriesWithToken + (await south.SummaryAsync()).EntriesWithToken).ShouldBe(1);
        }
    }

    [Fact]
    public async Task C7_ties_declared_everywhere_at_once_stand_in_one_sub_budget()
    {
        var edition = Guid.NewGuid();
        var voter = await _people.PersonAsync();
        var rolls = new List<RollDriver>();
        for (var i = 0; i < 6; i++)
        {
            rolls.Add(await _people.OpenAsync(Works($"Område {i}"), "local,r1,Norr,,\n", edition));
        }

        var codes = await Task.WhenAll(rolls.Concat(rolls).Select(roll => Failures.CodeOf(() => _people.DeclareAsync(roll, voter))));
        codes.Count(code => code.Length == 0).ShouldBe(1);
        codes.Where(code => code.Length > 0).ShouldAllBe(code => code == "identity.declared_elsewhere" || code == "identity.declaration_stands");
        var declared = 0;
        foreach (var roll in rolls)
        {
            declared += (await roll.SummaryAsync()).Declared;
        }

        declared.ShouldBe(1);
    }

    [Fact]
    public async Task Later_roll_keeps_who_declared_with_token_and_pseudonym_and_shuts_her_home()
    {
        var edition = Guid.NewGuid();
        var voter = await _people.PersonAsync();
        var south = await RehearsalAsync(edition, Works("Söder"), "local,r1,Söder,,\n");
        await _people.DeclareAsync(south, voter);
        var pid = PidOf((await south.TokenAsync(voter.Id)).Token);
        await south.ImportAsync(DeclarationDriver.Header + "local,r1,Söder,,\nlocal,r2,Söder,,\n");
        var summary = await south.SummaryAsync();
        (summary.Entries, summary.Declared, summary.EntriesWithToken).ShouldBe((2, 1, 1));
        PidOf((await south.TokenAsync(voter.Id)).Token).ShouldBe(pid);

        var north = await RehearsalAsync(edition, Works("Norr"), $"local,{voter.Key},Norr,,\n");
        (await DeclarationDriver.CodeOf(north, voter)).ShouldBe("identity.declared_elsewhere");

        await south.ImportAsync(DeclarationDriver.Header + $"local,r1,Söder,,\nlocal,{voter.Key},Söder,,\n");
        summary = await south.SummaryAsync();
        (summary.Entries, summary.Declared, summary.EntriesWithToken).ShouldBe((2, 0, 1), "she has moved there: one person, one mark");
        PidOf((await south.TokenAsync(voter.Id)).Token).ShouldBe(pid);
    }

    [Fact]
    public async Task Declarations_go_with_the_key_when_voting_is_over_in_the_whole_edition()
    {
        var edition = Guid.NewGuid();
        var voter = await _people.PersonAsync();
        var south = await RehearsalAsync(edition, Works("Söder"), "local,r1,Söder,,\n");
        var north = await RehearsalAsync(edition, Works("Norr"), "local,r1,Norr,,\n");
        await _people.DeclareAsync(south, voter);
        await south.EnterAsync("Decision", Works("Söder"), rehearsal: true);
        await DestroyAsync(south);
        (await DeclarationDriver.ListAsync(south)).Total.ShouldBe(1, "the roll of Norr may still come to know her");
        await north.EnterAsync("Decision", Works("Norr"), rehearsal: true);
        await DestroyAsync(north);
        (await DeclarationDriver.ListAsync(south)).Total.ShouldBe(0);
    }

    private static RollRuleData Works(string area) => DeclarationDriver.AnyAge with { Areas = [area], Connections = ["Works"] };

    private static string PidOf(string token) => new JsonWebToken(token).GetClaim("pid").Value;

    private static async Task<string> TryHomeAsync(RollDriver north, Voter voter) => await DeclarationDriver.CodeOf(north, voter) == "" ? "north" : "";

    private async Task<string> TryTieAsync(RollDriver south, Voter voter)
    {
        await Failures.CodeOf(() => _people.DeclareAsync(south, voter));
        return await DeclarationDriver.CodeOf(south, voter) == "" ? "south" : "";
    }

    private async Task<RollDriver> RehearsalAsync(Guid edition, RollRuleData rule, string rows)
    {
        var roll = new RollDriver(host, edition: edition);
        await roll.EnterAsync("Determined", rule, rehearsal: true);
        await roll.ImportAsync(DeclarationDriver.Header + rows);
        await roll.EnterAsync("Voting", rule, rehearsal: true);
        return roll;
    }

    private static async Task DestroyAsync(RollDriver roll)
    {
        await roll.Holder(WireRole.Archivist).RequestKeyDestructionAsync(new RequestKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
        await roll.Holder(WireRole.Archivist).ApproveKeyDestructionAsync(new ApproveKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
    }

    private Task<(Voter Voter, RollDriver North, RollDriver South)> TwoAreasAsync() => TwoAreasAsync(Guid.NewGuid());

    private async Task<(Voter Voter, RollDriver North, RollDriver South)> TwoAreasAsync(Guid edition)
    {
        var voter = await _people.PersonAsync();
        return (
            voter,
            await _people.OpenAsync(Works("Norr"), $"local,{voter.Key},Norr,,\n", edition),
            await _people.OpenAsync(Works("Söder"), "local,r1,Söder,,\n", edition));
    }
}
