using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Identity's public keys for ballot tokens, in memory: no cast waits for another service.</summary>
internal sealed class BallotKeys(IntakeGate gate)
{
    private const int LeastBits = 2048;
    private volatile FrozenDictionary<string, SecurityKey> _keys = FrozenDictionary<string, SecurityKey>.Empty;
    private volatile TaskCompletionSource _missed = NewSignal();

    /// <summary>Completes when a token has named a key that is not here.</summary>
    public Task Missed => _missed.Task;

    /// <summary>False until the first key has come: then no token can be told from a bad one.</summary>
    public bool AreKnown => _keys.Count > 0;

    /// <summary>The key, or null; an unknown one is looked for in the background.</summary>
    public SecurityKey? Find(string keyId)
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
            .Where(key => key is { Kty: JsonWebAlgorithmsKeyTypes.RSA, Kid.Length: > 0, KeySize: >= LeastBits })
            .ToFrozenDictionary(key => key.Kid, ToKey);
        gate.SetKeys(_keys.Count == 0 ? "Identity has given no ballot key." : null);
    }

    public void ForgetMisses() => _missed = NewSignal();

    private static SecurityKey ToKey(JsonWebKey key) => new RsaSecurityKey(new RSAParameters
    {
        Modulus = Base64UrlEncoder.DecodeBytes(key.N),
        Exponent = Base64UrlEncoder.DecodeBytes(key.E),
    })
    {
        KeyId = key.Kid,
    };

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
