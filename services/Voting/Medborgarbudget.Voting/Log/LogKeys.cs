using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.ServiceDefaults.Hosting;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// The keys that sign receipts, tree heads and lists of published files: PEM blocks in one file that all replicas share (a mounted
/// secret). The first is named in new manifests; the others live as long as votes that name them. Outside Production a missing file is made.
/// </summary>
internal sealed class LogKeys : IDisposable
{
    private readonly Dictionary<string, ECDsa> _byPublicKey = [];
    private readonly IOptions<VotingOptions> _options;

    public LogKeys(IOptions<VotingOptions> options, IHostEnvironment environment)
    {
        _options = options;
        var path = options.Value.LogKeyFile;
        if (!environment.IsProduction())
        {
            SecretFile.EnsureExists(path, NewKey);
        }

        var pem = File.ReadAllText(path).AsSpan();
        while (PemEncoding.TryFind(pem, out var fields))
        {
            Add(pem[fields.Location]);
            pem = pem[fields.Location.End..];
        }

        if (_byPublicKey.Count == 0)
        {
            throw new InvalidOperationException("Voting:LogKeyFile has no private key.");
        }
    }

    /// <summary>What a manifest that is frozen now names.</summary>
    public ManifestKeys Named => new(
        _byPublicKey.Keys.First(),
        [.. _options.Value.Witnesses.Select(witness => new WitnessKey(witness.Name, witness.Key))]);

    /// <summary>The private key that the manifest names, or null when it is not in the file.</summary>
    public ECDsa? Find(Manifest manifest) => _byPublicKey.GetValueOrDefault(manifest.Terms.Keys.Log);

    public SignedHead Sign(Manifest manifest, TreeHead head)
    {
        var key = Require(manifest);
        lock (key)
        {
            return head.Sign(key);
        }
    }

    public byte[] Sign(Manifest manifest, PublishedFiles files)
    {
        var key = Require(manifest);
        lock (key)
        {
            return files.Sign(key);
        }
    }

    public void Dispose()
    {
        foreach (var key in _byPublicKey.Values)
        {
            key.Dispose();
        }
    }

    private ECDsa Require(Manifest manifest) =>
        Find(manifest) ?? throw new InvalidOperationException("Voting:LogKeyFile does not hold the key that a manifest names.");

    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
    }

    private void Add(ReadOnlySpan<char> pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        if (key.KeySize != 256 || !_byPublicKey.TryAdd(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), key))
        {
            key.Dispose();
            throw new InvalidOperationException("Voting:LogKeyFile holds a key twice, or one that is not of the curve P-256.");
        }
    }
}
