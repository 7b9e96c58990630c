using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Google.Protobuf;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Gateway.Intake.Plain;

/// <summary>
/// Recognises a cast in the form in which nearly all come: one HTTP/1.1 request (RFC 9112) that has arrived whole, with nothing in it whose meaning could be disputed.
/// It judges nothing: what it does not recognise, be it a mistake or a rare right, is for the server to read.
/// </summary>
internal ref struct PlainBallot
{
    private static readonly SearchValues<byte> OfNames = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> OfHosts = SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> OfIds = SearchValues.Create("-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly byte[] Before = Encoding.ASCII.GetBytes($"PUT {BallotIntake.Before}");
    private static readonly byte[] After = Encoding.ASCII.GetBytes($"{BallotIntake.After} HTTP/1.1");
    private static readonly byte[] Bearer = Encoding.ASCII.GetBytes(BallotIntake.Bearer);
    private static readonly byte[] Json = Encoding.ASCII.GetBytes(BallotIntake.Json);
    private static readonly byte[] JsonInUtf8 = Encoding.ASCII.GetBytes($"{BallotIntake.Json}; charset=utf-8");

    private readonly int _total;
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _subBudget;
    private ReadOnlySpan<byte> _host;
    private ReadOnlySpan<byte> _type;
    private ReadOnlySpan<byte> _length;
    private ReadOnlySpan<byte> _authorization;
    private ReadOnlySpan<byte> _key;

    private PlainBallot(ReadOnlySpan<byte> bytes)
    {
        _total = bytes.Length;
        _rest = bytes;
    }

    /// <summary>The ballot at the start of what has arrived; null when there is something else, or not yet all of it.</summary>
    /// <param name="length">Bytes of its request.</param>
    public static GatheredBallot? Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var request = new PlainBallot(bytes);
        var ballot = request.TakeStart() && request.TakeHeaders() && request.IsPlain() ? request.TakeBallot() : null;
        length = request._total - request._rest.Length;
        return ballot;
    }

    private bool TakeStart()
    {
        if (!_rest.StartsWith(Before) || !TakeLine(out var line) || !line.EndsWith(After) || line.Length <= Before.Length + After.Length)
        {
            return false;
        }

        _subBudget = line[Before.Length..^After.Length];
        return !_subBudget.ContainsAnyExcept(OfIds);
    }

    private bool TakeLine(out ReadOnlySpan<byte> line)
    {
        var end = _rest.IndexOf("\r\n"u8);
        line = end < 0 ? default : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 2)..];
        return end >= 0;
    }

    private bool TakeHeaders()
    {
        while (TakeLine(out var line))
        {
            if (line.IsEmpty)
            {
                return true;
            }

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAnyExcept(OfNames) || line[colon..].ContainsAnyExceptInRange((byte)' ', (byte)'~')
                || !TakeHeader(line[..colon], line[(colon + 1)..].Trim((byte)' ')))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>False for a header that comes twice or gives the request another meaning than that of a plain cast.</summary>
    private bool TakeHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => name.Length switch
    {
        4 when Is(name, "host"u8) => TakeOnce(ref _host, value),
        10 when Is(name, "connection"u8) => Is(value, "keep-alive"u8),
        11 when Is(name, "traceparent"u8) => value.EndsWith("-00"u8),
        12 when Is(name, "content-type"u8) => TakeOnce(ref _type, value),
        13 when Is(name, "authorization"u8) => TakeOnce(ref _authorization, value),
        14 when Is(name, "content-length"u8) => TakeOnce(ref _length, value),
        15 when Is(name, "idempotency-key"u8) => TakeOnce(ref _key, value),
        _ => !IsOfTheConnection(name),
    };

    /// <summary>What says how the message is framed or how the connection goes on, and what browsers say of a page elsewhere.</summary>
    private static bool IsOfTheConnection(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "te"u8),
        6 => Is(name, "expect"u8) || Is(name, "origin"u8),
        7 => Is(name, "upgrade"u8) || Is(name, "trailer"u8),
        16 => Is(name, "content-encoding"u8),
        17 => Is(name, "transfer-encoding"u8),
        _ => false,
    };

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => Ascii.EqualsIgnoreCase(text, other);

    private static bool TakeOnce(scoped ref ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        var isFirst = field.IsEmpty && !value.IsEmpty;
        field = value;
        return isFirst;
    }

    private readonly bool IsPlain() =>
        IsHost(_host) && (Is(_type, Json) || Is(_type, JsonInUtf8)) && !_key.IsEmpty
        && _authorization.Length > Bearer.Length && Is(_authorization[..Bearer.Length], Bearer);

    private static bool IsHost(ReadOnlySpan<byte> host)
    {
        var colon = host.IndexOf((byte)':');
        var name = colon < 0 ? host : host[..colon];
        return !name.IsEmpty && !name.ContainsAnyExcept(OfHosts) && (colon < 0 || IsNumber(host[(colon + 1)..]));
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private GatheredBallot? TakeBallot()
    {
        if (!IsNumber(_length) || !Utf8Parser.TryParse(_length, out int length, out _) || length > _rest.Length)
        {
            return null;
        }

        var ballot = new GatheredBallot
        {
            SubBudgetId = Encoding.ASCII.GetString(_subBudget),
            Token = ByteString.CopyFrom(_authorization[Bearer.Length..].TrimStart((byte)' ')),
            IdempotencyKey = Encoding.ASCII.GetString(_key),
        };
        var body = _rest[..length];
        _rest = _rest[length..];
        return BallotBody.TryRead(body, ballot.ProposalIds) ? ballot : null;
    }
}
