using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network.Tests.Domain;

public sealed class BoardDecisionTests
{
    private static readonly DateOnly Today = new(2027, 1, 15);

    [Theory]
    [InlineData("2027-01-15", true)]
    [InlineData("2027-01-16", false)]
    [InlineData("15/1 2027", false)]
    [InlineData("", false)]
    public void Decision_has_a_date_that_is_not_in_the_future(string date, bool isTaken)
    {
        var fields = new Fields();

        BoardDecision.Read(fields, "Kommunstyrelsen", date, "§ 112", "KS 2026/4", Today);

        (fields.Error is null).ShouldBe(isTaken);
    }

    [Fact]
    public void Decision_without_anything_names_every_field()
    {
        var fields = new Fields();

        BoardDecision.Read(fields, "", "", "", "", Today);

        fields.Error!.Faults.Select(fault => fault.Field).Distinct()
            .ShouldBe(["decision.body", "decision.date", "decision.paragraph", "decision.caseNumber"], ignoreOrder: true);
    }

    [Fact]
    public void Paragraph_without_a_number_is_a_fault()
    {
        var fields = new Fields();

        BoardDecision.Read(fields, "Kommunstyrelsen", "2027-01-10", "§", "KS 2026/4", Today);

        fields.Error!.Faults.ShouldHaveSingleItem().Field.ShouldBe("decision.paragraph");
    }
}
