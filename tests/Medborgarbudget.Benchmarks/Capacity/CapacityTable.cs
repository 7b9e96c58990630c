using System.Globalization;

namespace Medborgarbudget.Benchmarks.Capacity;

/// <summary>The table of <c>docs/capacity.md</c>, and its picture.</summary>
internal static class CapacityTable
{
    private static readonly long[] Sizes = [100_000, 1_000_000, 10_000_000];

    private static readonly IReadOnlyList<(string Name, Func<Installation, string> Of)> Rows =
    [
        ("voters a second, everybody in the last hour", one => Number(one.PeakPerSecond)),
        ("voters a second, last hour of a day as in Estonia", one => Number(one.OrdinaryPeakPerSecond)),
        ("voters a second, half of all in three minutes", one => Number(one.TelevisionPerSecond)),
        ("minutes in the waiting room then, at most", one => Number(one.WaitMinutes)),
        .. ScaledProgram.All.Select(program => ($"{program.Name}: cores at the peak", (Func<Installation, string>)(one => Number(one.CoresOf(program))))),
        .. ScaledProgram.All.Select(program => ($"{program.Name}: pods of {program.RequestedMillicores}m at the peak (on the ordinary day)",
            (Func<Installation, string>)(one => $"{one.PodsOf(program, one.PeakPerSecond)} ({one.PodsOf(program, one.OrdinaryPeakPerSecond)})"))),
        ("PostgreSQL: cores at the peak", one => Number(one.PostgresCores)),
        ("PostgreSQL: write-ahead log, MiB a second", one => Number(one.WalMebibytesPerSecond)),
        ("PostgreSQL: write-ahead log of the vote, GiB", one => Number(one.WalGibibytes)),
        ("PostgreSQL: volume, GiB", one => Number(one.DatabaseGibibytes)),
        ("Redis: cores at the peak, all masters", one => Number(one.RedisCores)),
        ("Redis: memory of each of six nodes, MiB", one => Number(one.RedisMebibytes)),
        ("RabbitMQ: nodes", _ => "3"),
    ];

    public static IEnumerable<string> Lines(UnitCosts costs)
    {
        yield return "| of one | |";
        yield return "|---|---|";
        foreach (var (name, value, unit) in Units(costs))
        {
            yield return $"| {name} | {Number(value)} {unit} |";
        }

        var installations = Sizes.Select(size => new Installation(costs, size)).ToList();
        yield return "";
        yield return $"| voters | {string.Join(" | ", Sizes.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)))} |";
        yield return "|---|---|---|---|";
        foreach (var (name, of) in Rows)
        {
            yield return $"| {name} | {string.Join(" | ", installations.Select(of))} |";
        }

        yield return "";
        yield return $"Measured: {costs.Conditions}.";
    }

    /// <summary>Cores at the peak against the number of voters.</summary>
    public static string Draw(UnitCosts costs)
    {
        string[] colours = ["#1f4e79", "#b3541e", "#3a7d44", "#6a3d9a"];
        long[] voters = [10_000, .. Sizes];
        return LogPlot.Draw(new PlotScale("voters", 4, 7), new PlotScale("cores at the peak", -2, 2),
        [
            .. ScaledProgram.All.Select((program, at) => new PlotLine(program.Name, colours[at], [.. voters.Select(size => ((double)size, new Installation(costs, size).CoresOf(program)))])),
            new PlotLine("PostgreSQL", "#777777", [.. voters.Select(size => ((double)size, new Installation(costs, size).PostgresCores))]),
        ]);
    }

    private static IEnumerable<(string Name, double Value, string Unit)> Units(UnitCosts costs) =>
    [
        ("ballot, its page's question and its cast: gateway", costs.Ballot.GatewayMicros, "µs"),
        ("the same: Voting", costs.Ballot.VotingMicros, "µs"),
        ("the same: PostgreSQL", costs.Ballot.PostgresMicros, "µs"),
        ("the same: Redis", costs.Ballot.RedisMicros, "µs"),
        ("ballot in Redis, while the vote is open", costs.Ballot.RedisBytes, "bytes of memory"),
        ("ballot in the ledger, with its indexes", costs.Ballot.LedgerBytes, "bytes"),
        ("ballot in the write-ahead log", costs.Ballot.WalBytes, "bytes"),
        ("public read that the gateway keeps: gateway", costs.Page.ReadMicros, "µs"),
        ("page of the web that asks nothing: web", costs.Page.WebMicros, "µs"),
        ("sign-in up to the ballot token: Identity", costs.SignIn.IdentityMicros, "µs"),
        ("the same: PostgreSQL", costs.SignIn.PostgresMicros, "µs"),
        ("the same, what stays in the database", costs.SignIn.Bytes, "bytes"),
        ("the same, in the write-ahead log", costs.SignIn.WalBytes, "bytes"),
        ("entry of the roll, with its indexes", costs.SignIn.RollBytes, "bytes"),
        ("gateway, most resident", costs.Ballot.GatewayMebibytes, "MiB"),
        ("Voting, most resident", costs.Ballot.VotingMebibytes, "MiB"),
        ("Identity, most resident", costs.SignIn.IdentityMebibytes, "MiB"),
        ("web, most resident", costs.Page.WebMebibytes, "MiB"),
    ];

    private static string Number(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };
}
