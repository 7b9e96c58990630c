using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Identity's public keys for ballot tokens, in memory: no cast waits for another service.</summary>
internal sealed class BallotKeys(IntakeGate gate)
{
    private const int LeastBits = 2048;
    private volatile FrozenDictionary<string, BallotKey> _keys = FrozenDictionary<string, BallotKey>.Empty;
    private volatile TaskCompletionSource _missed = NewSignal();

    /// <summary>Completes when a token has named a key that is not here.</summary>
    public Task Missed => _missed.Task;

    /// <summary>False until the first key has come: then no token can be told from a bad one.</summary>
    public bool AreKnown => _keys.Count > 0;

    /// <summary>The key, or null; an unknown one is looked for in the background.</summary>
    public BallotKey? Find(string keyId)
    {
        var key = _keys.GetValueOrDefault(keyId);
        if (key is null)
        {
            _missed.TrySetResult();
        }

        return key;
    }

    /// <summary>Takes a key set (RFC 7517) in place of what was known. Only RSA keys of 2,048 bits or more with an id count.</summary>
    public void Take(string keySet)
    {
        _keys = new JsonWebKeySet(keySet).Keys
            .Where(key => key is { Kty: JsonWebAlgorithmsKeyTypes.RSA, Kid.Length: > 0, E.Length: > 0 })
            .Select(key => (key.Kid, Key: ToKey(key)))
            .Where(one => one.Key is not null)
            .ToFrozenDictionary(one => one.Kid, one => one.Key!);
        gate.SetKeys(_keys.Count == 0 ? "Identity has given no ballot key." : null);
    }

    public void ForgetMisses() => _missed = NewSignal();

    /// <summary>Null for a short one, and for what only looks like a key.</summary>
    private static BallotKey? ToKey(JsonWebKey key)
    {
        try
        {
            return key.KeySize >= LeastBits
                ? new BallotKey(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) })
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One public key of Identity's. Safe for several threads.</summary>
internal sealed class BallotKey
{
    private readonly RSA _rsa;

    /// <param name="key">Modulus and exponent. A key that is none: <see cref="CryptographicException"/>.</param>
    public BallotKey(RSAParameters key)
    {
        _rsa = RSA.Create(key);
        Name = SHA256.HashData(_rsa.ExportSubjectPublicKeyInfo());
    }

    /// <summary>32 bytes that no other key has.</summary>
    public byte[] Name { get; }

    /// <summary>Whether it is this key's signature of the message: RSASSA-PKCS1-v1_5 with SHA-256, of the length of the key.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        // Not promised to be safe for several threads at once.
        lock (_rsa)
        {
            return signature.Length == _rsa.KeySize / 8 && _rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }
}
