using System.Text;

namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class ManifestTests
{
    [Fact]
    public void Items_stand_in_the_order_of_their_numbers() =>
        Sample.Manifest(null, Sample.Item(7), Sample.Item(2), Sample.Item(5)).Items.Select(item => item.Number).ShouldBe([2, 5, 7]);

    [Fact]
    public void Reading_the_canonical_text_gives_the_same_bytes()
    {
        var manifest = Sample.Manifest(null, Sample.Item(1, title: "Å \"ä\" <ö> & 🌳\n"), Sample.Item(2));
        Manifest.Read(manifest.Canonical()).Canonical().ShouldBe(manifest.Canonical());
    }

    [Fact]
    public void The_canonical_text_is_what_the_third_version_published() =>
        Encoding.UTF8.GetString(Sample.Manifest(null, Sample.Item(1)).Canonical()).ShouldBe(
            """{"format":"medborgarbudget.manifest.v3","subBudget":"11111111-1111-4111-8111-111111111111","organisation":"22222222-2222-4222-8222-222222222222","items":[{"number":1,"proposal":"33333333-3333-4333-8333-000000000001","title":"Bänkar","text":"Text","place":"Torget","costOre":400}],"amountOre":1000,"rule":{"voteType":"Approval","maxChoices":2,"count":{"name":"greedy","order":"votes","stopsAtFirstMisfit":false,"threshold":null,"ordinalScoring":"max-length","exclusiveGroups":[],"sizeQuotas":[],"placePriority":null}},"tieOrder":"lower cost, then more votes, then lots drawn from the hash of this manifest","opens":"2027-01-14T08:00:00Z","closes":"2027-01-16T08:00:00Z","acknowledgementLevel":"ledger","electorate":{"size":100,"areas":[{"area":"norr","size":60},{"area":"","size":40}],"rollHash":"00"},"keys":{"log":"key","witnesses":[{"name":"w","key":"k"}]},"software":"test","rehearsal":false}""");

    [Fact]
    public void Ballot_that_was_frozen_before_there_was_a_log_keeps_its_hash()
    {
        var text = Encoding.UTF8.GetString(Sample.Manifest().Canonical()).Replace("manifest.v3", "manifest.v2", StringComparison.Ordinal);
        var (from, to) = (text.IndexOf("\"electorate\"", StringComparison.Ordinal), text.IndexOf("\"rehearsal\"", StringComparison.Ordinal));
        var old = Encoding.UTF8.GetBytes(text[..from] + text[to..]);

        var read = Manifest.Read(old);

        read.IsSigned.ShouldBeFalse();
        read.Canonical().ShouldBe(old);
    }

    [Fact]
    public void Castcheck_is_a_member_where_it_is_on_and_none_where_it_is_off()
    {
        var subBudget = Sample.SubBudget();
        var off = Sample.Manifest(subBudget).Canonical();
        var on = Sample.Manifest(subBudget with { Rule = subBudget.Rule with { HasCastcheck = true } }).Canonical();

        Encoding.UTF8.GetString(off).ShouldNotContain("castcheck");
        Encoding.UTF8.GetString(on).ShouldBe(
            Encoding.UTF8.GetString(off).Replace("""placePriority":null}}""", """placePriority":null},"castcheck":true}""", StringComparison.Ordinal));
        Manifest.Read(off).Rule.HasCastcheck.ShouldBeFalse();
        Manifest.Read(on).Rule.HasCastcheck.ShouldBeTrue();
        Manifest.Read(on).Canonical().ShouldBe(on);
    }

    [Fact]
    public void Any_change_of_what_a_voter_sees_changes_the_hash()
    {
        var subBudget = Sample.SubBudget();
        Manifest[] all =
        [
            Sample.Manifest(),
            Sample.Manifest(null, Sample.Item(1), Sample.Item(2), Sample.Item(3, cost: 401)),
            Sample.Manifest(null, Sample.Item(1), Sample.Item(2), Sample.Item(3, title: "Bord")),
            Sample.Manifest(null, Sample.Item(1), Sample.Item(2)),
            Sample.Manifest(subBudget with { Amount = new(999) }),
            Sample.Manifest(subBudget with { Rule = subBudget.Rule with { MaxChoices = 3 } }),
            Sample.Manifest(subBudget with { Rule = subBudget.Rule with { Count = new Tally.PhragmenRule() } }),
            Sample.Manifest(subBudget with { Rule = subBudget.Rule with { Count = new Tally.PhragmenRule { SkipsWhatDoesNotFit = true } } }),
            Sample.Manifest(subBudget with { Rule = subBudget.Rule with { HasCastcheck = true } }),
            Sample.Manifest(subBudget with { VotingCloses = subBudget.VotingCloses.AddHours(1) }),
            Sample.Manifest(subBudget with { IsRehearsal = true }),
        ];
        all.Select(manifest => manifest.Hash()).Distinct().Count().ShouldBe(all.Length);
    }

    [Fact]
    public void A_ballot_without_items_cannot_be_drawn() =>
        Manifest.Draw(Sample.SubBudget(), [], Sample.Terms).Error.ShouldBe(VotingErrors.NoItems);

    [Fact]
    public void A_ballot_of_more_than_two_thousand_items_cannot_be_drawn() =>
        Manifest.Draw(Sample.SubBudget(), Enumerable.Range(1, 2001).Select(number => Sample.Item(number)), Sample.Terms)
            .Error.ShouldBe(VotingErrors.TooManyItems);
}
