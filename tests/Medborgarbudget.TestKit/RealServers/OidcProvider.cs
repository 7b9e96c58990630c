using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>
/// An OpenID Connect provider that is not ours (npm oidc-provider) in a process of its own on loopback, as an e-ID broker. Its login form
/// takes the key of a person of the settings, and with <c>key~fault</c> its identity token gets that fault (tests/oidc-provider/provider.mjs).
/// </summary>
public sealed class OidcProvider : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly object _settings;
    private readonly int _port = FreePort.Take();
    private object _key = NewKey();
    private Process? _process;

    private OidcProvider(object settings) => _settings = settings;

    /// <summary>Exactly as its tokens name it.</summary>
    public string Issuer => $"http://127.0.0.1:{_port}";

    /// <summary>Starts one: <c>levelClaim</c>, its one <c>client</c>, and <c>persons</c> by key with <c>number</c>, <c>name</c> and <c>level</c>.</summary>
    public static Task<OidcProvider> StartAsync(object settings, CancellationToken cancellationToken) =>
        ServerPolicy.StartOrSkipAsync("OpenID provider", async () =>
        {
            var provider = new OidcProvider(settings);
            await provider.StartAsync(cancellationToken);
            return provider;
        });

    /// <summary>From the next start on it signs with a key that it did not have before.</summary>
    public void ChangeKey() => _key = NewKey();

    /// <summary>Starts it again at the same address, without a memory.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(TestServerSettings.Node) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Folder(), "provider.mjs"));
        start.ArgumentList.Add(JsonSerializer.Serialize(new { port = _port, key = _key, settings = _settings }));
        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
        }
        while (line is not (null or "ready"));
        if (line is null)
        {
            await StopAsync();
            throw new InvalidOperationException(await errors);
        }

        // Read on, or it would stop when the pipe is full.
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Ends it; its port answers no more.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static object NewKey()
    {
        using var rsa = RSA.Create(2048);
        var key = rsa.ExportParameters(includePrivateParameters: true);
        return new
        {
            kty = "RSA",
            use = "sig",
            alg = "RS256",
            kid = Guid.NewGuid(),
            n = Base64Url.EncodeToString(key.Modulus),
            e = Base64Url.EncodeToString(key.Exponent),
            d = Base64Url.EncodeToString(key.D),
            p = Base64Url.EncodeToString(key.P),
            q = Base64Url.EncodeToString(key.Q),
            dp = Base64Url.EncodeToString(key.DP),
            dq = Base64Url.EncodeToString(key.DQ),
            qi = Base64Url.EncodeToString(key.InverseQ),
        };
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Medborgarbudget.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return Path.Combine(folder.FullName, "tests", "oidc-provider");
    }
}
