using System.Globalization;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Paper;

namespace Medborgarbudget.Web.Tests.Paper;

public sealed class CardFormTests
{
    private static readonly Manifest Ballot = new()
    {
        Items = { new BallotItem { ProposalId = "a", Number = 2 }, new BallotItem { ProposalId = "b", Number = 5 }, new BallotItem { ProposalId = "c", Number = 12 } },
    };

    public CardFormTests() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("sv-SE");

    [Theory]
    [InlineData("5 2", "b a")]
    [InlineData("12,2", "c a")]
    [InlineData(" 2 ; 12 ", "a c")]
    [InlineData("0", "")]
    public void Numbers_are_proposals_and_nought_is_a_blank_card(string numbers, string proposals)
    {
        var (reading, faults) = new CardForm("104", numbers, "0").Check(Ballot);
        faults.ShouldBeEmpty();
        (string.Join(' ', reading.ProposalIds), reading.Ground).ShouldBe((proposals, InvalidGround.Unspecified));
    }

    [Theory]
    [InlineData("104", "", "0", "val")]
    [InlineData("104", "3", "0", "val")]
    [InlineData("104", "2 2", "0", "val")]
    [InlineData("104", "2 0", "0", "val")]
    [InlineData("104", "2", "1", "val")]
    [InlineData("", "2", "0", "kort")]
    [InlineData("-4", "2", "0", "kort")]
    public void What_cannot_be_meant_is_a_fault_of_its_field(string serial, string numbers, string ground, string field) =>
        new CardForm(serial, numbers, ground).Check(Ballot).Faults.ShouldHaveSingleItem().Field.ShouldBe(field);

    [Fact]
    public void A_card_that_does_not_count_has_a_ground_and_no_choice()
    {
        var (reading, faults) = new CardForm("104", "", "2").Check(Ballot);
        faults.ShouldBeEmpty();
        reading.ShouldBe(new CardReading { Ground = InvalidGround.TooMany });
    }
}
