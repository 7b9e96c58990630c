using System.Globalization;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Paper;

/// <summary>What somebody sees on a paper card, typed without a mouse: the card's number, and the numbers of the proposals or why it does not count.</summary>
public sealed record CardForm(string Serial, string Numbers, string Ground)
{
    /// <summary>Typed for a card without a choice, so that nobody makes a card blank by forgetting the field.</summary>
    private const string Blank = "0";

    private static readonly char[] Separators = [' ', ',', ';', '.', '+'];

    public static readonly CardForm Empty = new("", "", "0");

    public long SerialNumber => long.TryParse(Serial, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) ? serial : 0;

    internal static CardForm Read(IFormCollection form) => new(form["kort"].ToString().Trim(), form["val"].ToString().Trim(), form["skal"].ToString());

    /// <summary>The reading, or what is to be put right.</summary>
    internal (CardReading Reading, IReadOnlyList<Fault> Faults) Check(Manifest manifest)
    {
        var faults = new List<Fault>();
        if (SerialNumber <= 0)
        {
            faults.Add(new Fault("kort", PageTexts.Get("card.fault.serial")));
        }

        var reading = new CardReading();
        if (int.TryParse(Ground, CultureInfo.InvariantCulture, out var ground) && ground > 0 && Enum.IsDefined((InvalidGround)ground))
        {
            reading.Ground = (InvalidGround)ground;
            if (Numbers.Length > 0)
            {
                faults.Add(new Fault("val", PageTexts.Get("card.fault.both")));
            }
        }
        else
        {
            faults.AddRange(CheckChoices(manifest, reading));
        }

        return (reading, faults);
    }

    internal static Fault FaultOf(Problem problem) => new(problem.Code switch
    {
        "voting.ballot_invalid" => "val",
        "voting.card_out_of_range" or "voting.card_read_twice" or "voting.second_person_is_first" or "voting.too_many_cards" => "kort",
        _ => "",
    }, Fault.TextOf(problem));

    private IEnumerable<Fault> CheckChoices(Manifest manifest, CardReading reading)
    {
        var numbers = Numbers.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length == 0)
        {
            yield return new Fault("val", PageTexts.Get("card.fault.empty"));
        }

        if (numbers is [Blank])
        {
            yield break;
        }

        foreach (var number in numbers)
        {
            if (manifest.Items.FirstOrDefault(item => item.Number.ToString(CultureInfo.InvariantCulture) == number) is not { } item)
            {
                yield return new Fault("val", PageTexts.Get("card.fault.unknown", number));
            }
            else if (reading.ProposalIds.Contains(item.ProposalId))
            {
                yield return new Fault("val", PageTexts.Get("card.fault.twice", number));
            }
            else
            {
                reading.ProposalIds.Add(item.ProposalId);
            }
        }
    }
}
