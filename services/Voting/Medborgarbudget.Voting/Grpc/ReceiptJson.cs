using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Grpc;

/// <summary>Writes a receipt as JSON, as transcoding would: members in the order of the proto, long numbers as text.</summary>
internal static class ReceiptJson
{
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) _kept;

    public static ByteString Write(Receipt receipt)
    {
        if (_kept.Json is null)
        {
            var buffer = new ArrayBufferWriter<byte>();
            _kept = (buffer, new Utf8JsonWriter(buffer));
        }

        _kept.Buffer.ResetWrittenCount();
        _kept.Json.Reset();
        Write(_kept.Json, receipt);
        _kept.Json.Flush();
        return ByteString.CopyFrom(_kept.Buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Receipt receipt)
    {
        json.WriteStartObject();
        json.WriteString("receiptCode"u8, receipt.ReceiptCode);
        json.WriteString("subBudgetId"u8, receipt.SubBudgetId);
        json.WriteNumber("version"u8, receipt.Version);
        WriteHour(json, receipt.Hour.Seconds);
        json.WriteString("acknowledgementLevel"u8, receipt.AcknowledgementLevel);
        json.WriteBase64String("leaf"u8, receipt.Leaf.Span);
        json.WriteNumber("shard"u8, receipt.Shard);
        WriteAsText(json, "sequence"u8, receipt.Sequence);
        json.WriteStartObject("proof"u8);
        json.WriteNumber("index"u8, receipt.Proof.Index);
        json.WriteNumber("size"u8, receipt.Proof.Size);
        json.WriteBase64String("path"u8, receipt.Proof.Path.Span);
        json.WriteBase64String("signature"u8, receipt.Proof.Signature.Span);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteHour(Utf8JsonWriter json, long seconds)
    {
        Span<byte> text = stackalloc byte[32];
        DateTimeOffset.FromUnixTimeSeconds(seconds).TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        json.WriteString("hour"u8, text[..length]);
    }

    private static void WriteAsText(Utf8JsonWriter json, ReadOnlySpan<byte> name, long number)
    {
        Span<byte> text = stackalloc byte[20];
        number.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }
}
