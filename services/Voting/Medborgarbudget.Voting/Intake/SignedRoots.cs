using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Remembers which signatures of Identity held, so that one is checked once for all the tokens that share it. It is remembered with its key: when the key is no
/// longer known, or another has its id, nothing of it is asked for any more.
/// </summary>
/// <param name="time">As long as any of the tokens may live.</param>
internal sealed class SignedRoots(TimeSpan time, TimeProvider clock)
{
    private const int MostRemembered = 100_000;

    private readonly Remembered<Held> _held = new(time, MostRemembered, clock);

    private sealed record Held(byte[] Key, byte[] Message, byte[] Signature)
    {
        public bool Is(BallotKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
            key.Name.AsSpan().SequenceEqual(Key) && message.SequenceEqual(Message) && signature.SequenceEqual(Signature);
    }

    /// <summary>Whether the key signed the message.</summary>
    /// <param name="message">It ends with the root.</param>
    public bool Hold(BallotKey key, byte[] message, ReadOnlySpan<byte> signature)
    {
        var root = new Sha256Name(message.AsSpan(message.Length - TreeHash.Length));
        if (_held.TryGet(root, out var held) && held.Is(key, message, signature))
        {
            return true;
        }

        if (!key.Verify(message, signature))
        {
            return false;
        }

        _held.Keep(root, new Held(key.Name, message, signature.ToArray()));
        return true;
    }
}
