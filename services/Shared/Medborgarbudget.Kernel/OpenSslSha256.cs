using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Medborgarbudget.Kernel;

/// <summary>
/// SHA-256 as OpenSSL's own functions give it (manual page SHA256_Init), which .NET reaches through a general interface that costs four times
/// what the hash of a few bytes costs (decision 0021). Deprecated there since 3.0, so they may one day be gone: ask <see cref="IsThere"/>.
/// </summary>
internal static unsafe class OpenSslSha256
{
    /// <summary>Bytes of a call. They take about a microsecond, and the collector of the runtime waits for a call.</summary>
    private const int Together = 1024;

    /// <summary>The state before the first byte: to copy it costs less than to ask for it.</summary>
    private static readonly State Begun;

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

        fixed (State* at = &Begun)
        {
            ((delegate* unmanaged[SuppressGCTransition]<State*, int>)init)(at);
        }

        Update = (delegate* unmanaged[SuppressGCTransition]<State*, byte*, nuint, int>)update;
        Final = (delegate* unmanaged[SuppressGCTransition]<byte*, State*, int>)final;
        IsThere = true;
    }

    public static bool IsThere { get; }

    public static void Begin(out State state) => state = Begun;

    public static void Append(ref State state, ReadOnlySpan<byte> bytes)
    {
        fixed (State* at = &state)
        {
            for (; bytes.Length > Together; bytes = bytes[Together..])
            {
                Append(at, bytes[..Together]);
            }

            Append(at, bytes);
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

    private static void Append(State* state, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            Update(state, from, (nuint)bytes.Length);
        }
    }

    /// <summary><c>SHA256_CTX</c>: eight words of state, two of length, sixteen of data, two of counts. May be copied to go on from twice.</summary>
    [InlineArray(8 + 2 + 16 + 2)]
    public struct State
    {
        private uint _first;
    }
}
