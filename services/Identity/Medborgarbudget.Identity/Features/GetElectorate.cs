using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>What a manifest says of those who may vote: their number, by area where that tells of nobody, and a fingerprint of the roll.</summary>
internal sealed class GetElectorate(RollStore rolls)
{
    public async Task<Result<Electorate>> Handle(GetElectorateRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await rolls.FindSubBudgetAsync(id, cancellationToken) is null)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        return await rolls.FindHeadAsync(id, cancellationToken) is { ImportId: { } import, LastImportId: { } last }
            ? await DescribeAsync(id, import, last, cancellationToken)
            : IdentityErrors.RollMissing;
    }

    private async Task<Electorate> DescribeAsync(SubBudgetId subBudget, RollImportId import, RollImportId last, CancellationToken cancellationToken)
    {
        var areas = await rolls.CountByAreaAsync(import, cancellationToken);
        var extract = (await rolls.FindImportAsync(last, cancellationToken))!.ExtractDate;
        return new Electorate
        {
            Entries = areas.Sum(area => area.Entries),
            Areas =
            {
                LargeAreas.Of(areas.Select(area => (area.Area, area.Entries)))
                    .Select(area => new ElectorateArea { Area = area.Name, Entries = area.Entries }),
            },
            RollHash = ByteString.CopyFrom(await HashAsync(subBudget, import, cancellationToken)),
            ExtractDate = extract.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    private async Task<byte[]> HashAsync(SubBudgetId subBudget, RollImportId import, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("mb1-roll"u8);
        hash.AppendData(subBudget.Value.ToByteArray(bigEndian: true));
        await foreach (var entry in rolls.KeyHashesAsync(import).WithCancellation(cancellationToken))
        {
            hash.AppendData(entry);
        }

        return hash.GetHashAndReset();
    }
}
