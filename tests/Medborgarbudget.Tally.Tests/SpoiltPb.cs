using System.Text;

namespace Medborgarbudget.Tally.Tests;

/// <summary>What spoilt files are made from, and a fast way to spoil them that gives the same files every time.</summary>
internal static class SpoiltPb
{
    /// <summary>One file of each kind, with the oddities of old ones.</summary>
    public static byte[][] Seeds { get; } =
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

    /// <summary>What means something in the format, or has broken readers before.</summary>
    public static byte[][] Tokens { get; } =
    [.. ((string[])
    [
        ";", "\"", "\"\"", "\n", "\r\n", ",", "META\n", "PROJECTS\n", "VOTES\n", "\uFEFF", "\0", "-", ".", "999999999999999999",
        "99999999999999999999", "-9223372036854775808", "0.000001", "none", "project_id", "vote", "tie_lot;1", "\r", " ", "1e9", "tie_lot_seed;s",
    ]).Select(Encoding.UTF8.GetBytes)];

    /// <summary>A file with one to six changes: bytes changed, cut out, repeated or put in, and sometimes cut off.</summary>
    public static byte[] Make(ulong number)
    {
        var dice = number;
        var bytes = Seeds[Throw(ref dice, Seeds.Length)].ToList();
        for (var change = Throw(ref dice, 6); change >= 0; change--)
        {
            Spoil(bytes, ref dice);
        }

        return [.. bytes];
    }

    private static void Spoil(List<byte> bytes, ref ulong dice)
    {
        var from = Throw(ref dice, bytes.Count + 1);
        var length = Throw(ref dice, Throw(ref dice, bytes.Count - from + 1) + 1);
        switch (Throw(ref dice, 8))
        {
            case 0 or 1 when from < bytes.Count:
                bytes[from] = (byte)Throw(ref dice, 256);
                break;
            case 2:
                bytes.RemoveRange(from, length);
                break;
            case 3:
                bytes.InsertRange(from, bytes.GetRange(from, length));
                break;
            case 4 when Throw(ref dice, 8) == 0:
                bytes.RemoveRange(from, bytes.Count - from);
                break;
            default:
                bytes.InsertRange(from, Tokens[Throw(ref dice, Tokens.Length)]);
                break;
        }
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood, 2014).</summary>
    private static int Throw(ref ulong dice, int sides)
    {
        unchecked
        {
            dice += 0x9E3779B97F4A7C15UL;
            var mixed = (dice ^ (dice >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)sides);
        }
    }
}
