using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Keyed hashes under which persons, roll entries and codes are found. Unkeyed they would be worthless: all personal numbers are tried in
/// seconds. A roll entry's hash differs from one sub-budget to the next, so rolls cannot be joined without the key.
/// </summary>
internal sealed class KeyedHashes(KeyRing keys)
{
    /// <summary>Bytes kept of hashes that stand in large tables.</summary>
    public const int ShortBytes = 16;

    // Kept for the next row: to begin with a key costs several times what the hash itself costs.
    [ThreadStatic]
    private static (byte[] Key, IncrementalHash Hash) _keyed;

    public byte[] OfPerson(PersonKey key) => HMACSHA256.HashData(keys.Index, Encoding.UTF8.GetBytes($"person|{(int)key.Type}|{key.Text}"));

    public byte[] OfRollEntry(SubBudgetId subBudget, RollKeyType type, string key) => Short(keys.Index, $"roll|{subBudget}|{(int)type}|{key}");

    public byte[] OfFreeChoice(EditionId edition, RollKeyType type, string key) => Short(keys.Index, $"free-choice|{edition}|{(int)type}|{key}");

    public byte[] OfVotingCode(SubBudgetId subBudget, SecretCode code) => Short(keys.Codes, $"vote|{subBudget}|{code.Reveal()}");

    /// <summary>Of the marks of a shift, each an envelope's number and a roll entry's hash: tells that a list is the same again.</summary>
    public byte[] OfMarkList(ShiftId shift, IEnumerable<(int Envelope, byte[] Entry)> marks) => Short(
        keys.Index, $"marks|{shift}|{string.Join('|', marks.Select(mark => string.Create(CultureInfo.InvariantCulture, $"{mark.Envelope}:{Convert.ToHexString(mark.Entry)}")))}");

    public byte[] OfInvitation(SecretCode code) => HMACSHA256.HashData(keys.Codes, Encoding.UTF8.GetBytes($"invite|{code.Reveal()}"));

    public byte[] OfClientSecret(ApiClientId client, string secret) => HMACSHA256.HashData(keys.Codes, Encoding.UTF8.GetBytes($"client|{client}|{secret}"));

    private static byte[] Short(byte[] key, string text)
    {
        if (_keyed.Key != key)
        {
            _keyed.Hash?.Dispose();
            _keyed = (key, IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));
        }

        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _keyed.Hash.AppendData(Encoding.UTF8.GetBytes(text));
        _keyed.Hash.GetHashAndReset(whole);
        return whole[..ShortBytes].ToArray();
    }
}

/// <summary>What an e-ID says about who somebody is: a personal number, or a key of its own (school login, simulation).</summary>
internal readonly record struct PersonKey(RollKeyType Type, string Text)
{
    public override string ToString() => "(person key)";
}
