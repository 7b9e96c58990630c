using System.Buffers.Text;
using System.Security.Cryptography;

namespace Medborgarbudget.Standalone.Hosting;

/// <summary>Secrets between the parts of one process: made at start, kept nowhere.</summary>
internal static class Secrets
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
}
