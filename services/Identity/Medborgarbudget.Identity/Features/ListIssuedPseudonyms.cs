using System.Buffers.Binary;
using System.Buffers.Text;
using Google.Api;
using Google.Protobuf;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// The pseudonyms of everybody who was given a token, ascending, so that auditors can hold them against those that voted. A page is found
/// by computing them all and keeping its own: the memory is that of two pages, however long the roll.
/// </summary>
internal sealed class ListIssuedPseudonyms(
    IdentityDb db, SubBudgetAccess access, RollStore rolls, KeyStore keys, Pseudonyms pseudonyms, Sealer sealer, AuditTrail trail, Caller caller)
{
    private const int MaxPageSize = 200_000;
    private const int PseudonymBytes = KeyedHashes.ShortBytes;

    public async Task<Result<HttpBody>> Handle(ListIssuedPseudonymsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var size = fields.Number(request.PageSize, "pageSize", 0, MaxPageSize);
        var after = ReadToken(fields, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refusal))
        {
            return refusal;
        }

        if (!subBudget.Window.IsOver)
        {
            return IdentityErrors.VotingNotOver;
        }

        return await rolls.FindHeadAsync(subBudget.Id, cancellationToken) is { ImportId: { } import }
            ? await ReadAsync(subBudget, import, new SmallestAfter(after, size == 0 ? MaxPageSize : size), cancellationToken)
            : IdentityErrors.RollMissing;
    }

    private async Task<Result<HttpBody>> ReadAsync(SubBudgetRow subBudget, RollImportId import, SmallestAfter page, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(subBudget.Id, cancellationToken) is not { Wrapped: { } wrapped } row)
        {
            return IdentityErrors.PseudonymKeyDestroyed;
        }

        if (page.IsFirst)
        {
            await NoteAsync(subBudget, row, cancellationToken);
        }

        using var key = await pseudonyms.OpenAsync(subBudget.Id, wrapped, cancellationToken);
        await foreach (var entry in rolls.KeysWithTokenAsync(import).WithCancellation(cancellationToken))
        {
            var voterKey = entry.LocalKey ?? sealer.OpenText(entry.SealedKey, RollWriter.KeyPurpose);
            page.Offer(BinaryPrimitives.ReadUInt128BigEndian(key.Of(voterKey)));
        }

        return new HttpBody { ContentType = "application/octet-stream", Data = Joined(page.Take()) };
    }

    private async Task NoteAsync(SubBudgetRow subBudget, PseudonymKeyRow row, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        keys.Note(row, KeyStep.PseudonymsListed, caller.Person);
        await keys.SaveAsync(cancellationToken);
        await trail.NoteAsync(subBudget.OrganisationId, subBudget.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static UInt128? ReadToken(Fields fields, string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        if (Base64Url.IsValid(token, out var length) && length == PseudonymBytes)
        {
            return BinaryPrimitives.ReadUInt128BigEndian(Base64Url.DecodeFromChars(token));
        }

        fields.Fault("pageToken", "is not the last pseudonym of a page");
        return null;
    }

    private static ByteString Joined(List<UInt128> pseudonyms)
    {
        var bytes = new byte[pseudonyms.Count * PseudonymBytes];
        for (var i = 0; i < pseudonyms.Count; i++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * PseudonymBytes), pseudonyms[i]);
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>Keeps the smallest of what is offered, beyond a given one.</summary>
    private sealed class SmallestAfter(UInt128? after, int count)
    {
        private readonly List<UInt128> _kept = [];
        private UInt128 _most = UInt128.MaxValue;

        public bool IsFirst => after is null;

        public void Offer(UInt128 value)
        {
            if (value <= after || value > _most)
            {
                return;
            }

            _kept.Add(value);
            if (_kept.Count == 2 * count)
            {
                Cut();
                _most = _kept[^1];
            }
        }

        public List<UInt128> Take()
        {
            Cut();
            return _kept;
        }

        private void Cut()
        {
            _kept.Sort();
            _kept.RemoveRange(Math.Min(count, _kept.Count), Math.Max(0, _kept.Count - count));
        }
    }
}
