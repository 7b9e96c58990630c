using System.Collections.Immutable;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Medborgarbudget.Tally;

/// <summary>How a result document spells numbers and lists, so that equal values have equal bytes.</summary>
internal static class CanonicalJson
{
    /// <summary>No blanks, and every letter as itself.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A number with all its digits, or null; never through a floating point number.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, ExactDecimal? value)
    {
        json.WritePropertyName(name);
        if (value is { } number)
        {
            json.WriteRawValue(number.ToString(), skipInputValidation: true);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Money in whole currency with the decimals it needs: 1331751.11.</summary>
    public static void WriteMoney(this Utf8JsonWriter json, string name, long? minorUnits, Election election) =>
        json.WriteNumberOrNull(name, minorUnits is { } units ? new ExactDecimal(units, election.MoneyDecimals) : null);

    /// <summary>An amount in whole currency as an exact fraction, as text: no number format can hold it.</summary>
    public static void WriteFraction(this Utf8JsonWriter json, string name, ExactFraction? minorUnits, Election election) =>
        json.WriteString(name, minorUnits?.Over(BigInteger.Pow(10, election.MoneyDecimals)).ToString());

    public static void WriteStrings(this Utf8JsonWriter json, ImmutableArray<string> values)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void WriteGroups(this Utf8JsonWriter json, string name, ImmutableArray<ImmutableArray<string>> groups)
    {
        json.WriteStartArray(name);
        foreach (var group in groups)
        {
            json.WriteStrings(group);
        }

        json.WriteEndArray();
    }
}
