using System.Text.RegularExpressions;

namespace Medborgarbudget.Identity.Federation;

/// <summary>Reads why a broker could not be asked or believed.</summary>
internal static partial class BrokerFailures
{
    private static readonly string[] Temporary = ["temporarily_unavailable", "server_error"];

    /// <summary>True when the broker did not answer, or said that it cannot.</summary>
    public static bool IsUnavailable(Exception failure) =>
        Chain(failure).Any(each => each is HttpRequestException or IOException or OperationCanceledException)
        || Temporary.Contains(failure.Data["error"] as string);

    /// <summary>Types and the library's own numbers (IDX10205): its messages may quote a token.</summary>
    public static string Describe(Exception failure) =>
        string.Join(" < ", Chain(failure).Select(each => $"{each.GetType().Name} {Number().Match(each.Message).Value}".TrimEnd()));

    private static IEnumerable<Exception> Chain(Exception failure)
    {
        for (var each = failure; each is not null; each = each.InnerException)
        {
            yield return each;
        }
    }

    [GeneratedRegex("^IDX[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
