using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Voting.Grpc;

namespace Medborgarbudget.Voting.Tests.Grpc;

/// <summary>The JSON of a receipt that the gateway passes on is what transcoding makes of the message.</summary>
public sealed class ReceiptJsonTests
{
    private static readonly JsonFormatter Transcoding = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(63, 9_007_199_254_740_993, 255)]
    public void It_is_what_transcoding_writes(int shard, long sequence, int index)
    {
        var receipt = new Receipt
        {
            ReceiptCode = "00000-0ABCD",
            SubBudgetId = "0191f3c4-8d9e-7a7c-b3f1-2d6a5c4b3e2f",
            Version = 3,
            Hour = new Timestamp { Seconds = 3600L * 499_000 },
            AcknowledgementLevel = "ledger",
            Leaf = ByteString.CopyFrom([.. Enumerable.Range(200, 32).Select(i => (byte)i)]),
            Shard = shard,
            Sequence = sequence,
            Proof = new ReceiptProof { Index = index, Size = 256, Path = ByteString.CopyFrom(new byte[64]), Signature = ByteString.CopyFromUtf8("ä") },
        };

        var json = ReceiptJson.Write(receipt).ToStringUtf8();

        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(Transcoding.Format(receipt))).ShouldBeTrue(json);
        JsonParser.Default.Parse<Receipt>(json).ShouldBe(receipt);
    }
}
