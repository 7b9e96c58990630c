using System.Buffers;
using System.Buffers.Binary;

namespace Medborgarbudget.Voting.Ledger;

/// <summary>Entries in PostgreSQL's binary COPY format (its documentation, "COPY", Binary Format), the columns as <see cref="PostgresLedger"/> names them.</summary>
internal static class CopyBytes
{
    private const int Columns = 10;
    private const int UsualLength = 160;

    public static ReadOnlyMemory<byte> Of(IReadOnlyList<LedgerEntry> entries)
    {
        var bytes = new ArrayBufferWriter<byte>(64 + (entries.Count * UsualLength));
        bytes.Write<byte>([.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8]);
        Write(bytes, 0);
        Write(bytes, 0);
        foreach (var entry in entries)
        {
            Write(bytes, (short)Columns);
            Field(bytes, entry.Round);
            Field(bytes, entry.Shard);
            Field(bytes, entry.Seq);
            Field(bytes, entry.Voter);
            Field(bytes, entry.Version);
            Field(bytes, entry.Choices);
            Field(bytes, entry.KeyHash);
            Field(bytes, unchecked((long)entry.Check));
            Field(bytes, entry.Hour);
            Field(bytes, (short)entry.Channel);
        }

        Write(bytes, (short)-1);
        return bytes.WrittenMemory;
    }

    private static void Field(ArrayBufferWriter<byte> bytes, int value)
    {
        Write(bytes, sizeof(int));
        Write(bytes, value);
    }

    private static void Field(ArrayBufferWriter<byte> bytes, long value)
    {
        Write(bytes, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), value);
        bytes.Advance(sizeof(long));
    }

    private static void Field(ArrayBufferWriter<byte> bytes, short value)
    {
        Write(bytes, sizeof(short));
        Write(bytes, value);
    }

    private static void Field(ArrayBufferWriter<byte> bytes, byte[] value)
    {
        Write(bytes, value.Length);
        bytes.Write(value);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), value);
        bytes.Advance(sizeof(int));
    }

    private static void Write(ArrayBufferWriter<byte> bytes, short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(bytes.GetSpan(sizeof(short)), value);
        bytes.Advance(sizeof(short));
    }
}
