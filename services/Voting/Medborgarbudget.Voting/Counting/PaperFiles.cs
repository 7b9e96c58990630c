using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>The auditors' files about paper.</summary>
internal sealed class PaperFiles(PaperStore papers)
{
    public async Task<byte[]> CardsAsync(int round, CancellationToken cancellationToken) =>
        SealedPaper.Write(await papers.ListSettledAsync(round, cancellationToken));

    public async Task<byte[]> AnnulledAsync(int round, CancellationToken cancellationToken) =>
        [.. (await papers.ReadAnnulledAsync(round, cancellationToken)).Select(voter => voter.ToBytes()).Order(ByteOrder.Instance).SelectMany(voter => voter)];

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
