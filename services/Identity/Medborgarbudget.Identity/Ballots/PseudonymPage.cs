using System.Buffers.Binary;
using System.Buffers.Text;
using Google.Protobuf;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>
/// One page of a list of pseudonyms, ascending: the smallest of those that are offered, beyond the last one of the page before. It holds at
/// most twice its own.
/// </summary>
internal sealed class PseudonymPage
{
    private const int MaxSize = 200_000;
    private const int PseudonymBytes = KeyedHashes.ShortBytes;

    private readonly List<UInt128> _kept = [];
    private readonly UInt128? _after;
    private readonly int _size;
    private UInt128 _most = UInt128.MaxValue;

    private PseudonymPage(int size, UInt128? after) => (_size, _after) = (size, after);

    public bool IsFirst => _after is null;

    /// <summary>Reads page_size (0 = 200,000, the most) and page_token: the last pseudonym of the page before, base64url.</summary>
    public static PseudonymPage Read(Fields fields, int size, string token)
    {
        fields.Number(size, "pageSize", 0, MaxSize);
        return new PseudonymPage(size == 0 ? MaxSize : size, ReadToken(fields, token));
    }

    public void Offer(byte[] pseudonym)
    {
        var value = BinaryPrimitives.ReadUInt128BigEndian(pseudonym);
        if (value <= _after || value > _most)
        {
            return;
        }

        _kept.Add(value);
        if (_kept.Count == 2 * _size)
        {
            Cut();
            _most = _kept[^1];
        }
    }

    /// <summary>16 bytes each, joined.</summary>
    public ByteString Take()
    {
        Cut();
        var bytes = new byte[_kept.Count * PseudonymBytes];
        for (var i = 0; i < _kept.Count; i++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * PseudonymBytes), _kept[i]);
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static UInt128? ReadToken(Fields fields, string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        if (Base64Url.IsValid(token, out var length) && length == PseudonymBytes)
        {
            return BinaryPrimitives.ReadUInt128BigEndian(Base64Url.DecodeFromChars(token));
        }

        fields.Fault("pageToken", "is not the last pseudonym of a page");
        return null;
    }

    private void Cut()
    {
        _kept.Sort();
        _kept.RemoveRange(Math.Min(_size, _kept.Count), Math.Max(0, _kept.Count - _size));
    }
}
