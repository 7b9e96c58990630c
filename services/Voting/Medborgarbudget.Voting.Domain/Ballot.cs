using System.Buffers.Binary;
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

        var faults = new List<FieldFault>();
        var places = Places(form, proposalIds, faults);
        CheckRule(form.Manifest, places, faults);
        return faults.Count > 0 ? Refused(faults) : new Ballot(Write(places));
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

    private static SortedSet<int> Places(BallotForm form, IReadOnlyList<string> proposalIds, List<FieldFault> faults)
    {
        var places = new SortedSet<int>();
        for (var i = 0; i < proposalIds.Count; i++)
        {
            if (!Id.TryParse<ProposalId>(proposalIds[i], out var id) || form.PlaceOf(id) is not { } place)
            {
                faults.Add(new FieldFault($"{Field}[{i}]", "is not an item of this ballot"));
            }
            else if (!places.Add(place))
            {
                faults.Add(new FieldFault($"{Field}[{i}]", "stands twice"));
            }
        }

        return places;
    }

    private static void CheckRule(Manifest manifest, SortedSet<int> places, List<FieldFault> faults)
    {
        var most = manifest.Rule.VoteType == VoteType.ChooseOne ? 1 : manifest.Rule.MaxChoices;
        if (most > 0 && places.Count > most)
        {
            faults.Add(new FieldFault(Field, $"may have at most {most}"));
        }

        if (manifest.Rule.VoteType == VoteType.Knapsack && Sum(manifest, places) > manifest.Amount)
        {
            faults.Add(new FieldFault(Field, "cost more together than the pot"));
        }
    }

    private static Money Sum(Manifest manifest, SortedSet<int> places) =>
        places.Aggregate(Money.Zero, (sum, place) => sum + manifest.Items[place].Cost);

    private static byte[] Write(SortedSet<int> places)
    {
        var bytes = new byte[2 * places.Count];
        var at = 0;
        foreach (var place in places)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)place);
            at += 2;
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
