using System.Text.RegularExpressions;
using Medborgarbudget.TestKit.RealServers;

namespace Medborgarbudget.System.Tests.Installation;

/// <summary>The commands of deploy/runbooks/restore.md, run as they stand there, in the container of a PostgreSQL in place of its pod.</summary>
internal static partial class RestoreRunbook
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "runbooks", "restore.md"));

    /// <summary>In the order in which they are dumped.</summary>
    public static IReadOnlyList<string> Databases { get; } = EachDatabase().Match(Text).Groups["databases"].Value.Split(' ');

    /// <summary>Dumps one database; the file, as somebody keeps it.</summary>
    public static async Task<byte[]> BackUpAsync(DedicatedServer postgres, string database, CancellationToken cancellationToken)
    {
        await RunAsync(postgres, "pg_dump", database, cancellationToken);
        return Convert.FromBase64String(await postgres.RunAsync($"base64 -w 0 /tmp/{database}.dump", cancellationToken));
    }

    /// <summary>Brings one database back, and has it send its events again.</summary>
    public static async Task BringBackAsync(DedicatedServer postgres, string database, byte[] dump, CancellationToken cancellationToken)
    {
        await postgres.WriteAsync($"/tmp/{database}.dump", dump, cancellationToken);
        await RunAsync(postgres, "pg_restore", database, cancellationToken);
        await RunAsync(postgres, "psql", database, cancellationToken);
    }

    /// <summary>What stands before the double dash is the way to the pod.</summary>
    private static Task<string> RunAsync(DedicatedServer postgres, string program, string database, CancellationToken cancellationToken)
    {
        var command = Commands().Matches(Text).Single(match => match.Groups["program"].Value == program).Value;
        return postgres.RunAsync(
            $$"""cd /tmp; export PGUSER=test; k() { while [ "$1" != -- ]; do shift; done; shift; "$@"; }; s={{database}}; {{command}}""", cancellationToken);
    }

    [GeneratedRegex("for s in (?<databases>[a-z ]+); do")]
    private static partial Regex EachDatabase();

    [GeneratedRegex(@"k exec [^;\n]* -- (?<program>\w+) [^;\n]*")]
    private static partial Regex Commands();
}
