using System.Buffers.Binary;

namespace Medborgarbudget.Voting.Box;

/// <summary>One ballot put before the store.</summary>
/// <param name="IsOpen">False = only look whether the key is known.</param>
internal sealed record Casting(byte[] Voter, int Bucket, bool IsOpen, Mark Mark, byte[] Choices)
{
    private const int VoterAt = sizeof(int);
    private const int MarkAt = VoterAt + Pseudonym.Length;
    private const int ChoicesAt = MarkAt + Mark.Length;

    /// <summary>The ledger, with all of the tail in it, has been asked and does not know the key.</summary>
    public bool IsLookedUp { get; init; }

    /// <summary>How the script gets ballots and the tail keeps each: length of the choices (4 bytes), voter (16), mark (36), choices.</summary>
    public static byte[] ToRecords(IReadOnlyList<Casting> castings)
    {
        var records = new byte[castings.Sum(casting => ChoicesAt + casting.Choices.Length)];
        var rest = records.AsSpan();
        foreach (var casting in castings)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, casting.Choices.Length);
            casting.Voter.CopyTo(rest[VoterAt..]);
            casting.Mark.Bytes.CopyTo(rest[MarkAt..]);
            casting.Choices.CopyTo(rest[ChoicesAt..]);
            rest = rest[(ChoicesAt + casting.Choices.Length)..];
        }

        return records;
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
