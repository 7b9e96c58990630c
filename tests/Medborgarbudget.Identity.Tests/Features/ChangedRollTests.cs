using CsCheck;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class ChangedRollOnSqlite(SqliteIdentity host) : ChangedRollTests(host), IClassFixture<SqliteIdentity>;

public sealed class ChangedRollOnPostgres(PostgresIdentity host) : ChangedRollTests(host), IClassFixture<PostgresIdentity>;

/// <summary>A roll that was changed is the roll that would have been taken in whole: whatever was changed, and whoever had declared, been given or done what between.</summary>
public abstract class ChangedRollTests(IdentityFixture host)
{
    private const int Voters = 12;

    private static readonly string[] Numbers = ["199602292386", "199512312381", "199606012392", "201701012393"];

    private static readonly RollRuleData[] Rules =
    [
        RollDriver.Everyone,
        RollDriver.Everyone with { Areas = ["Norr"], Connections = ["Works"] },
        RollDriver.Everyone with { Groups = ["Skola"], Connections = ["Works"], GuardianUnder = 15 },
        new RollRuleData(13, 0, new DateOnly(2027, 1, 1)) { Areas = ["Norr"], Groups = ["Skola"], FreeChoice = true, Connections = ["Works"] },
    ];

    private readonly DeclarationDriver _people = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changed_roll_is_the_roll_that_would_have_been_taken_in_whole()
    {
        var voters = await Task.WhenAll(Enumerable.Range(0, Voters).Select(i => _people.PersonAsync(i < Numbers.Length ? Numbers[i] : null)));
        var perVoter = Gen.Int[0, 359].Array[Voters];
        var round = Gen.Select(perVoter, perVoter);
        await Gen.Select(Gen.Int[0, Rules.Length - 1], perVoter, round.Array[1, 3]).SampleAsync(
            async (rule, first, rounds) => await TryAsync(Rules[rule], voters, first, rounds),
            iter: 12,
            threads: 1);
    }

    private async Task TryAsync(RollRuleData rule, Voter[] voters, int[] first, (int[] Acts, int[] Changes)[] rounds)
    {
        var edition = Guid.NewGuid();
        var (roll, elsewhere) = (new RollDriver(host, edition: edition), new RollDriver(host, edition: edition));
        await roll.EnterAsync("Voting", rule, rehearsal: true);
        await elsewhere.EnterAsync("Voting", Rules[1], rehearsal: true);
        await elsewhere.ImportAsync(DeclarationDriver.Header + "local,r1,Norr,,\n");
        var standing = voters.Zip(first).Where(pair => pair.Second % 4 > 0).ToDictionary(pair => pair.First, pair => RowOf(pair.First, pair.Second));
        await roll.ImportAsync(WholeOf(standing));
        foreach (var (acts, changes) in rounds)
        {
            await ActAsync(roll, elsewhere, voters, acts);
            await roll.ChangeAsync(ChangesOf(standing, voters, changes));
        }

        var changed = await DescribeAsync(roll);
        await roll.ImportAsync(WholeOf(standing));
        changed.ShouldBe(await DescribeAsync(roll));
    }

    /// <summary>What happens between two imports; what is refused has not happened.</summary>
    private async Task ActAsync(RollDriver roll, RollDriver elsewhere, Voter[] voters, int[] acts)
    {
        foreach (var (voter, act) in voters.Zip(acts))
        {
            _ = (act % 7) switch
            {
                0 => await Failures.CodeOf(() => _people.DeclareAsync(roll, voter)),
                1 => await Failures.CodeOf(() => _people.DeclareAsync(elsewhere, voter)),
                2 => await Failures.CodeOf(() => _people.WithdrawAsync(roll, voter)),
                3 => await Failures.CodeOf(() => _people.WithdrawAsync(elsewhere, voter)),
                4 => await DeclarationDriver.CodeOf(roll, voter),
                5 => await Failures.CodeOf(() => roll.DrawCodesAsync(2)),
                _ => "",
            };
        }
    }

    private static string ChangesOf(Dictionary<Voter, string> standing, Voter[] voters, int[] changes)
    {
        // One row always, so that there are changes and somebody is left.
        var text = "key_type,key,area,groups,birth_date,change\nlocal,stays,Norr,,1990-05-01,put\n";
        foreach (var (voter, change) in voters.Zip(changes))
        {
            if (change % 4 == 0 && standing.Remove(voter))
            {
                text += RowOf(voter, change) + ",remove\n";
            }
            else if (change % 4 > 1)
            {
                standing[voter] = RowOf(voter, change);
                text += standing[voter] + ",put\n";
            }
        }

        return text;
    }

    private static string WholeOf(Dictionary<Voter, string> standing) =>
        DeclarationDriver.Header + "local,stays,Norr,,1990-05-01\n" + string.Concat(standing.Values.Select(row => row + "\n"));

    private static string RowOf(Voter voter, int chance)
    {
        var (area, groups, born) = (new[] { "", "Norr", "Söder" }[chance / 4 % 3], chance / 12 % 2 == 0 ? "" : "Skola", new[] { "1990-05-01", "2013-01-01", "2016-06-01" }[chance / 24 % 3]);
        return Numbers.Contains(voter.Key) ? $"personal_number,{voter.Key},{area},{groups}," : $"local,{voter.Key},{area},{groups},{born}";
    }

    /// <summary>Everything that is kept or told of a roll but the places on it.</summary>
    private async Task<string> DescribeAsync(RollDriver roll)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var (db, sealer) = (scope.ServiceProvider.GetRequiredService<IdentityDb>(), scope.ServiceProvider.GetRequiredService<Sealer>());
        var head = await db.Rolls.AsNoTracking().SingleAsync(row => row.SubBudgetId == roll.SubBudget, Cancel);
        var entries = await db.RollEntries.AsNoTracking().Where(row => row.ImportId == head.ImportId).OrderBy(row => row.KeyHash).ToListAsync(Cancel);
        var lines = entries.Select(row =>
            $"{Convert.ToHexString(row.KeyHash)} {RollWriter.OpenKey(sealer, row.LocalKey, row.SealedKey)} '{row.Area}' {row.IsListed} {row.IsEligible} {row.Ground} {row.NeedsGuardian} "
            + $"{row.VotesElsewhere} {row.CodeBatch} {Convert.ToHexString(row.CodeHash ?? [])} {row.HasToken} {row.Channel} {row.MarkShiftId} {row.MarkDay}");
        return string.Join('\n', lines.Append($"{await roll.SummaryAsync()}").Append($"{await _people.ElectorateAsync(roll)}"));
    }
}
