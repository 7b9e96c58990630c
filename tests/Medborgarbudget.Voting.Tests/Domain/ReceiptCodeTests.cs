using CsCheck;

namespace Medborgarbudget.Voting.Tests.Domain;

public sealed class ReceiptCodeTests
{
    private static readonly Gen<ReceiptCode> Codes = Gen.Select(
        Gen.Int[0, (1 << 24) - 1], Gen.Int[0, Slot.Shards - 1], Gen.Long[1, uint.MaxValue], Gen.ULong, (round, shard, seq, check) => new ReceiptCode(round, shard, seq, check));

    [Fact]
    public void Every_code_reads_back() => Codes.Sample(code => ReceiptCode.TryParse(code.ToString(), out var read) && read == code);

    [Fact]
    public void A_code_reads_as_a_person_types_it() => Codes.Sample(code =>
    {
        var typed = code.ToString().ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal).Replace("0", "o", StringComparison.Ordinal).Replace("1", "l", StringComparison.Ordinal);
        return ReceiptCode.TryParse(typed, out var read) && read == code;
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000-00000-00000-00000-00000-0")]
    [InlineData("7ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZ")]
    [InlineData("8ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z")]
    [InlineData("0000U-00000-00000-00000-00000-0")]
    [InlineData("00000-00000-00000-00000-0000å-0")]
    [InlineData("00000")]
    public void What_no_ballot_can_have_does_not_read(string? text) => ReceiptCode.TryParse(text, out _).ShouldBeFalse();
}
