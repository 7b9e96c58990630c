using Medborgarbudget.Decisions;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decision.Tests.Domain;

public sealed class BodyDecisionTests
{
    [Theory]
    [InlineData("2027-01-15", "§ 58", true)]
    [InlineData("2027-01-16", "§ 58", false)]
    [InlineData("2027-1-5", "§ 58", false)]
    [InlineData("2027-01-15", "§", false)]
    public void Decision_has_a_paragraph_and_a_date_that_is_not_in_the_future(string date, string paragraph, bool isTaken)
    {
        var fields = new Fields();

        BodyDecision.Read(fields, "Kommunfullmäktige", date, paragraph, "KS 2026/112", Given.Today);

        (fields.Error is null).ShouldBe(isTaken);
    }

    [Fact]
    public void Reference_names_body_day_paragraph_and_case() =>
        Given.Decision().Reference.ShouldBe("Kommunfullmäktige 2027-01-11 § 58, KS 2026/112");
}
