using Google.Protobuf;
using Medborgarbudget.Tally.Pb;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>
/// Explains a finished count from its counted list alone, as anybody could: the list is counted again, and what comes out is explained only
/// when it is the result, byte by byte.
/// </summary>
internal sealed class ExplanationRun(CountStore counts, RoundStore rounds, ILogger<ExplanationRun> logger)
{
    /// <summary>The explanation as the contract words it; null when the list does not give the result, which the row's failure then says.</summary>
    public async Task<byte[]?> RunAsync(CountRow work, CancellationToken cancellationToken)
    {
        var list = await counts.FindCountedListAsync(work.Id, cancellationToken) ?? throw new InvalidOperationException("A finished count without its list.");
        var manifest = Manifest.Read((await rounds.ReadAsync(work.Round, cancellationToken)).Manifest);
        if (PbReader.TryRead(list, out var file, out _)
            && manifest.Rule.Count.Count(file.Election, null, cancellationToken) is var outcome
            && new Tally.ResultDocument(outcome, file.Sha256).ToJson().AsSpan().SequenceEqual(work.Document))
        {
            return ExplanationMessage.Of(work, manifest, Tally.Explanation.Of(outcome, cancellationToken)).ToByteArray();
        }

        logger.LogError("The counted list of count {Count} does not give its result", work.Id);
        work.Failure = "The counted list does not give this result.";
        return null;
    }
}
