using System.Diagnostics;
using System.Text;
using CsCheck;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

/// <summary>Spoilt files: whatever happens to the bytes, the reader answers with a file or a fault, and soon.</summary>
public sealed class PbReaderFuzzTests
{
    private const int Inputs = 100_000;

    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(2);

    private static readonly byte[][] Seeds =
    [
        Encoding.UTF8.GetBytes(PbText.Of()),
        Encoding.UTF8.GetBytes(PbText.Of(
            budget: "10,5",
            voteType: "cumulative",
            meta: "rule;greedy-threshold\nmin_project_score_threshold;2\nmax_sum_points;5",
            projects: "project_id;cost;votes;score;name;selected\r\na;5.25;2;3;\"Å; \"\"ä\"\"\";1\r\nb;4;1;2.5;x;0",
            votes: "voter_id;vote;points;age\n1;a,b;3,1.5;40\n2;b;0;50\n3;;;")),
        Encoding.UTF8.GetBytes("\uFEFF" + PbText.Of(
            voteType: "scoring", meta: "default_score;-1\nmax_length;2", votes: "voter_id;vote;points\n1;a,a;3,1\n2;\"b\nc\";2")),
        Encoding.UTF8.GetBytes(PbText.Of(voteType: "ordinal", meta: "max_length;3", votes: "vote\na,b,c\nc,a\nnone")),
    ];

    private static readonly string[] Tokens =
    [
        ";", "\"", "\"\"", "\n", "\r\n", ",", "META\n", "PROJECTS\n", "VOTES\n", "\uFEFF", "\0", "-", ".", "999999999999999999",
        "99999999999999999999", "-9223372036854775808", "0.000001", "none", "project_id", "vote", "tie_lot;1", "\r", " ", "1e9",
    ];

    private static readonly Gen<byte[]> Token = Gen.Int[0, Tokens.Length - 1].Select(token => Encoding.UTF8.GetBytes(Tokens[token]));

    private static readonly Gen<byte[]> Spoilt =
        from seed in Gen.Int[0, Seeds.Length - 1]
        from changes in Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Gen.Double.Unit, Gen.Byte, Token).Array[1, 6]
        select changes.Aggregate(Seeds[seed], Spoil);

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
