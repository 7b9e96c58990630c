using System.Globalization;
using Medborgarbudget.Web.VotingPlaces;

namespace Medborgarbudget.Web.Tests.VotingPlaces;

public sealed class OfflineListTests
{
    public OfflineListTests() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("sv-SE");

    [Theory]
    [InlineData("1;199504042392")]
    [InlineData("kuvert;personnummer\r\n1,19950404-2392\r\n")]
    [InlineData("\n 1\t19950404 2392 \n\n")]
    public void A_line_is_an_envelope_and_a_personal_number(string text)
    {
        var (marks, faults) = OfflineList.Read(text);
        faults.ShouldBeEmpty();
        var mark = marks.ShouldHaveSingleItem();
        (mark.Envelope, mark.Voter.PersonalNumber, mark.Voter.LocalKey).ShouldBe((1, "199504042392", ""));
    }

    [Fact]
    public void What_is_no_personal_number_is_a_key_of_the_roll() => OfflineList.Read("7;elev-12").Marks.Single().Voter.LocalKey.ShouldBe("elev-12");

    [Theory]
    [InlineData("1;a\n1;b", "Rad 2")]
    [InlineData("1;a\n199504042392", "Rad 2")]
    [InlineData("0;a", "Rad 1")]
    [InlineData("1;", "Rad 1")]
    public void A_faulty_line_is_named_without_what_stands_on_it(string text, string line)
    {
        var fault = OfflineList.Read(text).Faults.ShouldHaveSingleItem();
        fault.Text.ShouldStartWith(line);
        fault.Text.ShouldNotContain("199504042392");
    }

    [Fact]
    public void An_empty_list_and_one_that_is_too_long_are_refused()
    {
        OfflineList.Read(" \n ").Faults.ShouldHaveSingleItem();
        var thousand = string.Join('\n', Enumerable.Range(1, 1000).Select(number => $"{number};k{number}"));
        OfflineList.Read(thousand).Faults.ShouldBeEmpty();
        OfflineList.Read($"{thousand}\n1001;k").Faults.ShouldHaveSingleItem();
    }
}
