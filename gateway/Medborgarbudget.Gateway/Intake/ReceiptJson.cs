using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Gateway.Intake;

/// <summary>Writes a receipt as JSON, as Voting's own transcoding would: members in the order of the proto, long numbers as text.</summary>
internal static class ReceiptJson
{
    private const int UsualLength = 1024;

    public static async Task WriteAsync(HttpResponse response, Receipt receipt, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualLength);
        Write(buffer, receipt);
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        await response.BodyWriter.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, Receipt receipt)
    {
        using var json = new Utf8JsonWriter(buffer);
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
