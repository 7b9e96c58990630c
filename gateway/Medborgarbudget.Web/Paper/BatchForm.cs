using System.Globalization;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Paper;

/// <summary>The numbers of a batch of paper cards, as they were typed.</summary>
public sealed record BatchForm(string PlaceId, string First, string Last, string Received, string Spoiled, string Missing)
{
    private const int MostCards = 100_000;
    private const long HighestSerial = 999_999_999_999;

    public static readonly BatchForm Empty = new("", "", "", "", "", "");

    public static BatchForm Of(PaperBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new BatchForm(
            batch.PlaceId, Text(batch.FirstSerial), Text(batch.LastSerial), Text(batch.Numbers.Received), Text(batch.Numbers.Spoiled), Text(batch.Numbers.Missing));
    }

    /// <summary>Cards issued are those between the serials; asking for them too would only let them differ.</summary>
    public CardNumbers Numbers => new() { Issued = Issued, Received = Number(Received), Spoiled = Number(Spoiled), Missing = Number(Missing) };

    public long FirstSerial => Serial(First);

    public long LastSerial => Serial(Last);

    private int Issued => LastSerial >= FirstSerial && FirstSerial > 0 && LastSerial - FirstSerial < MostCards ? (int)(LastSerial - FirstSerial + 1) : 0;

    internal static BatchForm Read(IFormCollection form) =>
        new(Field(form, "stalle"), Field(form, "forsta"), Field(form, "sista"), Field(form, "inkomna"), Field(form, "forstorda"), Field(form, "saknade"));

    /// <summary>What can be seen to be wrong before the API is asked; it has the last word.</summary>
    internal IReadOnlyList<Fault> Check()
    {
        var faults = new List<Fault>();
        if (FirstSerial <= 0)
        {
            faults.Add(new Fault("forsta", PageTexts.Get("batch.fault.serial")));
        }

        if (Issued == 0)
        {
            faults.Add(new Fault("sista", PageTexts.Get("batch.fault.last", Formats.Number(MostCards))));
        }

        foreach (var (field, text) in new[] { ("inkomna", Received), ("forstorda", Spoiled), ("saknade", Missing) })
        {
            if (Number(text) < 0)
            {
                faults.Add(new Fault(field, PageTexts.Get("batch.fault.number")));
            }
        }

        if (faults.Count == 0 && Numbers is var numbers && numbers.Received + numbers.Spoiled + numbers.Missing != numbers.Issued)
        {
            faults.Add(new Fault("inkomna", PageTexts.Get(
                "batch.fault.balance", Formats.Number(numbers.Issued), Formats.Number(numbers.Received + numbers.Spoiled + numbers.Missing))));
        }

        return faults;
    }

    internal static IReadOnlyList<Fault> FaultsOf(Problem problem) => [Fault.Of(problem)];

    private static string Field(IFormCollection form, string name) => form[name].ToString().Trim();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostCards ? number : -1;

    private static long Serial(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial <= HighestSerial ? serial : 0;
}
