using CsCheck;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class SecretCodeTests
{
    private static readonly Gen<ulong> Bits = Gen.ULong;

    [Fact]
    public void Shown_code_reads_back_however_it_is_typed() =>
        Bits.Sample(bits =>
        {
            var code = SecretCode.Of(bits);
            var typed = code.Show().Replace('0', 'o').Replace('1', 'l').Replace('-', ' ');
            return SecretCode.Read(code.Show()) == code && SecretCode.Read(typed) == code;
        });

    [Fact]
    public void Codes_differ_in_each_of_sixty_bits()
    {
        var codes = Enumerable.Range(0, 60).Select(bit => SecretCode.Of(1UL << bit).Reveal()).Append(SecretCode.Of(0).Reveal());
        codes.Distinct().Count().ShouldBe(61);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ABCD-EFGH-JKM")]
    [InlineData("ABCD-EFGH-JKMNP")]
    [InlineData("ABCD-EFGH-JKMU")]
    [InlineData("ABCD-EFGH-JKM!")]
    public void What_cannot_be_a_code_is_refused(string? text) => SecretCode.Read(text).ShouldBeNull();

    [Fact]
    public void Code_never_prints_itself() => SecretCode.Of(12345678901234567).ToString().ShouldBe("(code)");
}
