using System.Text;
using CsCheck;

namespace Medborgarbudget.Tally.Tests;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("00012", 12, 0)]
    [InlineData("1331751.11", 133175111, 2)]
    [InlineData("12,50", 125, 1)]
    [InlineData("-0.5", -5, 1)]
    [InlineData(".5", 5, 1)]
    [InlineData("5.", 5, 0)]
    [InlineData("9223372036854775799", 9223372036854775799, 0)]
    public void Numbers_are_held_exactly(string text, long units, int decimals)
    {
        ExactDecimal.Parse(Encoding.UTF8.GetBytes(text), out var number).ShouldBe(NumberReading.Number);
        number.ShouldBe(new ExactDecimal(units, decimals));
    }

    [Theory]
    [InlineData("", NumberReading.NotANumber)]
    [InlineData("-", NumberReading.NotANumber)]
    [InlineData(".", NumberReading.NotANumber)]
    [InlineData("1 000", NumberReading.NotANumber)]
    [InlineData("1,000,000", NumberReading.NotANumber)]
    [InlineData("0x10", NumberReading.NotANumber)]
    [InlineData("NaN", NumberReading.NotANumber)]
    [InlineData("9223372036854775808", NumberReading.Overflow)]
    [InlineData("0.0000000001", NumberReading.Overflow)]
    public void Anything_else_is_told_apart(string text, NumberReading expected) =>
        ExactDecimal.Parse(Encoding.UTF8.GetBytes(text), out _).ShouldBe(expected);

    [Fact]
    public void Text_and_number_are_two_sides_of_one() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Int[0, 9]).Sample((units, decimals) =>
        {
            var number = new ExactDecimal(units, decimals);
            ExactDecimal.Parse(Encoding.UTF8.GetBytes(number.ToString()), out var back).ShouldBe(NumberReading.Number);
            back.CompareTo(number).ShouldBe(0);
            back.ToString().ShouldBe(number.ToString());
        });

    [Fact]
    public void Numbers_of_any_scale_compare_as_fractions_do() =>
        Gen.Select(Gen.Long, Gen.Int[0, 9], Gen.Long, Gen.Int[0, 9]).Sample((x, xScale, y, yScale) =>
        {
            var (left, right) = (new ExactDecimal(x, xScale), new ExactDecimal(y, yScale));
            left.CompareTo(right).ShouldBe(Fraction.Of(left).CompareTo(Fraction.Of(right)));
        });
}
