using System.Security.Cryptography;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Voting.Tests.Ledger;

public abstract class LedgerTests(VotingFixture voting)
{
    private readonly int _round = RandomNumberGenerator.GetInt32(1000, 1 << 24);

    [Fact]
    public async Task What_is_appended_reads_back()
    {
        LedgerEntry[] entries = [Entry(1), Entry(2, choices: []), Entry(3, check: ulong.MaxValue)];
        (await AppendAsync(false, entries)).ShouldBe([true, true, true]);
        var read = await ReadAsync();
        read.Zip(entries).ShouldAllBe(pair => pair.First.IsSameAs(pair.Second));
        read.Length.ShouldBe(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Appending_the_same_again_changes_nothing(bool mayHold)
    {
        LedgerEntry[] entries = [Entry(1), Entry(2)];
        await AppendAsync(false, entries);
        (await AppendAsync(mayHold, [.. entries, Entry(3)])).ShouldBe([true, true, true]);
        (await ReadAsync()).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_place_that_is_taken_keeps_what_it_has()
    {
        var first = Entry(1);
        await AppendAsync(false, first);
        (await AppendAsync(false, Entry(1), Entry(2))).ShouldBe([false, true]);
        (await ReadAsync())[0].IsSameAs(first).ShouldBeTrue();
    }

    [Fact]
    public async Task A_version_of_a_voter_exists_once()
    {
        var first = Entry(1);
        await AppendAsync(false, first);
        (await AppendAsync(false, Entry(2) with { Voter = first.Voter })).ShouldBe([false]);
        (await ReadAsync()).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Two_writers_of_the_same_entries_both_succeed()
    {
        var entries = Enumerable.Range(1, 100).Select(seq => Entry(seq)).ToArray();
        var results = await Task.WhenAll(AppendAsync(false, entries), AppendAsync(false, [.. entries.Reverse()]), AppendAsync(true, entries));
        results.ShouldAllBe(held => held.All(one => one));
        (await ReadAsync()).Length.ShouldBe(100);
    }

    [Fact]
    public async Task The_ledger_stands_for_its_level()
    {
        var ledger = voting.Services.GetRequiredService<ILedger>();
        (await ledger.FindWeaknessAsync(AcknowledgementLevel.Ledger, Stop.Token)).ShouldBeNull();
        (await ledger.FindWeaknessAsync(AcknowledgementLevel.LedgerReplica, Stop.Token)).ShouldNotBeNull();
    }

    private LedgerEntry Entry(long seq, byte[]? choices = null, ulong check = 7) => new(
        _round, 3, seq, VotingFixture.NewVoter(), 1, choices ?? [0, 1, 0, 2], RandomNumberGenerator.GetBytes(16), check, 499_000, BallotChannel.Telephone);

    private Task<bool[]> AppendAsync(bool mayHold, params LedgerEntry[] entries) =>
        voting.Services.GetRequiredService<ILedger>().AppendAsync(entries, mayHold, Stop.Token);

    private async Task<LedgerEntry[]> ReadAsync()
    {
        await using var scope = voting.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LedgerReader>().ReadShard(_round, 3, after: 0, Stop.Token).ToArrayAsync(Stop.Token);
    }
}

public sealed class SqliteLedgerTests(EmbeddedVoting voting) : LedgerTests(voting), IClassFixture<EmbeddedVoting>;

public sealed class PostgresLedgerTests(RealVoting voting) : LedgerTests(voting), IClassFixture<RealVoting>;
