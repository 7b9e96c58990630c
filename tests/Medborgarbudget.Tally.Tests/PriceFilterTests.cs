using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// What the filter says against exact fractions, in every state on the way through an election, whatever is bought in which order.
/// </summary>
public sealed class PriceFilterTests
{
    private const int Iterations = 3000;

    private static readonly Gen<(MadeElection Made, EqualSharesUtility Utility, int[] Picks)> Case = Gen.Select(
        Gen.OneOf(ElectionGen.Any, ElectionGen.NearlyTied), Gen.Enum<EqualSharesUtility>(), Gen.Int[0, 100].Array[8]);

    [Fact]
    public void An_offer_holds_the_exact_price_and_a_refusal_is_true() =>
        Walk((state, project) =>
        {
            var kind = state.Filter.Look(project, state.Filter.LeastPrice(project), null, out var offer);
            var exact = state.History.Price(project);
            (kind != OfferKind.NotPaidFor || exact is null).ShouldBeTrue();
            if (kind == OfferKind.Priced)
            {
                state.IsWithin(offer, exact!.Value).ShouldBeTrue();
            }
        });

    [Fact]
    public void What_is_called_too_dear_costs_more_than_the_rival() =>
        Walk((state, project) =>
        {
            foreach (var rival in state.Open)
            {
                if (state.History.Price(rival) is not { } price)
                {
                    continue;
                }

                var best = state.Filter.Bound(rival, price);
                var kind = state.Filter.Look(project, state.Filter.LeastPrice(project), best, out _);
                if (kind == OfferKind.TooDear && state.History.Price(project) is { } own)
                {
                    own.Over(state.Shares.Worth(project)).CompareTo(price.Over(state.Shares.Worth(rival))).ShouldBeGreaterThan(0);
                }
            }
        });

    [Fact]
    public void A_purse_is_as_far_off_as_it_says_at_the_most() =>
        Walk((state, _) =>
        {
            for (var ballotClass = 0; ballotClass < state.Shares.Election.Ballots.Count; ballotClass++)
            {
                var left = state.History.Left(ballotClass);
                left.Numerator.Sign.ShouldBeGreaterThanOrEqualTo(0);
                var steps = state.Purses.ToSteps(left.Numerator, left.Denominator);
                System.Numerics.BigInteger.Abs(steps - state.Purses.Money(ballotClass)).ShouldBeLessThanOrEqualTo(state.Purses.Error);
            }
        });

    private static void Walk(Action<State, int> check) =>
        Case.Where(x => x.Made.Ballots.Length > 0 && x.Made.Budget > 0).Sample(
            x =>
            {
                var state = new State(x.Made.Build(), x.Utility);
                foreach (var pick in x.Picks)
                {
                    state.Open.ForEach(project => check(state, project));
                    if (!state.TryBuy(pick))
                    {
                        return;
                    }
                }
            },
            iter: Iterations);

    private sealed class State
    {
        public State(Election election, EqualSharesUtility utility)
        {
            var rule = new EqualSharesRule { Utility = utility };
            Shares = new EqualSharesElection(election, rule);
            Purses = new Purses(election.Ballots);
            History = new ExactHistory(Shares, Purses);
            Filter = new PriceFilter(Shares, Purses);
            Cashier = new Cashier(Shares, Purses, History);
            var endowment = new ExactFraction(election.Budget, election.Ballots.BallotCount);
            Purses.Fill(endowment);
            History.Start(endowment);
            Open = [.. Enumerable.Range(0, election.Projects.Length).Where(project => Shares.Cost(project) > 0 && Shares.Voters(project) > 0)];
        }

        public EqualSharesElection Shares { get; }

        public Purses Purses { get; }

        public ExactHistory History { get; }

        public PriceFilter Filter { get; }

        public Cashier Cashier { get; }

        public List<int> Open { get; }

        /// <summary>Buys any project that can be paid for, now and then at the exact price.</summary>
        public bool TryBuy(int pick)
        {
            var payable = Open.FindAll(project => History.Price(project) is not null);
            if (payable.Count == 0)
            {
                return false;
            }

            var project = payable[pick % payable.Count];
            if (Filter.Look(project, Filter.LeastPrice(project), null, out var offer) != OfferKind.Priced || pick % 3 == 0)
            {
                offer = Filter.Bound(project, History.Price(project)!.Value);
            }

            Cashier.Collect(offer, History.Rounds);
            History.Add(project);
            Open.Remove(project);
            return true;
        }

        public bool IsWithin(Offer offer, ExactFraction price)
        {
            var steps = Purses.ToSteps(price.Numerator << 64, price.Denominator * Shares.Worth(offer.Project));
            return steps >= (System.Numerics.BigInteger)(offer.Low * Math.Pow(2, 64)) - 1
                && steps <= (System.Numerics.BigInteger)(offer.High * Math.Pow(2, 64)) + 1;
        }
    }
}
