using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Gateway.Intake;

/// <summary>Writes a receipt as JSON, as Voting's own transcoding would: members in the order of the proto, long numbers as text.</summary>
internal static class ReceiptJson
{
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) _kept;

    public static async Task WriteAsync(HttpResponse response, Receipt receipt, CancellationToken cancellationToken)
    {
        var bytes = Write(receipt);
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        await response.BodyWriter.WriteAsync(bytes, cancellationToken);
    }

    private static byte[] Write(Receipt receipt)
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
        return _kept.Buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Receipt receipt)
    {
        json.WriteStartObject();
        json.WriteString("receiptCode", receipt.ReceiptCode);
        json.WriteString("subBudgetId", receipt.SubBudgetId);
        json.WriteNumber("version", receipt.Version);
        json.WriteString("hour", receipt.Hour.ToDateTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteString("acknowledgementLevel", receipt.AcknowledgementLevel);
        json.WriteBase64String("leaf", receipt.Leaf.Span);
        json.WriteNumber("shard", receipt.Shard);
        json.WriteString("sequence", receipt.Sequence.ToString(CultureInfo.InvariantCulture));
        if (receipt.Proof is { } proof)
        {
            json.WriteStartObject("proof");
            json.WriteNumber("index", proof.Index);
            json.WriteNumber("size", proof.Size);
            json.WriteBase64String("path", proof.Path.Span);
            json.WriteBase64String("signature", proof.Signature.Span);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
