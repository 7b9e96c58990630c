using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Keys;

/// <summary>
/// Makes and opens the keys K of pseudonyms, one per sub-budget. K is stored wrapped by the vault and bound to its sub-budget; destroying
/// the wrapped key unlinks every ballot from its voter.
/// </summary>
internal sealed class Pseudonyms(IKeyVault vault)
{
    private const int KeyBytes = 32;

    /// <summary>A new K, wrapped.</summary>
    public async Task<WrappedKey> NewKeyAsync(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        try
        {
            return await vault.WrapAsync(key, PurposeOf(subBudget), cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Wraps a K that was kept in another way.</summary>
    public ValueTask<WrappedKey> WrapAsync(SubBudgetId subBudget, byte[] key, CancellationToken cancellationToken) =>
        vault.WrapAsync(key, PurposeOf(subBudget), cancellationToken);

    /// <summary>The plain K. Whoever asks clears it after use.</summary>
    public ValueTask<byte[]> UnwrapAsync(SubBudgetId subBudget, WrappedKey wrapped, CancellationToken cancellationToken) =>
        vault.UnwrapAsync(wrapped, PurposeOf(subBudget), cancellationToken);

    /// <summary>K as something that gives pseudonyms.</summary>
    public async Task<OpenPseudonymKey> OpenAsync(SubBudgetId subBudget, WrappedKey wrapped, CancellationToken cancellationToken) =>
        new(subBudget, await UnwrapAsync(subBudget, wrapped, cancellationToken));

    private static string PurposeOf(SubBudgetId subBudget) => $"pseudonym-key|{subBudget}";
}

/// <summary>
/// An open K. Gives the pseudonym under which a voter is known to Voting: HMAC-SHA-256(K, "mb1" ‖ sub-budget ‖ key), first 16 bytes.
/// </summary>
internal sealed class OpenPseudonymKey(SubBudgetId subBudget, byte[] key) : IDisposable
{
    private const int PrefixBytes = 3 + 16;
    private const int ShortKeyBytes = 256;

    public byte[] Of(string voterKey)
    {
        var most = PrefixBytes + Encoding.UTF8.GetMaxByteCount(voterKey.Length);
        Span<byte> input = most <= ShortKeyBytes ? stackalloc byte[ShortKeyBytes] : new byte[most];
        "mb1"u8.CopyTo(input);
        subBudget.Value.TryWriteBytes(input[3..], bigEndian: true, out _);
        var length = PrefixBytes + Encoding.UTF8.GetBytes(voterKey, input[PrefixBytes..]);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, input[..length], whole);
        return whole[..KeyedHashes.ShortBytes].ToArray();
    }

    public override string ToString() => "(pseudonym key)";

    public void Dispose() => CryptographicOperations.ZeroMemory(key);
}
