using System.Buffers.Binary;
using System.Globalization;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Paper;

namespace Medborgarbudget.Cli.Verify;

/// <summary>
/// The auditors' stage for paper: whoever is annulled is among the voters and does not count, every paper card stands once, and both are as many
/// as the published figures say.
/// </summary>
internal sealed class SealedPaperCheck
{
    private readonly FaultList faults;
    private readonly ChannelsRecord? channels;
    private readonly HashSet<UInt128> annulled = [];
    private readonly IReadOnlyList<SealedCard> cards = [];
    private long found;

    public SealedPaperCheck(PublishedFolder folder, ChannelsRecord? channels, FaultList faults)
    {
        (this.faults, this.channels) = (faults, channels);
        if (channels is not null)
        {
            ReadAnnulled(folder.Read(SealedPaper.AnnulledFile) ?? []);
            cards = ReadCards(folder.Read(SealedPaper.CardsFile) ?? []);
        }
    }

    /// <summary>Whether a voter's ballot in the box is annulled; each voter is asked for once.</summary>
    public bool TakeAnnulled(UInt128 voter)
    {
        var isAnnulled = annulled.Contains(voter);
        found += isAnnulled ? 1 : 0;
        return isAnnulled;
    }

    /// <summary>Counts the cards that count, when every voter has been asked for.</summary>
    public void Finish(ChoiceTable choices)
    {
        if (channels is null)
        {
            return;
        }

        if (found != annulled.Count)
        {
            Add(SealedPaper.AnnulledFile, $"{annulled.Count - found} of its pseudonyms have no ballot in the box");
        }

        if (annulled.Count != channels.Annulled)
        {
            Add(SealedPaper.AnnulledFile, $"it has {annulled.Count} pseudonyms, and {PublishedFolder.Channels} {channels.Annulled}");
        }

        foreach (var card in cards.Where(card => card.Reading.IsValid))
        {
            CountCard(choices, card);
        }

        CompareGrounds(channels);
    }

    private void CountCard(ChoiceTable choices, SealedCard card)
    {
        var choice = choices.IndexOf(card.Reading.Choices.Span);
        if (!choices.IsAllowed(choice))
        {
            Add(SealedPaper.CardsFile, $"card {card.Serial} is not filled in by the manifest's rule");
        }

        choices.CountLast(choice);
    }

    private void CompareGrounds(ChannelsRecord published)
    {
        for (var ground = InvalidGround.None; ground <= InvalidGround.WrongArea; ground++)
        {
            var stated = ground == InvalidGround.None ? published.PaperCounted : published.Invalid[(int)ground - 1];
            var read = cards.Count(card => card.Reading.Ground == ground);
            if (stated != read)
            {
                var what = ground == InvalidGround.None ? "cards that count" : $"cards that do not count ({ground})";
                Add(SealedPaper.CardsFile, $"it has {read} {what}, and {PublishedFolder.Channels} {stated}");
            }
        }
    }

    private void ReadAnnulled(byte[] bytes)
    {
        UInt128? last = null;
        for (var at = 0; at + Pseudonym.Length <= bytes.Length; at += Pseudonym.Length)
        {
            var voter = BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(at));
            if (last >= voter)
            {
                Add(SealedPaper.AnnulledFile, $"its pseudonyms are not sorted, each once", (at, Pseudonym.Length));
            }

            annulled.Add(voter);
            last = voter;
        }

        if (bytes.Length % Pseudonym.Length != 0)
        {
            Add(SealedPaper.AnnulledFile, $"its last pseudonym is cut", (bytes.Length / Pseudonym.Length * Pseudonym.Length, bytes.Length % Pseudonym.Length));
        }
    }

    private IReadOnlyList<SealedCard> ReadCards(byte[] bytes)
    {
        if (SealedPaper.Read(bytes, out var read) is { } at)
        {
            Add(SealedPaper.CardsFile, $"these bytes are no cards", (at, bytes.Length - at));
        }

        foreach (var (before, card) in read.Zip(read.Skip(1)))
        {
            if (card.Serial <= before.Serial)
            {
                Add(SealedPaper.CardsFile, $"card {card.Serial} comes after card {before.Serial}");
            }
        }

        return read;
    }

    private void Add(string file, FormattableString what, (int At, int Length)? bytes = null) =>
        faults.Add(new Fault(file, what.ToString(CultureInfo.InvariantCulture)) { Bytes = bytes is { } range ? Fault.Range(range.At, range.Length) : null });
}
