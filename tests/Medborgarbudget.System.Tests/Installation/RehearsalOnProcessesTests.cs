using System.Text.Json;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Cli;
using Medborgarbudget.System.Tests.Hosting;
using Npgsql;

namespace Medborgarbudget.System.Tests.Installation;

/// <summary>A day is rehearsed on the system as in production while its operators and its machines do what they do on such days.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class RehearsalOnProcessesTests
{
    private const int Voters = 1200;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task P1_P8_A_day_loses_and_doubles_no_ballot_while_gateways_and_voting_are_killed_and_rolled()
    {
        await using var servers = await EmptyServers.CreateAsync(Cancel);
        await using var installation = await SeparateProcesses.StartAsync(servers.Backends, Cancel);
        using var api = new PublicApi(installation.Address, installation.Grpc, TimeProvider.System);
        await new Organisations(api).RegisterAsync("Övningskommunen", "ovningskommunen", rehearsal: true, Cancel);

        var rehearsing = CommandRun.OfAsync(
            "rehearse", "--shape", "flat", "--voters", $"{Voters}", "--duration", "30s", "--gateway", installation.Address.ToString(), "--json");
        await DisturbAsync(installation, rehearsing);
        var run = await rehearsing;

        run.ExitCode.ShouldBe(0, run.Error + run.Output);
        var result = JsonDocument.Parse(run.Output).RootElement;
        (result.GetProperty("acknowledged").GetInt32(), result.GetProperty("counted").GetInt32()).ShouldBe((Voters, Voters));
        (result.GetProperty("lost").GetInt32(), result.GetProperty("doubled").GetInt32(), result.GetProperty("unknown").GetInt32()).ShouldBe((0, 0, 0));
    }

    /// <summary>One after the other, each when another tenth of the day's ballots is in the ledger: a kill of each kind, then a roll of each kind.</summary>
    private static async Task DisturbAsync(SeparateProcesses installation, Task<CommandRun> rehearsing)
    {
        Func<Task>[] disturbances =
        [
            installation.Voting[0].RestartAsync,
            installation.Gateways[0].RestartAsync,
            () => RollAsync(installation.Voting[1]),
            () => RollAsync(installation.Gateways[1]),
        ];
        for (var number = 0; number < disturbances.Length; number++)
        {
            (await ReachAsync(installation, (number + 1) * Voters / 10, rehearsing)).ShouldBeTrue("the day ended before it was disturbed");
            await disturbances[number]();
        }
    }

    /// <summary>As a rolling update does: told to end, waited for, started again.</summary>
    private static async Task RollAsync(ServiceProcess process)
    {
        await process.StopAsync(Cancel);
        process.Start();
    }

    /// <summary>False when the rehearsal ended before so many ballots were in the ledger.</summary>
    private static async Task<bool> ReachAsync(SeparateProcesses installation, int ballots, Task<CommandRun> rehearsing)
    {
        await using var database = NpgsqlDataSource.Create(installation.VotingDatabase);
        while (!rehearsing.IsCompleted)
        {
            await using var count = database.CreateCommand("SELECT count(*) FROM ledger WHERE version > 0");
            if ((long)(await count.ExecuteScalarAsync(Cancel))! >= ballots)
            {
                return true;
            }

            await Task.Delay(50, Cancel);
        }

        return false;
    }
}
