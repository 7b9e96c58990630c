using System.Collections.Immutable;
using System.Security.Cryptography;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>A proposal as it stands on the ballot: a frozen copy that later edits of the proposal do not reach.</summary>
/// <param name="Number">The proposal's number in the sub-budget; unique on the ballot.</param>
/// <param name="Cost">The price that the screening set.</param>
public sealed record BallotItem(ProposalId ProposalId, int Number, string Title, string Text, string Place, Money Cost);

/// <summary>
/// Everything that a voter sees and a count uses, fixed before voting opens: items, prices and their order, pot, rule, window, who may
/// vote, and what the installation promises: acknowledgement level, keys, software. It is what two persons freeze; its hash names it. Invariant: 1 to <see cref="MaxItems"/> items in the
/// order of their numbers, each number and proposal once.
/// </summary>
public sealed record Manifest
{
    /// <summary>A ballot refers to an item by its place in 16 bits; far fewer are read by anybody.</summary>
    public const int MaxItems = 2000;

    private Manifest()
    {
    }

    public required SubBudgetId SubBudgetId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    /// <summary>In ballot order.</summary>
    public required ImmutableArray<BallotItem> Items { get; init; }

    /// <summary>The pot.</summary>
    public required Money Amount { get; init; }

    public required VotingRule Rule { get; init; }

    public required DateTimeOffset Opens { get; init; }

    /// <summary>The planned end. The calendar may extend it with a public reason, never shorten it.</summary>
    public required DateTimeOffset Closes { get; init; }

    public required ManifestTerms Terms { get; init; }

    public AcknowledgementLevel Level => Terms.Level;

    /// <summary>False for a ballot that was frozen before there was a log: its vote has no receipts to check, no log and no list of files.</summary>
    public bool IsSigned => Terms.Keys.Log.Length > 0;

    /// <summary>No real voters; the window does not bind.</summary>
    public required bool IsRehearsal { get; init; }

    /// <summary>The keys of the tie order in words.</summary>
    public static string TieOrder => "lower cost, then more votes, then lots drawn from the hash of this manifest";

    /// <summary>Draws the ballot of a sub-budget from its feasible proposals. Errors: no_items, too_many_items.</summary>
    public static Result<Manifest> Draw(SubBudget subBudget, IEnumerable<BallotItem> feasible, ManifestTerms terms)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        ImmutableArray<BallotItem> items = [.. feasible.OrderBy(item => item.Number)];
        if (items.IsEmpty)
        {
            return VotingErrors.NoItems;
        }

        return items.Length > MaxItems ? VotingErrors.TooManyItems : Of(subBudget, items, terms);
    }

    /// <summary>The bytes that are hashed: JSON in UTF-8, fixed order of members, no blanks, times in UTC to the second.</summary>
    public byte[] Canonical() => ManifestText.Write(this);

    /// <summary>SHA-256 of <see cref="Canonical"/>, hexadecimal in lower case.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Canonical()));

    /// <summary>Reads what <see cref="Canonical"/> wrote.</summary>
    public static Manifest Read(ReadOnlyMemory<byte> canonical) => ManifestText.Read(canonical);

    internal static Manifest Of(ManifestParts parts) => new()
    {
        SubBudgetId = parts.SubBudgetId,
        OrganisationId = parts.OrganisationId,
        Items = parts.Items,
        Amount = parts.Amount,
        Rule = parts.Rule,
        Opens = parts.Opens,
        Closes = parts.Closes,
        Terms = parts.Terms,
        IsRehearsal = parts.IsRehearsal,
    };

    private static Manifest Of(SubBudget subBudget, ImmutableArray<BallotItem> items, ManifestTerms terms)
    {
        var numbers = items.Select(item => item.Number).Distinct().Count();
        var proposals = items.Select(item => item.ProposalId).Distinct().Count();
        if (numbers != items.Length || proposals != items.Length)
        {
            throw new ArgumentException("Two items share a number or a proposal.", nameof(items));
        }

        return Of(new ManifestParts(
            subBudget.Id,
            subBudget.OrganisationId,
            items,
            subBudget.Amount,
            subBudget.Rule,
            subBudget.VotingOpens,
            subBudget.VotingCloses,
            terms,
            subBudget.IsRehearsal));
    }
}

internal sealed record ManifestParts(
    SubBudgetId SubBudgetId,
    OrganisationId OrganisationId,
    ImmutableArray<BallotItem> Items,
    Money Amount,
    VotingRule Rule,
    DateTimeOffset Opens,
    DateTimeOffset Closes,
    ManifestTerms Terms,
    bool IsRehearsal);
