using System.Buffers.Text;

namespace Medborgarbudget.Voting.Box;

internal enum Verdict
{
    /// <summary>Taken in with the version and sequence number given.</summary>
    New,

    /// <summary>The voter's current version has this key and these choices.</summary>
    Same,

    /// <summary>The voter's current version has this key and other choices.</summary>
    KeyReused,

    /// <summary>An earlier version of the voter had this key; the ledger knows which choices.</summary>
    Earlier,

    /// <summary>The voter has had more keys than the store remembers, and this one is none of those: the ledger has to be asked first.</summary>
    Forgotten,

    /// <summary>The shard is fenced.</summary>
    Closed,

    /// <summary>Not open, and the key is not known.</summary>
    Refused,

    /// <summary>The voter's current version was cast with an officer, and this one without.</summary>
    AtPlace,
}

/// <summary>What the store decided about one ballot.</summary>
/// <param name="Mark">With <see cref="Verdict.Same"/> the mark of the first cast; its receipt is the one to give.</param>
internal sealed record Decision(Verdict Verdict, int Version, long Seq, Mark? Mark)
{
    private const byte NotReady = (byte)'U';

    /// <summary>Reads the decisions on a shard's ballots and leaves what comes behind them; null when the shard does not agree with the ledger yet.</summary>
    public static Decision[]? ReadShard(ref Span<byte> answers, int ballots)
    {
        if (answers is [NotReady, ..])
        {
            answers = answers[ballots..];
            return null;
        }

        var decisions = new Decision[ballots];
        for (var i = 0; i < ballots; i++)
        {
            decisions[i] = Read(ref answers);
        }

        return decisions;
    }

    private static Decision Read(ref Span<byte> answers)
    {
        var letter = (char)answers[0];
        answers = answers[1..];
        return letter switch
        {
            'N' => new Decision(Verdict.New, (int)Number(ref answers), Number(ref answers), null),
            'S' => new Decision(Verdict.Same, (int)Number(ref answers), Number(ref answers), ReadMark(ref answers)),
            'K' => new Decision(Verdict.KeyReused, 0, 0, null),
            'O' => new Decision(Verdict.Earlier, (int)Number(ref answers), 0, null),
            'F' => new Decision(Verdict.Forgotten, 0, 0, null),
            'C' => new Decision(Verdict.Closed, 0, 0, null),
            'R' => new Decision(Verdict.Refused, 0, 0, null),
            'P' => new Decision(Verdict.AtPlace, 0, 0, null),
            var other => throw new InvalidOperationException($"The store answered '{other}'."),
        };
    }

    private static Mark ReadMark(ref Span<byte> answers)
    {
        var mark = new Mark(answers[..Box.Mark.Length].ToArray());
        answers = answers[Box.Mark.Length..];
        return mark;
    }

    /// <summary>Reads a decimal number and the blank after it.</summary>
    public static long Number(ref Span<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out long number, out var length) || length == text.Length || text[length] != ' ')
        {
            throw new InvalidOperationException("The store has answered with what is no number.");
        }

        text = text[(length + 1)..];
        return number;
    }
}
