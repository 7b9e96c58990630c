using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Medborgarbudget.Gateway.Security;

namespace Medborgarbudget.Gateway.Intake.Plain;

/// <summary>Writes the answer to an acknowledged ballot: the headers that it has by way of the server, and the receipt.</summary>
internal static class PlainReceipt
{
    private const int MostOfNumbers = 64;

    private static readonly byte[] Head = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: {BallotIntake.Json}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Security-Policy: {SecurityHeaders.NothingIsLoaded}\r\nDate: ");

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> receipt)
    {
        var room = output.GetSpan(Head.Length + MostOfNumbers + receipt.Length);
        var written = Append(room, 0, Head);

        // The machine's own clock, as the server does it, whatever clock the installation runs on.
        Utf8Formatter.TryFormat(TimeProvider.System.GetUtcNow(), room[written..], out var date, 'R');
        written = Append(room, written + date, "\r\nContent-Length: "u8);
        Utf8Formatter.TryFormat(receipt.Length, room[written..], out var digits);
        written = Append(room, written + digits, "\r\n\r\n"u8);
        output.Advance(Append(room, written, receipt));
    }

    private static int Append(Span<byte> room, int written, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(room[written..]);
        return written + bytes.Length;
    }
}
