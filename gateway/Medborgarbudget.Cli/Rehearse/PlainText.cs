namespace Medborgarbudget.Cli.Rehearse;

/// <summary>Makes the texts of a file fit for fields of the API.</summary>
internal static class PlainText
{
    /// <summary>One line without control characters, at most so many UTF-16 units, no half character at the end.</summary>
    public static string Line(string text, int most)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        if (line.Length <= most)
        {
            return line;
        }

        return line[..(char.IsHighSurrogate(line[most - 1]) ? most - 1 : most)].TrimEnd();
    }
}
