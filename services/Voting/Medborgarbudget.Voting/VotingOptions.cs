using System.ComponentModel.DataAnnotations;

namespace Medborgarbudget.Voting;

/// <summary>Configuration section <c>Voting</c>.</summary>
internal sealed class VotingOptions
{
    public const string Section = "Voting";

    /// <summary>memory, store, ledger or ledger-replica.</summary>
    [Required]
    public string AcknowledgementLevel { get; init; } = "ledger";

    /// <summary>A file with Identity's public ballot keys, instead of asking Identity.</summary>
    public string BallotKeysFile { get; init; } = "";

    /// <summary>The <c>iss</c> that ballot tokens must carry; empty = that of access tokens (<c>Auth:Issuer</c>).</summary>
    public string BallotIssuer { get; init; } = "";

    /// <summary>The private keys of the log, PEM; made at the first start, except in Production.</summary>
    [Required]
    public string LogKeyFile { get; init; } = "";

    /// <summary>Who may sign tree heads of votes that are frozen from now on.</summary>
    public IReadOnlyList<WitnessOptions> Witnesses { get; init; } = [];

    /// <summary>Seconds between tree heads while ballots come in.</summary>
    [Range(1, 50)]
    public int LogIntervalSeconds { get; init; } = 20;

    /// <summary>Casts with one ballot token in a minute; one more is refused with 429.</summary>
    [Range(1, 1_000_000)]
    public int CastsPerMinute { get; init; } = 30;

    /// <summary>Ballots that may wait; one more is refused with 429.</summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; init; } = 8192;

    /// <summary>Ballots gathered for one ledger transaction.</summary>
    [Range(1, 1024)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Batches under way at a time, so that the store works while the ledger commits.</summary>
    [Range(1, 16)]
    public int Workers { get; init; } = 2;

    /// <summary>How long a ledger commit may take before its outcome is called unknown, in seconds.</summary>
    [Range(1, 60)]
    public int LedgerPatienceSeconds { get; init; } = 5;

    /// <summary>How long a voter waits before the outcome is called unknown, in seconds.</summary>
    [Range(1, 120)]
    public int AnswerPatienceSeconds { get; init; } = 15;

    /// <summary>
    /// How far the clock may be from the store's, in seconds. 0 = they are not compared, for an installation that stands at another time on
    /// purpose; refused in Production.
    /// </summary>
    [Range(0, 60)]
    public double MostClockDriftSeconds { get; init; } = 2;

    public AcknowledgementLevel Level =>
        AcknowledgementLevels.Find(AcknowledgementLevel) ?? throw new InvalidOperationException("The acknowledgement level has no known value.");
}

/// <summary>A witness by name and public key (SubjectPublicKeyInfo of P-256, base64).</summary>
internal sealed class WitnessOptions
{
    [Required]
    public string Name { get; init; } = "";

    [Required]
    public string Key { get; init; } = "";
}
