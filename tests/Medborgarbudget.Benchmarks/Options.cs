using System.Globalization;

namespace Medborgarbudget.Benchmarks;

/// <summary>What stands behind an option of the command line.</summary>
internal static class Options
{
    public static int Number(string[] options, string name, int otherwise) =>
        int.TryParse(Value(options, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public static string? Value(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var place && place + 1 < options.Length ? options[place + 1] : null;
}
