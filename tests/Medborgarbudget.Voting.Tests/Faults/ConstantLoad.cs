using System.Collections.Concurrent;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>
/// Voters who cast and change their ballots without a pause until told to stop, whatever becomes of the system meanwhile. Each brings what was
/// begun to its end. An answer that is neither a receipt nor a refusal with a time to come again ends the load with an error.
/// </summary>
internal sealed class ConstantLoad
{
    private const int Voters = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentBag<Acknowledgement> _acknowledged = [];
    private readonly InFlight _inFlight = new();
    private readonly BallotCluster _cluster;
    private readonly int _mostBallots;
    private readonly Voter[] _voters;
    private Task[] _casting = [];
    private volatile bool _isEnough;

    private ConstantLoad(BallotCluster cluster, int mostBallots)
    {
        _cluster = cluster;
        _mostBallots = mostBallots;
        _voters = [.. Enumerable.Range(0, Voters).Select(_ => new Voter(cluster))];
    }

    public IReadOnlyCollection<Acknowledgement> Acknowledged => _acknowledged;

    /// <summary>How often a voter could not be told what had become of the ballot.</summary>
    public int Unknown => _voters.Sum(voter => voter.Unknown);

    /// <summary>Returns when ballots are being acknowledged.</summary>
    /// <param name="mostBallots">After so many another voter takes the place of one.</param>
    public static async Task<ConstantLoad> StartAsync(BallotCluster cluster, int mostBallots = int.MaxValue)
    {
        var load = new ConstantLoad(cluster, mostBallots);
        load.GoOn();
        await load.ShouldGoOnAsync();
        return load;
    }

    /// <summary>The same voters cast again after <see cref="EndAsync"/>.</summary>
    public void GoOn()
    {
        _isEnough = false;
        _casting = [.. Enumerable.Range(0, Voters).Select(CastAtAsync)];
    }

    /// <summary>Several more ballots of every voter are acknowledged.</summary>
    public Task ShouldGoOnAsync()
    {
        var enough = _acknowledged.Count + (3 * Voters);
        return UntilAsync(() => _acknowledged.Count >= enough, "ballots are acknowledged");
    }

    /// <summary>Every ballot that is sent from now on is refused for as long as given.</summary>
    public async Task ShouldOnlyBeRefusedAsync(TimeSpan length)
    {
        // Each voter has one ballot on its way, whose receipt may come from the time before.
        await ShouldBeRefusedAsync();
        var acknowledged = _acknowledged.Count;
        var refused = _voters.Sum(voter => voter.Refused);
        await Task.Delay(length, Stop.Token);
        await UntilAsync(() => _voters.Sum(voter => voter.Refused) > refused, "the refusals go on");
        _acknowledged.Count.ShouldBe(acknowledged);
    }

    /// <summary>Every voter is refused at least once from now on.</summary>
    public Task ShouldBeRefusedAsync()
    {
        int[] before = [.. _voters.Select(voter => voter.Refused)];
        return UntilAsync(() => _voters.Zip(before).All(pair => pair.First.Refused > pair.Second), "every voter is refused");
    }

    /// <summary>Ends the load; everything that was begun has an outcome.</summary>
    public async Task EndAsync()
    {
        _isEnough = true;
        await UntilAsync(() => _casting.All(voter => voter.IsCompleted), "every ballot has an outcome");
        await Task.WhenAll(_casting);
        TestContext.Current.TestOutputHelper!.WriteLine($"{_acknowledged.Count} acknowledged, {Unknown} answers unknown at first");
    }

    /// <summary>
    /// Voting is killed, and started on what was damaged meanwhile: it is not ready and every ballot is refused. Killed again and started on
    /// what was repaired, it goes on, and nothing is lost.
    /// </summary>
    public async Task ShouldStandStillUntilRepairedAsync(Func<Task> damage, Func<Task> repair)
    {
        var voting = _cluster.Voting[0];
        await EndAsync();
        await voting.KillAsync();
        await damage();
        voting.Start();
        GoOn();
        await ShouldOnlyBeRefusedAsync(FaultLength.AtLeast(3));
        (await _cluster.IsVotingReadyAsync(0, Stop.Token)).ShouldBeFalse();

        await voting.KillAsync();
        await repair();
        voting.Start();
        await ShouldGoOnAsync();
        await ShouldBeInTheLedgerAsync();
    }

    /// <summary>Ends the load, closes the vote and holds the ledger against what the voters were told.</summary>
    public async Task ShouldBeInTheLedgerAsync()
    {
        await EndAsync();
        await _cluster.CloseAsync(Stop.Token);
        (await LedgerOf.ReadAsync(_cluster, Stop.Token)).ShouldHoldExactly(_acknowledged);
    }

    private async Task CastAtAsync(int place)
    {
        while (!_isEnough)
        {
            var voter = _voters[place];
            await voter.CastUntilAsync(() => _isEnough || voter.Casts >= _mostBallots, _acknowledged, _inFlight, Stop.Token);
            _voters[place] = _isEnough ? voter : voter.Next(_cluster);
        }
    }

    private async Task UntilAsync(Func<bool> holds, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            await Task.WhenAll(_casting.Where(voter => voter.IsFaulted));
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new TimeoutException($"It did not come about that {what}: {_cluster.Voting[0].Log}");
            }

            await Task.Delay(Look, Stop.Token);
        }
    }
}
