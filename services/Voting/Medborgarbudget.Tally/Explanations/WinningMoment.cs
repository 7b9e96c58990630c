namespace Medborgarbudget.Tally;

/// <summary>A winner about to be paid for, with the money of that moment still in the purses.</summary>
internal sealed class WinningMoment(Offer offer, ExactHistory history)
{
    private ExactFraction? price = offer.Exact;

    public int Winner => offer.Project;

    /// <summary>A price per worth, in steps, that the winner's is not above, and hardly below.</summary>
    public double MostPrice => offer.High;

    /// <summary>What one share in the winner costs, exactly; only worked out when it is asked for.</summary>
    public ExactFraction Price => price ??= history.Price(offer.Project)!.Value;
}
