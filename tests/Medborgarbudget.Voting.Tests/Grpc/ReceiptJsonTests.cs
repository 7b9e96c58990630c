using System.Text.Json.Nodes;
using Google.Protobuf;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Grpc;

/// <summary>The JSON of a receipt that the gateway passes on is what transcoding makes of the message.</summary>
public sealed class ReceiptJsonTests
{
    private static readonly JsonFormatter Transcoding = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    [Theory]
    [InlineData(0, 0, 0, 0, 499_000)]
    [InlineData(63, 9_007_199_254_740_993, 255, 8, 0)]
    [InlineData(7, 12, 3, 2, 499_001)]
    public void It_is_what_transcoding_writes(int shard, long sequence, int index, int path, int hour)
    {
        // Of a round nothing but its name stands in a receipt.
        var round = new VotingRound(new RoundKey(5, SubBudgetId.From(Guid.Parse("0191f3c4-8d9e-7a7c-b3f1-2d6a5c4b3e2f")), 1), null!, null!, null!, null!, null!);
        var entry = new LedgerEntry(5, shard, sequence, new byte[16], 3, [0, 1], new byte[16], 0xFEDC_BA98_7654_3210, hour, BallotChannel.Web);
        var proof = new Medborgarbudget.Voting.Log.ReceiptProof([.. Enumerable.Range(180, 64).Select(i => (byte)i)], index, 256, [.. Enumerable.Range(1, 32 * path).Select(i => (byte)(i * 7 % 256))]);
        var receipt = new IssuedReceipt(round, entry, AcknowledgementLevel.LedgerReplica, [.. Enumerable.Range(200, 32).Select(i => (byte)i)], proof);

        var json = ReceiptJson.Write(receipt).ToStringUtf8();

        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(Transcoding.Format(receipt.ToMessage()))).ShouldBeTrue(json);
        JsonParser.Default.Parse<Receipt>(json).ShouldBe(receipt.ToMessage());
    }
}
