using System.Text;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

internal static class PbRoundTrip
{
    public static byte[] WriteBytes(Election election)
    {
        using var stream = new MemoryStream();
        PbWriter.Write(election, stream);
        return stream.ToArray();
    }

    public static string Write(Election election) => Encoding.UTF8.GetString(WriteBytes(election));
}
