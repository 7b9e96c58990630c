using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Medborgarbudget.Kernel;

/// <summary>
/// SHA-256 as OpenSSL's own functions give it (manual page SHA256_Init), which .NET reaches through a general interface that costs four times
/// what the hash of a few bytes costs (decision 0021). Deprecated there since 3.0, so they may one day be gone: ask <see cref="IsThere"/>.
/// </summary>
internal static unsafe class OpenSslSha256
{
    /// <summary>Bytes that take about a microsecond; the collector of the runtime waits for a call.</summary>
    public const int Longest = 1024;

    private static readonly delegate* unmanaged[SuppressGCTransition]<State*, int> Init;
    private static readonly delegate* unmanaged[SuppressGCTransition]<State*, byte*, nuint, int> Update;
    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, State*, int> Final;

    static OpenSslSha256()
    {
        if (!NativeLibrary.TryLoad("libcrypto.so.3", out var library)
            || !NativeLibrary.TryGetExport(library, "SHA256_Init", out var init)
            || !NativeLibrary.TryGetExport(library, "SHA256_Update", out var update)
            || !NativeLibrary.TryGetExport(library, "SHA256_Final", out var final))
        {
            return;
        }

        Init = (delegate* unmanaged[SuppressGCTransition]<State*, int>)init;
        Update = (delegate* unmanaged[SuppressGCTransition]<State*, byte*, nuint, int>)update;
        Final = (delegate* unmanaged[SuppressGCTransition]<byte*, State*, int>)final;
        IsThere = true;
    }

    public static bool IsThere { get; }

    public static void Begin(out State state)
    {
        state = default;
        fixed (State* at = &state)
        {
            Init(at);
        }
    }

    /// <param name="bytes">At most <see cref="Longest"/>.</param>
    public static void Append(ref State state, ReadOnlySpan<byte> bytes)
    {
        fixed (State* at = &state)
        fixed (byte* from = bytes)
        {
            Update(at, from, (nuint)bytes.Length);
        }
    }

    /// <summary>Writes the 32 bytes. Nothing can be appended to the state afterwards.</summary>
    public static void End(ref State state, Span<byte> hash)
    {
        _ = hash[31];
        fixed (State* at = &state)
        fixed (byte* to = hash)
        {
            Final(to, at);
        }
    }

    /// <summary><c>SHA256_CTX</c>: eight words of state, two of length, sixteen of data, two of counts. May be copied to go on from twice.</summary>
    [InlineArray(8 + 2 + 16 + 2)]
    public struct State
    {
        private uint _first;
    }
}
