using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Tests.Domain;

internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);

    public static PersonId NewPerson() => PersonId.From(Guid.NewGuid());

    public static SubBudget SubBudget(Phase phase = Phase.Screening, VotingRule? rule = null) => new(
        SubBudgetId.From(Guid.Parse("11111111-1111-4111-8111-111111111111")),
        OrganisationId.From(Guid.Parse("22222222-2222-4222-8222-222222222222")),
        1,
        phase,
        IsPaused: false,
        IsAborted: false,
        IsRehearsal: false,
        "Lindkullen",
        new Money(1000),
        rule ?? new VotingRule(VoteType.Approval, 2, new Tally.GreedyRule()),
        Now.AddDays(-1),
        Now.AddDays(1),
        Now.AddDays(8));

    public static BallotItem Item(int number, long cost = 400, string title = "Bänkar") =>
        new(ProposalId.From(Guid.Parse($"33333333-3333-4333-8333-{number:D12}")), number, title, "Text", "Torget", new Money(cost));

    public static Manifest Manifest(SubBudget? subBudget = null, params BallotItem[] items) =>
        Voting.Manifest.Draw(subBudget ?? SubBudget(), items.Length > 0 ? items : [Item(1), Item(2), Item(3)], Terms).Value;

    public static ManifestTerms Terms => new(
        AcknowledgementLevel.Ledger, new Electorate(100, [new ElectorateArea("norr", 60), new ElectorateArea("", 40)], "00"), new ManifestKeys("key", [new WitnessKey("w", "k")]), "test");

    public static Round Frozen(SubBudget? subBudget = null)
    {
        var manifest = Manifest(subBudget);
        var requested = Round.Request(null, manifest, NewPerson(), Now).Value;
        return requested.Approve(NewPerson(), manifest.Hash(), manifest, Now).Value;
    }

    public static string[] Ids(params int[] numbers) => [.. numbers.Select(number => Item(number).ProposalId.ToString())];
}
