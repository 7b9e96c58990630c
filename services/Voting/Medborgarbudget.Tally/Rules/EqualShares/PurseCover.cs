namespace Medborgarbudget.Tally;

/// <summary>
/// What the payers of a project could pay together, told from the purses alone: never too little, and hardly too much. It tells what
/// need not be looked at exactly.
/// </summary>
internal sealed class PurseCover(EqualSharesElection shares, Purses purses)
{
    private const double Rounding = 1.0 / (1L << 46);
    private const double MostPayment = 1L << 62;

    /// <summary>Together, in steps, when a share costs at most this many steps.</summary>
    public double At(int project, double price)
    {
        var (poorMoney, richShares) = Part(project, price);
        return richShares == 0 ? poorMoney : (poorMoney + (richShares * price)) * (1 + Rounding);
    }

    /// <summary>All that they have, in steps.</summary>
    public double All(int project) => Part(project, double.PositiveInfinity).PoorMoney;

    /// <summary>What those have together whom a price of a share leaves with nothing, and the shares of the others.</summary>
    public (double PoorMoney, long RichShares) Part(int project, double price)
    {
        Int128 poorMoney = 0;
        long richShares = 0, richVoters = 0;
        foreach (var tier in shares.Tiers(project))
        {
            var payment = price * tier.Share;
            var parting = purses.Part(shares.Payers(tier), payment >= MostPayment ? 1L << 62 : (long)payment);
            poorMoney += parting.PoorMoney;
            richShares += parting.RichVoters * tier.Share;
            richVoters += parting.RichVoters;
        }

        var slip = (double)(shares.Voters(project) - richVoters) * purses.Error;
        return (((double)poorMoney + slip) * (1 + Rounding), richShares);
    }
}
