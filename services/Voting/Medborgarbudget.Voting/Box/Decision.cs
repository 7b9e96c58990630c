using System.Buffers.Binary;
using System.Buffers.Text;

namespace Medborgarbudget.Voting.Box;

/// <summary>One ballot put before the store.</summary>
/// <param name="IsOpen">False = only look whether the key is known.</param>
internal sealed record Casting(byte[] Voter, int Bucket, bool IsOpen, Mark Mark, byte[] Choices)
{
    private const int VoterAt = sizeof(int);
    private const int MarkAt = VoterAt + Pseudonym.Length;
    private const int ChoicesAt = MarkAt + Mark.Length;

    /// <summary>How the script gets the ballot and the tail keeps it: length of the choices (4 bytes), voter (16), mark (36), choices.</summary>
    public byte[] ToRecord()
    {
        var record = new byte[ChoicesAt + Choices.Length];
        BinaryPrimitives.WriteInt32BigEndian(record, Choices.Length);
        Voter.CopyTo(record, VoterAt);
        Mark.Bytes.CopyTo(record, MarkAt);
        Choices.CopyTo(record, ChoicesAt);
        return record;
    }

    /// <summary>Reads a record and leaves what comes behind it.</summary>
    public static (byte[] Voter, Mark Mark, byte[] Choices) ReadRecord(ref Span<byte> bytes)
    {
        if (bytes.Length < ChoicesAt || BinaryPrimitives.ReadUInt32BigEndian(bytes) > bytes.Length - ChoicesAt)
        {
            throw new InvalidOperationException("The store has answered with what is no ballot.");
        }

        var end = ChoicesAt + BinaryPrimitives.ReadInt32BigEndian(bytes);
        var record = bytes[..end];
        bytes = bytes[end..];
        return (record[VoterAt..MarkAt].ToArray(), new Mark(record[MarkAt..ChoicesAt].ToArray()), record[ChoicesAt..].ToArray());
    }
}

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

    /// <summary>The shard is fenced.</summary>
    Closed,

    /// <summary>Not open, and the key is not known.</summary>
    Refused,
}

/// <summary>What the store decided about one ballot.</summary>
/// <param name="Mark">With <see cref="Verdict.Same"/> the mark of the first cast; its receipt is the one to give.</param>
internal sealed record Decision(Verdict Verdict, int Version, long Seq, Mark? Mark)
{
    public static Decision Read(byte[] answer)
    {
        var numbers = answer.AsSpan(1);
        return (char)answer[0] switch
        {
            'N' => new Decision(Verdict.New, (int)Number(ref numbers), Number(ref numbers), null),
            'S' => new Decision(Verdict.Same, (int)Number(ref numbers), Number(ref numbers), new Mark(numbers.ToArray())),
            'K' => new Decision(Verdict.KeyReused, 0, 0, null),
            'O' => new Decision(Verdict.Earlier, (int)Number(ref numbers), 0, null),
            'C' => new Decision(Verdict.Closed, 0, 0, null),
            'R' => new Decision(Verdict.Refused, 0, 0, null),
            var other => throw new InvalidOperationException($"The store answered '{other}'."),
        };
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
