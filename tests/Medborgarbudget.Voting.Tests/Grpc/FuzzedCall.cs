using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Grpc;

/// <summary>A gRPC call as bytes: what an honest client would send, and then broken somewhere; sometimes nothing but noise.</summary>
/// <param name="Frame">Flag, length and message.</param>
internal sealed record FuzzedCall(byte[] Frame, string? Bearer, string Key)
{
    private const int FrameHead = 5;
    private const int MostBreaks = 3;
    private const int MostDepth = 3;

    /// <summary>Numbers at the ends of what fields and lengths hold.</summary>
    private static readonly long[] Numbers = [0, 1, -1, 63, 64, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];

    public static FuzzedCall Draw(SeededDraw draw, MethodDescriptor method, FuzzGround ground)
    {
        var honest = Fill(draw, method.InputType, ground, 0).ToByteArray();
        var message = draw.Below(8) switch
        {
            0 => draw.Bytes(draw.Below(200)),
            < 3 => honest,
            _ => Broken(draw, honest),
        };
        return new FuzzedCall(Framed(draw, message), draw.Of(ground.Bearers), $"key-{draw.Below(100):D6}");
    }

    private static IMessage Fill(SeededDraw draw, MessageDescriptor type, FuzzGround ground, int depth)
    {
        var message = type.Parser.ParseFrom(Array.Empty<byte>());
        foreach (var field in type.Fields.InFieldNumberOrder().Where(field => !field.IsMap && (field.FieldType != FieldType.Message || depth < MostDepth)))
        {
            if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                for (var i = draw.Below(4); i > 0; i--)
                {
                    list.Add(Value(draw, field, ground, depth));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(draw, field, ground, depth));
            }
        }

        return message;
    }

    private static object Value(SeededDraw draw, FieldDescriptor field, FuzzGround ground, int depth) => field.FieldType switch
    {
        FieldType.String => ground.TextFor(draw, field.Name),
        FieldType.Bytes => field.Name == "token" ? ByteString.CopyFromUtf8(draw.Of(ground.Ballots)) : ByteString.CopyFrom(draw.Bytes(draw.Below(80))),
        FieldType.Message => Fill(draw, field.MessageType, ground, depth + 1),
        FieldType.Bool => draw.Below(2) == 0,
        FieldType.Enum => draw.Below(1000),
        FieldType.Int64 => draw.Of(Numbers),
        FieldType.Int32 => unchecked((int)draw.Of(Numbers)),
        var other => throw new NotSupportedException($"No value for {other}."),
    };

    private static byte[] Broken(SeededDraw draw, byte[] message)
    {
        var bytes = message.ToList();
        for (var breaks = 1 + draw.Below(MostBreaks); breaks > 0; breaks--)
        {
            var at = draw.Below(bytes.Count + 1);
            var length = Math.Min(draw.Below(20), bytes.Count - at);
            switch (draw.Below(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << draw.Below(8));
                    break;
                case 1:
                    bytes.InsertRange(at, draw.Bytes(1 + draw.Below(10)));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(draw.Below(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    // The longest number, as a length, a value or half a tag.
                    bytes.InsertRange(at, Enumerable.Repeat((byte)0xff, 1 + draw.Below(10)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Framed(SeededDraw draw, byte[] message)
    {
        var head = new byte[FrameHead];
        var breaks = draw.Below(40);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(1), breaks switch
        {
            0 => uint.MaxValue,
            1 => (uint)message.Length + 1,
            2 => (uint)message.Length / 2,
            _ => (uint)message.Length,
        });
        head[0] = (byte)(breaks == 3 ? 1 + draw.Below(255) : 0);
        return breaks switch
        {
            4 => [],
            5 => head[..draw.Below(FrameHead)],
            6 => [.. head, .. message, .. head, .. message],
            _ => [.. head, .. message],
        };
    }
}

/// <summary>An open round, and what calls about it may carry.</summary>
internal sealed class FuzzGround
{
    private readonly TestRound _round;
    private readonly string[] _texts;

    public FuzzGround(TestRound round, string service)
    {
        _round = round;
        Ballots = [.. Enumerable.Range(0, 5).Select(_ => round.TokenOf(VotingFixture.NewVoter())), "not.a.token"];
        Bearers = [null, "", "x", service, .. Ballots, .. Enum.GetValues<Role>().Where(role => role != Role.Unspecified).Select(round.Holder)];
        _texts =
        [
            "", "x", round.Id.ToString(), round.Id.ToString().ToUpperInvariant(), round.Organisation.ToString(), Guid.NewGuid().ToString(), Guid.Empty.ToString(),
            "a\0b", "\u202e\u200f", new string('å', 5000), new string('9', 400), "-1", "2027-01-15T08:00:00Z", "9999999-99-99T99:99:99Z",
        ];
    }

    /// <summary>Ballot tokens, all but one of them good.</summary>
    public IReadOnlyList<string> Ballots { get; }

    /// <summary>What may stand in the head of a call.</summary>
    public IReadOnlyList<string?> Bearers { get; }

    /// <summary>Mostly what belongs in a field of that name.</summary>
    public string TextFor(SeededDraw draw, string field) => draw.Below(5) == 0 ? draw.Of(_texts) : field switch
    {
        "sub_budget_id" => _round.Id.ToString(),
        "organisation_id" => _round.Organisation.ToString(),
        "proposal_ids" => draw.Of(_round.Proposals).ToString(),
        "idempotency_key" => string.Create(CultureInfo.InvariantCulture, $"key-{draw.Below(100):D6}"),
        "witness" => VotingFixture.WitnessName,
        _ => draw.Of(_texts),
    };
}
