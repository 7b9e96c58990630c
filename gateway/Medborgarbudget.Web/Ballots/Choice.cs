using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Ballots;

/// <summary>What a voter has ticked on a frozen ballot, and what the rule says of it. Kept by the voter's browser alone.</summary>
public sealed class Choice
{
    private readonly HashSet<int> _places;

    private Choice(Manifest manifest, IEnumerable<int> places)
    {
        Manifest = manifest;
        _places = [.. places.Where(place => place >= 0 && place < manifest.Items.Count)];
    }

    public Manifest Manifest { get; }

    public int Count => _places.Count;

    public IEnumerable<BallotItem> Items => _places.Order().Select(place => Manifest.Items[place]);

    public IEnumerable<string> ProposalIds => Items.Select(item => item.ProposalId);

    public long SumOre => Items.Sum(item => item.CostOre);

    /// <summary>Negative when more is chosen than the pot holds.</summary>
    public long LeftOre => Manifest.AmountOre - SumOre;

    public bool IsKnapsack => Manifest.VotingRule.VoteType == VoteType.Knapsack;

    public bool IsChooseOne => Manifest.VotingRule.VoteType == VoteType.ChooseOne;

    /// <summary>Most items that may be chosen; 0 = no limit.</summary>
    public int Most => IsChooseOne ? 1 : Manifest.VotingRule.MaxChoices;

    public static Choice None(Manifest manifest) => new(manifest, []);

    public static Choice Of(Manifest manifest, IEnumerable<string?> proposalIds)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(proposalIds);
        var wanted = proposalIds.ToHashSet();
        return new Choice(manifest, Enumerable.Range(0, manifest.Items.Count).Where(place => wanted.Contains(manifest.Items[place].ProposalId)));
    }

    public bool Has(BallotItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _places.Contains(Manifest.Items.IndexOf(item));
    }

    /// <summary>How far the choice has come, in words.</summary>
    public IReadOnlyList<string> Standing()
    {
        var lines = new List<string>();
        if (Most > 0)
        {
            lines.Add(PageTexts.Get("ballot.chosen_of", Count, Most));
        }
        else
        {
            lines.Add(PageTexts.Get("ballot.chosen", Count));
        }

        if (IsKnapsack)
        {
            lines.Add(LeftOre >= 0 ? PageTexts.Get("ballot.left", Formats.Money(LeftOre)) : PageTexts.Get("ballot.over", Formats.Money(-LeftOre)));
        }

        return lines;
    }

    /// <summary>Breaches of the rule, at the first item that is ticked.</summary>
    public IReadOnlyList<Fault> Check()
    {
        var faults = new List<Fault>();
        var first = Count == 0 ? "" : FieldOf(Items.First());
        if (Most > 0 && Count > Most)
        {
            faults.Add(new Fault(first, PageTexts.Get("ballot.too_many", Most, Count)));
        }

        if (IsKnapsack && LeftOre < 0)
        {
            faults.Add(new Fault(first, PageTexts.Get("ballot.over", Formats.Money(-LeftOre))));
        }

        return faults;
    }

    public static string FieldOf(BallotItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return $"val-{item.Number}";
    }

    /// <summary>One bit per item of the ballot, so that the choice fits a cookie however long the ballot is.</summary>
    internal byte[] ToBits()
    {
        var bits = new byte[(Manifest.Items.Count + 7) / 8];
        foreach (var place in _places)
        {
            bits[place / 8] |= (byte)(1 << (place % 8));
        }

        return bits;
    }

    internal static Choice OfBits(Manifest manifest, byte[] bits) =>
        new(manifest, Enumerable.Range(0, bits.Length * 8).Where(place => (bits[place / 8] & (1 << (place % 8))) != 0));
}
