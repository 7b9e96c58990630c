using Microsoft.Extensions.Caching.Memory;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Remembers which signatures of Identity held, so that one is checked once for all the tokens that share it. It is remembered with its key: when the key is no
/// longer known, or another has its id, nothing of it is asked for any more.
/// </summary>
internal sealed class SignedRoots : IDisposable
{
    private const int MostRemembered = 100_000;

    /// <summary>As long as any of the tokens may live.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(31);

    private readonly MemoryCache _held = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    /// <summary>Whether the key signed the message.</summary>
    public bool Hold(BallotKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var name = Sha256Name.Of([.. key.Name, .. message, .. signature]);
        if (_held.TryGetValue(name, out _))
        {
            return true;
        }

        if (!key.Verify(message, signature))
        {
            return false;
        }

        _held.Set(name, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
        return true;
    }

    public void Dispose() => _held.Dispose();
}
