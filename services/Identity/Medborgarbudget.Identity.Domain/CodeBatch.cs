using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>
/// Voting codes that are printed together: for a school class, a mailing. Entries of the roll belong to it; their codes are drawn when it is
/// downloaded, so that they stand in one file and nowhere else. Whoever loses the file renews the batch, which voids them.
/// </summary>
public sealed record CodeBatch
{
    /// <summary>Most entries of one batch.</summary>
    public const int MostEntries = 20_000;

    public required SubBudgetId SubBudgetId { get; init; }

    /// <summary>1, 2, 3 … in the sub-budget.</summary>
    public required int Number { get; init; }

    /// <summary>Printed on every card.</summary>
    public required string Title { get; init; }

    /// <summary>Only entries of this area; null = of any.</summary>
    public required string? Area { get; init; }

    /// <summary>Entries that were taken into it.</summary>
    public required int Entries { get; init; }

    public required PersonId CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while its codes can be downloaded.</summary>
    public PersonId? DownloadedBy { get; init; }

    public DateTimeOffset? DownloadedAt { get; init; }

    /// <summary>How often its codes were voided.</summary>
    public int Renewals { get; init; }

    public Result<CodeBatch> Download(PersonId by, DateTimeOffset now) => DownloadedAt is null
        ? this with { DownloadedBy = by, DownloadedAt = now }
        : IdentityErrors.CodesDownloaded;

    public Result<CodeBatch> Renew() => DownloadedAt is null
        ? IdentityErrors.CodesNotDownloaded
        : this with { DownloadedBy = null, DownloadedAt = null, Renewals = Renewals + 1 };
}
