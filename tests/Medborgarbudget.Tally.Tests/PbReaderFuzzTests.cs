using System.Diagnostics;
using CsCheck;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

/// <summary>Spoilt files: whatever happens to the bytes, the reader answers with a file or a fault, and soon.</summary>
public sealed class PbReaderFuzzTests
{
    private const int Inputs = 100_000;

    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(2);

    private static readonly Gen<byte[]> Token = Gen.Int[0, SpoiltPb.Tokens.Length - 1].Select(token => SpoiltPb.Tokens[token]);

    private static readonly Gen<byte[]> Spoilt =
        from seed in Gen.Int[0, SpoiltPb.Seeds.Length - 1]
        from changes in Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Gen.Double.Unit, Gen.Byte, Token).Array[1, 6]
        select changes.Aggregate(SpoiltPb.Seeds[seed], Spoil);

    [Fact]
    public void Spoilt_files_give_a_file_or_a_fault_and_what_is_read_can_be_counted_and_written()
    {
        var clock = Stopwatch.StartNew();
        Spoilt.Sample(
            bytes =>
            {
                PbReader.TryRead(bytes, out var file, out var fault).ShouldBe(fault is null);
                if (file is not null)
                {
                    CountAndWrite(file);
                }
            },
            iter: Inputs);
        clock.Elapsed.ShouldBeLessThan(MostTime);
    }

    [Fact]
    public void Noise_is_never_an_exception() =>
        Gen.Byte.Array[0, 300].Sample(
            noise =>
            {
                byte[] bytes = [.. "META\n"u8, .. noise];
                PbReader.TryRead(bytes, out var file, out var fault).ShouldBe(fault is null && file is not null);
            },
            iter: Inputs);

    private static void CountAndWrite(PbFile file)
    {
        (DeclaredRule.Of(file.Election).Rule ?? new GreedyRule()).Count(file.Election);
        foreach (var order in Enum.GetValues<GreedyOrder>())
        {
            var outcome = new GreedyRule { Order = order }.Count(file.Election);
            outcome.TotalCost.ShouldBeLessThanOrEqualTo(file.Election.Budget);
            new ResultDocument(outcome, file.Sha256).ToJson().Length.ShouldBeGreaterThan(0);
        }

        PbReader.TryRead(PbRoundTrip.WriteBytes(file.Election), out var back, out var fault).ShouldBeTrue(fault?.ToString());
        PbRoundTrip.Write(back!.Election).ShouldBe(PbRoundTrip.Write(file.Election));
    }

    private static byte[] Spoil(byte[] bytes, (int Kind, double From, double Length, byte Value, byte[] Token) change)
    {
        var from = (int)(change.From * bytes.Length);
        var rest = (int)(change.Length * change.Length * (bytes.Length - from));
        return change.Kind switch
        {
            0 => [.. bytes[..from], change.Value, .. bytes[Math.Min(from + 1, bytes.Length)..]],
            1 => [.. bytes[..from], .. bytes[(from + rest)..]],
            2 => [.. bytes[..(from + rest)], .. bytes[from..]],
            3 => bytes[..from],
            _ => [.. bytes[..from], .. change.Token, .. bytes[from..]],
        };
    }
}
