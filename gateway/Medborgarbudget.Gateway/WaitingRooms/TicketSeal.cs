using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>Writes tickets as text that only this gateway and its replicas can make.</summary>
internal sealed class TicketSeal
{
    private const int ContentBytes = 1 + 16 + 8 + 8;
    private const int KeyBytes = 32;
    private const byte Waiting = 1;
    private const byte Admitted = 2;

    private static readonly int TextLength = Base64Url.GetEncodedLength(ContentBytes + HMACSHA256.HashSizeInBytes);

    private readonly byte[] _key;
    private readonly TimeProvider _clock;

    public TicketSeal(GatewayOptions options, IConfiguration configuration, TimeProvider clock)
    {
        _clock = clock;
        if (options.WaitingRoom.Key is { Length: > 0 } text)
        {
            _key = Convert.FromBase64String(text);
        }
        else if (string.IsNullOrEmpty(configuration[RedisKeys.Connection]))
        {
            _key = RandomNumberGenerator.GetBytes(KeyBytes);
        }
        else
        {
            throw new InvalidOperationException("Configuration Gateway:WaitingRoom:Key is missing: replicas that share a line must read each other's tickets.");
        }

        if (_key.Length < KeyBytes)
        {
            throw new InvalidOperationException($"Gateway:WaitingRoom:Key has fewer than {KeyBytes} bytes.");
        }
    }

    public string Write(Ticket ticket)
    {
        Span<byte> bytes = stackalloc byte[ContentBytes + HMACSHA256.HashSizeInBytes];
        bytes[0] = ticket.IsAdmitted ? Admitted : Waiting;
        ticket.SubBudget.Value.TryWriteBytes(bytes[1..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[17..], ticket.Number);
        BinaryPrimitives.WriteInt64BigEndian(bytes[25..], ticket.ShownAt.ToUnixTimeMilliseconds());
        HMACSHA256.HashData(_key, bytes[..ContentBytes], bytes[ContentBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null for a ticket that is forged, of another sub-budget, or was not shown for too long.</summary>
    public Ticket? Read(string? text, SubBudgetId subBudget)
    {
        Span<byte> bytes = stackalloc byte[ContentBytes + HMACSHA256.HashSizeInBytes];
        if (text?.Length != TextLength || !TryDecode(text, bytes) || !IsSealed(bytes))
        {
            return null;
        }

        var ticket = new Ticket(
            SubBudgetId.From(new Guid(bytes[1..17])),
            BinaryPrimitives.ReadInt64BigEndian(bytes[17..]),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[25..])),
            bytes[0] == Admitted);
        return ticket.SubBudget == subBudget && _clock.GetUtcNow() < ticket.ShownAt + Ticket.Lifetime ? ticket : null;
    }

    private static bool TryDecode(string text, Span<byte> bytes) =>
        Ascii.IsValid(text) && Base64Url.IsValid(text, out var length) && length == bytes.Length && Base64Url.TryDecodeFromChars(text, bytes, out _);

    private bool IsSealed(ReadOnlySpan<byte> bytes)
    {
        Span<byte> seal = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, bytes[..ContentBytes], seal);
        return CryptographicOperations.FixedTimeEquals(seal, bytes[ContentBytes..]);
    }
}
