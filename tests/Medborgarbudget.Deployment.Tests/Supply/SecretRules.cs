using System.Text.RegularExpressions;
using Medborgarbudget.Identity;

namespace Medborgarbudget.Deployment.Tests.Supply;

/// <summary>What must not be in a file that is handed out: keys, tokens, passwords and numbers of people.</summary>
internal static partial class SecretRules
{
    /// <summary>The password of every test server; they listen on loopback only.</summary>
    private const string OfTestServers = "test";

    /// <summary>One line for each find: what it is and on which line, never the secret itself.</summary>
    public static IEnumerable<string> Find(string text)
    {
        foreach (var (line, number) in text.Split('\n').Select((line, i) => (line, i + 1)))
        {
            if (Name(line) is { } name)
            {
                yield return $"{number}: {name}";
            }
        }
    }

    private static string? Name(string line)
    {
        if (PrivateKey().IsMatch(line))
        {
            return "a private key";
        }

        if (Token().IsMatch(line))
        {
            return "a token";
        }

        if (Password().Matches(line).Any(found => found.Groups["password"].Value != OfTestServers))
        {
            return "a password";
        }

        return PossiblePerson().Matches(line).Any(found => IsPerson(found.Value)) ? "a personal number" : null;
    }

    /// <summary>
    /// The numbers that Skatteverket publishes for tests have the birth number (the three digits before the last) 238 or 239, the oldest 980. Whether
    /// somebody has one of these beside the list cannot be told.
    /// </summary>
    private static bool IsPerson(string number) =>
        PersonalNumber.Read(number, new DateOnly(2099, 12, 31)) is { } person && person.Reveal()[8..11] is not ("238" or "239" or "980");

    /// <summary>PEM, the beginning of PKCS#8 for P-256 and RSA in Base64, and the private part of a JSON Web Key.</summary>
    [GeneratedRegex("""-----BEGIN [A-Z ]*PRIVATE KEY|\bMIGHAgEAMBMGByqGSM49|\bMII[A-Za-z0-9+/]{3}IBADANBgkqhkiG9w0B|"d"\s*:\s*"[A-Za-z0-9_-]{40,}""")]
    private static partial Regex PrivateKey();

    /// <summary>Tokens that their givers mark, and signed JSON Web Tokens.</summary>
    [GeneratedRegex("""\b(gh[pousr]_[A-Za-z0-9]{30}|github_pat_[A-Za-z0-9_]{30}|glpat-[A-Za-z0-9_-]{20}|AKIA[A-Z0-9]{16}\b|xox[abp]-[A-Za-z0-9-]{20}|npm_[A-Za-z0-9]{30}|oy2[a-z0-9]{43}\b|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20})""")]
    private static partial Regex Token();

    /// <summary>A value after password= in a connection string, or between colon and at sign in an address; a variable or a placeholder is none.</summary>
    [GeneratedRegex("""\b(?:password|pwd)=(?<password>[^\s;,&"'`{}$<>@\\…]{3,})|://[^\s/:@"'{}$<>]+:(?<password>[^\s/:@"'{}$<>]+)@""", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("""(?<![\w.-])(?:\d{2})?\d{6}[-+]?\d{4}(?![\w-]|\.\d)""")]
    private static partial Regex PossiblePerson();
}
