namespace Medborgarbudget.Voting;

/// <summary>What one channel comes to.</summary>
/// <param name="Channel">web, code, kiosk, telephone or paper.</param>
/// <param name="Persons">Marked for it; on the web and with a code those who were given a token.</param>
/// <param name="Ballots">In the box by the channel of the last version; on paper the cards of marked persons.</param>
/// <param name="Annulled">Of these, since a paper card stands.</param>
/// <param name="Unaccounted">On paper, persons whose card was neither handed in nor said to be missing at their place.</param>
public sealed record ReconciledChannel(string Channel, long Persons, long Ballots, long Annulled, long Unaccounted = 0)
{
    /// <summary>Persons without a ballot that stands; less than 0 when ballots stand for which nobody was marked.</summary>
    public long Difference => Persons - (Ballots - Annulled);
}

/// <summary>
/// Holds ballots against persons. Somebody may have a token, or be marked, and never cast a ballot; nobody may have cast one without. Web and
/// code are held against the whole box: one person may have used both and is marked for one, and whoever is marked at a place but cast nothing
/// there keeps the ballot that she had. On paper everybody who was marked was given a card, and of every card it is known where it went.
/// </summary>
public sealed record Reconciliation(IReadOnlyList<ReconciledChannel> Channels, bool IsPaperClosed)
{
    private long Box => Channels.Where(channel => channel.Channel != "paper").Sum(channel => channel.Difference);

    public bool Balances => IsPaperClosed && Channels.All(BalancesOf);

    public bool BalancesOf(ReconciledChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.Unaccounted == 0 && (channel.Channel is "web" or "code" ? Box : channel.Difference) >= 0;
    }
}
