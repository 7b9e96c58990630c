namespace Medborgarbudget.Identity;

/// <summary>Splits one line of separated values.</summary>
internal static class CsvLine
{
    /// <summary>Adds the fields to a list; gives the code of a fault, or null.</summary>
    public static string? Split(string line, char separator, List<string> fields)
    {
        foreach (var character in line)
        {
            if (char.IsControl(character) && character != separator)
            {
                return RollFaults.CharacterForbidden;
            }
        }

        var position = 0;
        while (true)
        {
            var end = position < line.Length && line[position] == '"'
                ? TakeQuoted(line, position, fields)
                : TakePlain(line, position, separator, fields);
            if (end == line.Length)
            {
                return null;
            }

            if (end < 0 || line[end] != separator)
            {
                return RollFaults.QuoteOpen;
            }

            position = end + 1;
        }
    }

    private static int TakePlain(string line, int start, char separator, List<string> fields)
    {
        var end = line.IndexOf(separator, start);
        end = end < 0 ? line.Length : end;
        var field = line[start..end];
        fields.Add(field);
        return field.Contains('"', StringComparison.Ordinal) ? -1 : end;
    }

    private static int TakeQuoted(string line, int start, List<string> fields)
    {
        var end = start + 1;
        while (true)
        {
            end = line.IndexOf('"', end);
            if (end < 0)
            {
                return -1;
            }

            if (end + 1 == line.Length || line[end + 1] != '"')
            {
                fields.Add(line[(start + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                return end + 1;
            }

            end += 2;
        }
    }
}
