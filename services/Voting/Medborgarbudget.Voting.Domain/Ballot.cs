using System.Buffers.Binary;
using System.Numerics;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>
/// One person's whole set of choices, checked against the manifest: places of items in ballot order, ascending, each once. Says
/// nothing about who filled it in. Empty = a blank ballot, which counts as a ballot.
/// </summary>
public sealed class Ballot
{
    private const string Field = "proposalIds";

    private readonly byte[] _bytes;

    private Ballot(byte[] bytes) => _bytes = bytes;

    /// <summary>Canonical form: two bytes (big-endian) for each item's place, ascending. Equal ballots have equal bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Reads the ids that a voter sent. Errors: ballot_invalid, with every fault.</summary>
    public static Result<Ballot> Fill(BallotForm form, IReadOnlyList<string> proposalIds)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(proposalIds);
        if (proposalIds.Count > form.Manifest.Items.Length)
        {
            return Refused([new FieldFault(Field, "has more items than the ballot")]);
        }

        Span<ulong> marked = stackalloc ulong[(Manifest.MaxItems + 63) / 64];
        marked.Clear();
        List<FieldFault>? faults = null;
        var count = 0;
        for (var i = 0; i < proposalIds.Count; i++)
        {
            if (MarkItem(form, proposalIds[i], marked) is { } problem)
            {
                (faults ??= []).Add(new FieldFault($"{Field}[{i}]", problem));
            }
            else
            {
                count++;
            }
        }

        var ballot = new Ballot(Write(marked, count));
        CheckRule(form.Manifest, ballot, ref faults);
        return faults is null ? ballot : Refused(faults);
    }

    /// <summary>The places of the items on a ballot in its canonical form.</summary>
    public static int[] ReadPlaces(ReadOnlySpan<byte> bytes)
    {
        var places = new int[bytes.Length / 2];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
        }

        return places;
    }

    private static Error Refused(IReadOnlyList<FieldFault> faults) => VotingErrors.BallotInvalid with { Faults = faults };

    /// <summary>Marks the item's place; what is wrong with it, or null.</summary>
    private static string? MarkItem(BallotForm form, string proposalId, Span<ulong> marked)
    {
        if (!Id.TryParse<ProposalId>(proposalId, out var id) || form.PlaceOf(id) is not { } place)
        {
            return "is not an item of this ballot";
        }

        var bit = 1UL << (place & 63);
        if ((marked[place / 64] & bit) != 0)
        {
            return "stands twice";
        }

        marked[place / 64] |= bit;
        return null;
    }

    private static void CheckRule(Manifest manifest, Ballot ballot, ref List<FieldFault>? faults)
    {
        var most = manifest.Rule.VoteType == VoteType.ChooseOne ? 1 : manifest.Rule.MaxChoices;
        if (most > 0 && ballot._bytes.Length / 2 > most)
        {
            (faults ??= []).Add(new FieldFault(Field, $"may have at most {most}"));
        }

        if (manifest.Rule.VoteType == VoteType.Knapsack && Sum(manifest, ballot) > manifest.Amount)
        {
            (faults ??= []).Add(new FieldFault(Field, "cost more together than the pot"));
        }
    }

    private static Money Sum(Manifest manifest, Ballot ballot) =>
        ReadPlaces(ballot._bytes).Aggregate(Money.Zero, (sum, place) => sum + manifest.Items[place].Cost);

    /// <summary>The marks in the order of the ballot.</summary>
    private static byte[] Write(ReadOnlySpan<ulong> marked, int count)
    {
        var bytes = new byte[2 * count];
        var at = 0;
        for (var word = 0; at < bytes.Length; word++)
        {
            for (var left = marked[word]; left != 0; left &= left - 1)
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)((64 * word) + BitOperations.TrailingZeroCount(left)));
                at += 2;
            }
        }

        return bytes;
    }
}

/// <summary>A manifest with its items found by id, so that a ballot is checked without a search.</summary>
public sealed class BallotForm
{
    private readonly Dictionary<ProposalId, int> _places = [];

    public BallotForm(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Manifest = manifest;
        for (var place = 0; place < manifest.Items.Length; place++)
        {
            _places.Add(manifest.Items[place].ProposalId, place);
        }
    }

    public Manifest Manifest { get; }

    internal int? PlaceOf(ProposalId id) => _places.TryGetValue(id, out var place) ? place : null;
}
