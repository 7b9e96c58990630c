using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Tally;

/// <summary>Reads the options of a rule; each is null when it is missing or of the wrong kind.</summary>
internal static class RuleFields
{
    public static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool? Flag(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    public static T? Find<T>(string? name, Func<T, string> nameOf)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (nameOf(value) == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Reads an exact number or null; false when there is neither.</summary>
    public static bool TryNumber(JsonElement json, string name, out ExactDecimal? number)
    {
        number = null;
        if (!json.TryGetProperty(name, out var value) || value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null))
        {
            return false;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        number = Number(value);
        return number is not null;
    }

    /// <summary>A whole number that is zero or more.</summary>
    public static int? Count(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
        && number >= 0
            ? number
            : null;

    public static ImmutableArray<ExactDecimal>? Numbers(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        ExactDecimal?[] numbers = [.. list.EnumerateArray().Select(Number)];
        return Array.TrueForAll(numbers, number => number is not null) ? [.. numbers.Select(number => number!.Value)] : null;
    }

    public static ImmutableArray<string>? Strings(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && IsList(value) ? Strings(value) : null;

    public static ImmutableArray<ImmutableArray<string>>? Groups(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsList)
            ? [.. value.EnumerateArray().Select(Strings)]
            : null;

    /// <summary>Reads a list of objects, each by <paramref name="read"/>; null when one of them cannot be read.</summary>
    public static ImmutableArray<T>? Objects<T>(JsonElement json, string name, Func<JsonElement, T?> read)
        where T : class
    {
        if (!json.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        T?[] items = [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? read(item) : null)];
        return Array.TrueForAll(items, item => item is not null) ? [.. items.Select(item => item!)] : null;
    }

    private static ExactDecimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number
        && ExactDecimal.Parse(Encoding.UTF8.GetBytes(value.GetRawText()), out var number) == NumberReading.Number
            ? number
            : null;

    private static bool IsList(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);

    private static ImmutableArray<string> Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
