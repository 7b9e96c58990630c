using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Tests.Texts;

public sealed partial class PageTextsTests
{
    private static readonly Dictionary<string, string> Swedish = Read("sv");
    private static readonly Dictionary<string, string> English = Read("en");

    [Fact]
    public void Both_languages_have_the_same_keys() => Swedish.Keys.Order().ShouldBe(English.Keys.Order());

    [Fact]
    public void No_text_is_empty() => Swedish.Concat(English).Where(text => string.IsNullOrWhiteSpace(text.Value)).ShouldBeEmpty();

    [Fact]
    public void A_text_has_the_same_placeholders_in_both_languages() =>
        Swedish.Where(text => !Placeholders(text.Value).SequenceEqual(Placeholders(English[text.Key]))).ShouldBeEmpty();

    [Fact]
    public void Every_state_that_the_api_knows_has_a_text()
    {
        var needed = Keys<Contracts.Budget.V1.Phase>("phase")
            .Concat(Keys<Contracts.Budget.V1.Phase>("now"))
            .Concat(Keys<Contracts.Budget.V1.ScopeKind>("budget.scope"))
            .Concat(Keys<Contracts.Budget.V1.Connection>("tie").Skip(1))
            .Concat(Keys<Contracts.Budget.V1.Connection>("who.connection").Skip(1))
            .Concat(Keys<Contracts.Proposal.V1.ProposalState>("proposal.state"))
            .Concat(Keys<Contracts.Screening.V1.Feasibility>("screening"))
            .Concat(Keys<Contracts.Voting.V1.ItemOutcome>("outcome"))
            .Concat(Keys<Contracts.Decision.V1.Outcome>("decision.outcome"))
            .Concat(Keys<Contracts.FollowUp.V1.MeasureState>("measure.state"))
            .Concat(Keys<Contracts.FollowUp.V1.Verdict>("verdict"))
            .Concat(Keys<Contracts.Access.V1.Role>("role").Skip(1))
            .Concat(Keys<Contracts.Identity.V1.Channel>("channel").Skip(1))
            .Concat(Keys<Contracts.Voting.V1.InvalidGround>("card.ground"))
            .Concat(Keys<Contracts.Screening.V1.ScreeningState>("work.screening").Skip(1));
        needed.Except(Swedish.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_of_a_sentence_is_twenty_words_at_most()
    {
        var sentences = Swedish.Where(text => !text.Key.StartsWith("format.", StringComparison.Ordinal))
            .SelectMany(text => text.Value.Split(['.', '?', '!'], StringSplitOptions.RemoveEmptyEntries));
        sentences.Where(sentence => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 20).ShouldBeEmpty();
    }

    private static IEnumerable<string> Keys<T>(string prefix)
        where T : struct, Enum => Enum.GetValues<T>().Select(value => $"{prefix}.{Convert.ToInt32(value, CultureInfo.InvariantCulture)}");

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Distinct().Order();

    private static Dictionary<string, string> Read(string language)
    {
        var sets = PageTexts.Areas.Select(area => area.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)!);
        return sets.SelectMany(set => set.Cast<DictionaryEntry>()).ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
