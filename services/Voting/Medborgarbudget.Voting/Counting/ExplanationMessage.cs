using System.Globalization;
using System.Numerics;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Counting;

/// <summary>An explanation as the contract words it. Items of the election are those of the manifest, in its order.</summary>
internal sealed class ExplanationMessage
{
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("sv"), CultureInfo.GetCultureInfo("en")];

    private readonly Manifest _manifest;

    /// <summary>How many öre a minor unit of the election is: a list in whole kronor is read in kronor.</summary>
    private readonly long _unit;

    private ExplanationMessage(Manifest manifest, Tally.Election election)
    {
        _manifest = manifest;
        if (!new Tally.ExactDecimal(1, election.MoneyDecimals).TryAtScale(BallotElection.OreDecimals, out _unit))
        {
            throw new ArgumentException("Amounts are finer than an öre.", nameof(election));
        }
    }

    public static V1.Explanation Of(CountRow work, Manifest manifest, Tally.Explanation explanation) =>
        new ExplanationMessage(manifest, explanation.Outcome.Election).Make(work, explanation);

    private V1.Explanation Make(CountRow work, Tally.Explanation explanation)
    {
        var texts = Languages.Select(language => KeyValuePair.Create(language.Name, new Tally.ExplanationTexts(explanation, language))).ToList();
        return new V1.Explanation
        {
            SubBudgetId = work.SubBudgetId.ToString(),
            CountId = work.Id.ToString(),
            ShareOre = explanation.Outcome.Endowment is { } share ? Ore(share) : 0,
            Purchases = { explanation.Rounds.Select(Purchase) },
            Items = { explanation.Projects.Select(Item) },
        };

        V1.ItemExplanation Item(Tally.ProjectReason reason)
        {
            var item = new V1.ItemExplanation
            {
                ProposalId = Proposal(reason.Project),
                Outcome = reason.Verdict.ToMessage(),
                Money = reason.Money is { } money ? Money(money) : null,
            };
            Put(item, reason);
            foreach (var (language, words) in texts)
            {
                item.Texts.Add(language, new V1.Sentences { Sentences_ = { words.Of(reason.Project) } });
            }

            return item;
        }
    }

    private string Proposal(int project) => _manifest.Items[project].ProposalId.ToString();

    private V1.Purchase Purchase(Tally.RoundReason round) => new()
    {
        ProposalId = Proposal(round.Project),
        LeftBeforeOre = round.BudgetLeft * _unit,
        Shared = round.Payment is { } payment ? Shared(payment) : null,
    };

    /// <summary>What is not known stays unset; protobuf's optional numbers take no null.</summary>
    private void Put(V1.ItemExplanation item, Tally.ProjectReason reason)
    {
        if (reason.EffectiveSupport is { } support)
        {
            item.SupportPercent = support;
        }

        if (reason.Enough.MoreSupporters is { } ballots)
        {
            item.EnoughMoreBallots = ballots;
        }

        if (reason.Enough.Cost is { } cost)
        {
            item.EnoughCostOre = cost * _unit;
        }
    }

    private V1.SharedPayment Shared(Tally.SharedPayment payment) => new()
    {
        MostPaidOre = Ore(payment.Price),
        PaidFully = payment.PaidFully,
        PaidRest = payment.PaidRest,
        HadNothing = payment.HadNothing,
        LeftOre = Ore(payment.MoneyLeft),
    };

    private V1.SupporterMoney Money(Tally.SupporterMoney money)
    {
        var spent = money.Spent
            .Select(spending => new V1.Spending { ProposalId = Proposal(spending.Winner), AmountOre = Ore(spending.Amount), Voters = spending.Voters })
            .ToList();
        var given = Ore(money.Given);
        return new V1.SupporterMoney { GivenOre = given, Spent = { spent }, LeftOre = given - spent.Sum(spending => spending.AmountOre) };
    }

    private long Ore(Tally.ExactFraction minorUnits) => (long)BigInteger.Divide(minorUnits.Numerator * _unit, minorUnits.Denominator);
}
