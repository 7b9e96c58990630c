using Google.Api;
using Google.Protobuf;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Codes;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Draws the codes of a batch. They stand in this answer and nowhere else; only keyed hashes are kept.</summary>
internal sealed class DownloadCodeBatch(
    ChangeCodeBatch change, CodeBatchStore batches, IRollBulk bulk, KeyedHashes hashes, Caller caller, IdentitySettings settings, TimeProvider clock)
{
    public async Task<Result<HttpBody>> Handle(DownloadCodeBatchRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        fields.Known(request.Format, "format");
        if (fields.Error is { } invalid)
        {
            return invalid;
        }

        List<PrintedCode> codes = [];
        var changed = await change.ApplyAsync(
            request.SubBudgetId,
            request.Number,
            batch => batch.Download(caller.Person!.Value, clock.GetUtcNow()),
            async (batch, head) => codes = await DrawAsync(batch, head, cancellationToken),
            cancellationToken);
        return changed.Succeeded(out var downloaded, out var error) ? Body(request.Format, downloaded, codes, cancellationToken) : error;
    }

    private async Task<List<PrintedCode>> DrawAsync(CodeBatch batch, RollHead head, CancellationToken cancellationToken)
    {
        var import = head.ImportId!.Value;
        var holders = await batches.HoldersAsync(import, batch.Number, cancellationToken);
        var codes = holders.Zip(SecretCodes.New(holders.Count), (holder, code) => new PrintedCode(holder, code)).ToList();
        await bulk.WriteCodesAsync(
            import, [.. codes.Select(printed => new EntryCode(printed.Holder.Serial, hashes.OfVotingCode(batch.SubBudgetId, printed.Code)))], cancellationToken);
        head.CodesIssued += codes.Count;
        return codes;
    }

    private HttpBody Body(CodeBatchFormat format, CodeBatch batch, List<PrintedCode> codes, CancellationToken cancellationToken)
    {
        var (type, bytes) = format == CodeBatchFormat.Pdf
            ? (CodeCards.ContentType, CodeCards.Draw(batch.Title, settings.Web ?? settings.Issuer, codes, cancellationToken))
            : (CodeCsv.ContentType, CodeCsv.Write(codes));
        return new HttpBody { ContentType = type, Data = UnsafeByteOperations.UnsafeWrap(bytes) };
    }
}
