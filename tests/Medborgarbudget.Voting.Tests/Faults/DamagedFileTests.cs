using System.Buffers.Binary;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>What store or ledger had written is not what they read after a crash.</summary>
[Collection("processes")]
public sealed class DamagedFileTests
{
    private const int Page = 4096;

    [Fact]
    public Task F4_A_store_that_lost_half_of_its_file_is_rebuilt_and_forgets_no_ballot() => OnStoreAsync(async (redis, cluster, load) =>
    {
        await load.EndAsync();

        var file = await AppendOnlyFileAsync(redis);
        await redis.RunAsync($"truncate -s $(($(stat -c %s {file}) / 2)) {file}", Stop.Token);
        await redis.StopAsync(Stop.Token);
        await redis.StartAsync(Stop.Token);

        load.GoOn();
        await load.ShouldGoOnAsync();
        await load.ShouldBeInTheLedgerAsync();
    });

    [Fact]
    public Task F4_P10_A_store_that_cannot_read_its_file_takes_no_ballot_and_an_empty_one_is_rebuilt() => OnStoreAsync(async (redis, cluster, load) =>
    {
        await load.EndAsync();

        var file = await AppendOnlyFileAsync(redis);
        await redis.RunAsync(FlipBits(file), Stop.Token);
        await redis.StopAsync(Stop.Token);
        (await redis.TryStartAsync(Stop.Token)).ShouldBeFalse("the file is damaged so that the store sees it");
        load.GoOn();
        await load.ShouldOnlyBeRefusedAsync(FaultLength.AtLeast(1));
        await cluster.Voting[0].RestartAsync();
        await load.ShouldOnlyBeRefusedAsync(FaultLength.AtLeast(1));
        (await cluster.IsVotingReadyAsync(0, Stop.Token)).ShouldBeFalse();

        await redis.WriteAsync(file, [], Stop.Token);
        await redis.StartAsync(Stop.Token);
        await load.ShouldGoOnAsync();
        await load.ShouldBeInTheLedgerAsync();
    });

    [Fact]
    public Task F4_P10_A_closed_vote_stays_closed_when_the_store_is_emptied() => OnStoreAsync(async (redis, cluster, load) =>
    {
        await load.ShouldBeInTheLedgerAsync();

        await redis.RunAsync("redis-cli flushall", Stop.Token);
        await cluster.Voting[0].RestartAsync();
        await cluster.WaitUntilReadyAsync(Stop.Token);
        (await new Voter(cluster).CastAsync(new InFlight(), Stop.Token)).ShouldBeNull();
        await load.ShouldBeInTheLedgerAsync();
    });

    [Theory]
    [InlineData("ledger")]
    [InlineData("ledger_one_per_voter_and_version")]
    public async Task F4_P10_A_damaged_ledger_file_takes_no_ballot(string part)
    {
        var folder = Directory.CreateTempSubdirectory("mb-ledger-");
        await OnLedgerFileAsync(Path.Combine(folder.FullName, "voting.db"), part);

        // Not before the processes have ended: they write there until then.
        folder.Delete(recursive: true);
    }

    private static async Task OnLedgerFileAsync(string file, string part)
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await BallotCluster.StartAsync(
            new ClusterStorage("sqlite", $"Data Source={file};Pooling=false", redis.Configuration), 1, Stop.Token, more: ("Voting:CastsPerMinute", "1000000"));
        var load = await ConstantLoad.StartAsync(cluster);
        byte[] whole = [];
        await load.ShouldStandStillUntilRepairedAsync(
            async () =>
            {
                await FoldWriteAheadLogAsync(file);
                whole = await File.ReadAllBytesAsync(file, Stop.Token);
                await File.WriteAllBytesAsync(file, Damaged(whole, await FirstPageAsync(file, part)), Stop.Token);
            },
            () => File.WriteAllBytesAsync(file, whole, Stop.Token));
    }

    /// <summary>A store whose files can be reached, a ledger, and ballots being cast.</summary>
    private static async Task OnStoreAsync(Func<DedicatedServer, BallotCluster, ConstantLoad, Task> test)
    {
        await using var redis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.ConnectionString);
        await test(redis, cluster, await ConstantLoad.StartAsync(cluster));
    }

    private static async Task<string> AppendOnlyFileAsync(DedicatedServer redis)
    {
        var folder = (await redis.RunAsync("redis-cli config get dir | tail -n 1", Stop.Token)).Trim();
        return (await redis.RunAsync($"ls {folder}/appendonlydir/*.incr.aof", Stop.Token)).Trim();
    }

    /// <summary>A byte in every hundred of the second half: the lengths that the format stands on are among them.</summary>
    private static string FlipBits(string file) =>
        $"s=$(stat -c %s {file}); at=$((s / 2)); while [ $at -lt $s ]; do printf '\\377' | dd of={file} bs=1 seek=$at conv=notrunc 2>/dev/null; at=$((at + 101)); [ $((at - s / 2)) -gt 20000 ] && break; done; true";

    private static async Task FoldWriteAheadLogAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync(Stop.Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync(Stop.Token);
    }

    /// <summary>The first page of a table or an index, as SQLite numbers them.</summary>
    private static async Task<int> FirstPageAsync(string file, string part)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false;Mode=ReadOnly");
        await connection.OpenAsync(Stop.Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT rootpage FROM sqlite_schema WHERE name = $part";
        command.Parameters.AddWithValue("$part", part);
        return Convert.ToInt32(await command.ExecuteScalarAsync(Stop.Token), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Damages the last page that the first one points to, or the first where it is the only one.</summary>
    private static byte[] Damaged(byte[] whole, int first)
    {
        const int Inner = 5;
        var bytes = whole.ToArray();
        var start = bytes.AsSpan((first - 1) * Page);
        var page = start[0] <= Inner ? BinaryPrimitives.ReadInt32BigEndian(start[8..]) : first;
        page.ShouldBeInRange(2, bytes.Length / Page);
        for (var at = (page - 1) * Page; at < page * Page; at += 7)
        {
            bytes[at] ^= 0x10;
        }

        return bytes;
    }
}
