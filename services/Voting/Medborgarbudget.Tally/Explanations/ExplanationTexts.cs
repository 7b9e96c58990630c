using System.Globalization;
using System.Numerics;
using System.Resources;

namespace Medborgarbudget.Tally;

/// <summary>
/// Explanations as plain sentences in Swedish (sv) or English (en), short enough for a school class. The words stand in
/// <c>Texts.sv.resx</c> and <c>Texts.en.resx</c>. Amounts are rounded down to the smallest coin.
/// </summary>
public sealed class ExplanationTexts(Explanation explanation, CultureInfo culture)
{
    /// <summary>Winners whose part is told one by one; the rest is told as a sum.</summary>
    private const int MostNamed = 3;

    internal static readonly ResourceManager Resources =
        new("Medborgarbudget.Tally.Explanations.Texts", typeof(ExplanationTexts).Assembly);

    private readonly CountOutcome outcome = explanation.Outcome;
    private readonly Election election = explanation.Outcome.Election;

    /// <summary>Why a project was elected or not, sentence by sentence.</summary>
    public IReadOnlyList<string> Of(int project)
    {
        var reason = explanation.Projects[project];
        return [Verdict(reason), .. Payment(project), .. Money(reason), .. Enough(reason)];
    }

    private static string Key(ProjectReason reason, RoundReason? round, bool isEqualShares) => reason.Verdict switch
    {
        Tally.Verdict.Elected when round?.Payment is not null => "elected.paid",
        Tally.Verdict.Elected when isEqualShares => "elected.by_votes",
        var verdict => verdict.WireName(),
    };

    private string Verdict(ProjectReason reason)
    {
        var project = reason.Project;
        var key = Key(reason, RoundOf(project), outcome.Endowment is not null);
        var moneyLeft = key == "elected.paid" ? Amount(reason.Money!.Left) : Amount(ExactFraction.Whole(RoundOf(project)?.BudgetLeft ?? outcome.Projects[project].MoneyLeft ?? 0));
        var cost = Amount(ExactFraction.Whole(election.Projects[project].Cost));
        var supporters = Voters(outcome.Support.Votes[project]);
        return key == "elected.paid"
            ? Text(key, Name(project), supporters, moneyLeft, cost)
            : Text(key, Name(project), supporters, cost, moneyLeft, reason.Money is { } money ? Amount(money.Left) : "");
    }

    private IEnumerable<string> Payment(int project)
    {
        if (RoundOf(project)?.Payment is not { } payment || payment.Price.Numerator.IsZero)
        {
            yield break;
        }

        if (payment.EffectiveVotes is not null && payment.PaidFully > 0)
        {
            yield return Text("payment", Voters(payment.PaidFully), Amount(payment.Price));
            if (payment.PaidRest > 0)
            {
                yield return Text("payment.rest", Voters(payment.PaidRest));
            }
        }

        if (payment.HadNothing > 0)
        {
            yield return Text("payment.nothing", Voters(payment.HadNothing));
        }
    }

    /// <summary>For losers, what the supporters paid for instead.</summary>
    private IEnumerable<string> Money(ProjectReason reason)
    {
        if (reason.Money is not { } money || reason.Verdict is not (Tally.Verdict.NotPaidFor or Tally.Verdict.DoesNotFit))
        {
            yield break;
        }

        yield return Text("given", Amount(money.Given));
        foreach (var spending in money.Spent.Take(MostNamed))
        {
            yield return Text("spent", Amount(spending.Amount), Name(spending.Winner));
        }

        if (money.Spent.Length > MostNamed)
        {
            var others = money.Spent.Skip(MostNamed).Aggregate(ExactFraction.Whole(0), (sum, spending) => sum.Plus(spending.Amount));
            yield return Text("spent.others", Amount(others));
        }

        if (reason.EffectiveSupport is { } support)
        {
            yield return Text("support", support.ToString(culture));
        }
    }

    private IEnumerable<string> Enough(ProjectReason reason)
    {
        if (reason.Enough.MoreSupporters is { } supporters)
        {
            yield return Text("enough.supporters", Voters(supporters));
        }

        if (reason.Enough.Cost is > 0 and var cost)
        {
            var key = reason.Enough.MoreSupporters is null ? "enough.cost_only" : "enough.cost";
            yield return Text(key, Amount(ExactFraction.Whole(cost)));
        }
    }

    private RoundReason? RoundOf(int project) => explanation.Rounds.FirstOrDefault(round => round.Project == project);

    private string Name(int project) =>
        election.Projects[project] is { Name.Length: > 0 } named ? $"{named.Name} ({named.Id})" : election.Projects[project].Id;

    private string Voters(long count) =>
        count == 1 ? Text("voter.one") : Text("voter.many", count.ToString("N0", culture));

    private string Amount(ExactFraction minorUnits)
    {
        var units = BigInteger.Divide(minorUnits.Numerator, minorUnits.Denominator);
        var whole = BigInteger.DivRem(units, BigInteger.Pow(10, election.MoneyDecimals), out var rest);
        var coins = rest.IsZero
            ? ""
            : culture.NumberFormat.NumberDecimalSeparator + rest.ToString(CultureInfo.InvariantCulture).PadLeft(election.MoneyDecimals, '0');
        return $"{whole.ToString("N0", culture)}{coins} {Currency}";
    }

    private string Currency => election.MetaValue("currency") is { Length: > 0 } code && code != "SEK" ? code : "kr";

    private string Text(string key, params string[] values) => string.Format(culture, Resources.GetString(key, culture)!, values);
}
