using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>Keeps a witness's signature, when the manifest names the witness and the signature is on a head that this log has given.</summary>
internal sealed class AddCosignature(PublishedLog log, LogStore store)
{
    public async Task<Result<V1.AddCosignatureResponse>> HandleAsync(V1.AddCosignatureRequest request, CancellationToken cancellationToken)
    {
        if (!TreeHead.TryReadTime(request.Time, out var time))
        {
            return Error.Invalid([new FieldFault("time", "is not of the form yyyy-MM-ddTHH:mm:ssZ")]);
        }

        if (await log.FindAsync(request.SubBudgetId, cancellationToken) is not { } round
            || await store.FindBySizeAsync(round.Number, request.Size, cancellationToken) is not { } row)
        {
            return VotingErrors.LogMissing;
        }

        var cosignature = new Cosignature(request.Witness, time, [.. request.Signature]);
        if (!Holds(Manifest.Read(round.Manifest), cosignature, LogStore.ToHead(row).Head))
        {
            return VotingErrors.CosignatureInvalid;
        }

        await store.AddAsync(
            new CosignatureRow
            {
                Round = round.Number,
                Size = request.Size,
                Witness = request.Witness,
                Time = time,
                Signature = request.Signature.ToByteArray(),
            },
            cancellationToken);
        return new V1.AddCosignatureResponse();
    }

    private static bool Holds(Manifest manifest, Cosignature cosignature, TreeHead head)
    {
        var witness = manifest.Terms.Keys.Witnesses.FirstOrDefault(witness => witness.Name == cosignature.Witness);
        if (witness is null || !LogSignature.TryReadKey(witness.Key, out var key))
        {
            return false;
        }

        using (key)
        {
            return cosignature.Verify(key, head);
        }
    }
}
