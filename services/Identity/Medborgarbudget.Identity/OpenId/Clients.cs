namespace Medborgarbudget.Identity.OpenId;

/// <summary>Names of the clients that this installation brings with it.</summary>
internal static class Clients
{
    /// <summary>The command line: public, with a redirect to the loopback address.</summary>
    public const string Cli = "mb-cli";

    /// <summary>The reference web frontend: confidential, with refresh tokens.</summary>
    public const string Web = "mb-web";
}
