using System.Collections.Concurrent;
using Shouldly;

namespace Medborgarbudget.BallotLoad;

/// <summary>Voters who change their ballots without a pause, each from several devices at once, until told to stop.</summary>
internal sealed class ManyBallots
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentBag<Acknowledgement> _acknowledged = [];
    private readonly InFlight _inFlight = new();
    private readonly List<Task> _casting;
    private volatile bool _isEnough;

    public ManyBallots(IEnumerable<Voter> voters, int devices, CancellationToken cancellationToken) => _casting =
    [
        .. voters.SelectMany(voter => Enumerable.Repeat(voter, devices))
            .Select(voter => voter.CastUntilAsync(() => _isEnough, _acknowledged, _inFlight, cancellationToken)),
    ];

    public IReadOnlyList<Acknowledgement> Acknowledged => [.. _acknowledged];

    /// <summary>How many ballots are on their way.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>Returns when so many more ballots are acknowledged.</summary>
    public async Task GoOnAsync(int more, CancellationToken cancellationToken)
    {
        var (begun, enough) = (TimeProvider.System.GetTimestamp(), _acknowledged.Count + more);
        while (_acknowledged.Count < enough)
        {
            await Task.WhenAll(_casting.Where(voter => voter.IsFaulted));
            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(Patience, "no ballot is acknowledged");
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Returns when everything that was begun has an outcome.</summary>
    public Task EndAsync()
    {
        _isEnough = true;
        return Task.WhenAll(_casting);
    }
}
