using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Medborgarbudget.Identity.Features;

/// <summary>Batches of codes as the contract and the audit log write them.</summary>
internal static class CodeBatchMessages
{
    public static Contracts.Identity.V1.CodeBatch ToMessage(this CodeBatch batch) => new()
    {
        SubBudgetId = batch.SubBudgetId.ToString(),
        Number = batch.Number,
        Title = batch.Title,
        Area = batch.Area ?? "",
        Entries = batch.Entries,
        Downloaded = batch.DownloadedAt is not null,
        DownloadedBy = batch.DownloadedBy?.ToString() ?? "",
        DownloadedAt = batch.DownloadedAt?.ToTimestamp(),
        Renewals = batch.Renewals,
        CreatedAt = batch.CreatedAt.ToTimestamp(),
    };

    public static string Subject(this CodeBatch batch) => string.Create(CultureInfo.InvariantCulture, $"{batch.SubBudgetId} batch {batch.Number}");
}
