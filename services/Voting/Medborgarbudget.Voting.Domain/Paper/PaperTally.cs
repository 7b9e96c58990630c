using System.Collections.Immutable;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Paper;

/// <summary>The officers' marks at one place.</summary>
/// <param name="Paper">Persons who were given a card and were marked for it.</param>
public sealed record PlaceMarks(string PlaceId, string Name, long Paper);

/// <summary>What the settled cards of a batch, or of a place, come to.</summary>
/// <param name="Invalid">By ground, <see cref="InvalidGround.Unreadable"/> first.</param>
public sealed record PaperTally(string PlaceId, string PlaceName, CardNumbers Numbers, long Counted, ImmutableArray<long> Invalid)
{
    /// <summary>How many grounds there are.</summary>
    public const int Grounds = (int)InvalidGround.WrongArea;

    /// <summary>The fewest cards of which a place is told apart.</summary>
    public const int FewestOfPlace = 20;

    /// <summary>
    /// Cards of persons whom an officer has marked: those that count, and those on which nothing that counts could be read. A card that is
    /// late, of nobody, of somebody who had voted or of another area never got its mark.
    /// </summary>
    public long OfMarked => Counted + Of(InvalidGround.Unreadable) + Of(InvalidGround.TooMany) + Of(InvalidGround.TooFew);

    /// <summary>The tally of a batch.</summary>
    /// <param name="cards">How many settled cards there are of each ground.</param>
    public static PaperTally Of(PaperBatch batch, IReadOnlyDictionary<InvalidGround, int> cards)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new PaperTally(
            batch.PlaceId,
            batch.PlaceName,
            batch.Numbers,
            cards.GetValueOrDefault(InvalidGround.None),
            [.. Enumerable.Range(1, Grounds).Select(ground => (long)cards.GetValueOrDefault((InvalidGround)ground))]);
    }

    /// <summary>One tally for each place, by its id.</summary>
    public static IReadOnlyList<PaperTally> ByPlace(IEnumerable<PaperTally> batches) =>
        [.. batches.GroupBy(batch => batch.PlaceId).OrderBy(place => place.Key, StringComparer.Ordinal).Select(place => place.Aggregate(Sum))];

    /// <summary>
    /// As it is published: a place of which fewer cards came in than may be told apart is one with the other such places, under no name, and
    /// where these are too few together the next larger one is with them.
    /// </summary>
    public static IReadOnlyList<PaperTally> Joined(IEnumerable<PaperTally> batches)
    {
        List<PaperTally> places = [.. ByPlace(batches).OrderBy(place => place.Numbers.Received)];
        var few = places.TakeWhile(place => place.Numbers.Received < FewestOfPlace).ToList();
        if (few.Sum(place => place.Numbers.Received) is > 0 and < FewestOfPlace && few.Count < places.Count)
        {
            few.Add(places[few.Count]);
        }

        var named = places.Skip(few.Count).OrderBy(place => place.PlaceName, StringComparer.Ordinal);
        return few.Count == 0 ? [.. named] : [.. named, few.Aggregate(Sum) with { PlaceId = "", PlaceName = "" }];
    }

    /// <summary>Whether the cards can be the marked persons': each place with marks has its cards, and none has more of them than marks.
    /// Errors: paper_missing, paper_over_marks; the details name the places.</summary>
    public static Result<Unit> Check(IEnumerable<PaperTally> batches, IReadOnlyList<PlaceMarks> marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        var places = ByPlace(batches);
        var paper = marks.ToLookup(place => place.PlaceId, place => place.Paper);
        var without = marks.Where(place => place.Paper > 0 && places.All(known => known.PlaceId != place.PlaceId)).Select(place => place.Name);
        var over = places.Where(place => place.OfMarked > paper[place.PlaceId].Sum()).Select(place => place.PlaceName);
        var refused = Refused(VotingErrors.PaperMissing, without) ?? Refused(VotingErrors.PaperOverMarks, over);
        return refused is null ? Result.Ok : refused;
    }

    /// <summary>Persons with a mark for paper whose card was neither handed in nor is one of the missing cards of their place.</summary>
    public static long Unaccounted(IEnumerable<PaperTally> batches, IReadOnlyList<PlaceMarks> marks)
    {
        var known = ByPlace(batches).ToDictionary(place => place.PlaceId, place => place.OfMarked + place.Numbers.Missing);
        return marks.Sum(place => Math.Max(0, place.Paper - known.GetValueOrDefault(place.PlaceId)));
    }

    private static Error? Refused(Error error, IEnumerable<string> places) =>
        places.ToList() is { Count: > 0 } named ? error with { Faults = [.. named.Select(name => new FieldFault("place", name))] } : null;

    private static PaperTally Sum(PaperTally one, PaperTally other) => one with
    {
        Numbers = one.Numbers.Plus(other.Numbers),
        Counted = one.Counted + other.Counted,
        Invalid = [.. one.Invalid.Zip(other.Invalid, (left, right) => left + right)],
    };

    private long Of(InvalidGround ground) => Invalid[(int)ground - 1];
}
