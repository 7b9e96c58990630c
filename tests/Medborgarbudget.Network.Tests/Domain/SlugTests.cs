using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network.Tests.Domain;

public sealed class SlugTests
{
    [Theory]
    [InlineData("trelleborg")]
    [InlineData("region-skane")]
    [InlineData("ab")]
    [InlineData("1-2-3")]
    public void Slug_of_lower_case_words_and_single_hyphens_is_taken(string text)
    {
        var fields = new Fields();

        Slug.Read(fields, text).ShouldBe(text);

        fields.Error.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("Trelleborg")]
    [InlineData("malmö")]
    [InlineData("-a-b")]
    [InlineData("a-b-")]
    [InlineData("a--b")]
    [InlineData("a b")]
    [InlineData("ab\n")]
    [InlineData("../../etc")]
    public void Slug_of_anything_else_is_a_fault(string? text)
    {
        var fields = new Fields();

        Slug.Read(fields, text);

        fields.Error!.Faults.ShouldHaveSingleItem().Field.ShouldBe("slug");
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void Slug_has_at_most_60_characters(int length, bool isTaken)
    {
        var fields = new Fields();

        Slug.Read(fields, new string('a', length));

        (fields.Error is null).ShouldBe(isTaken);
    }
}
