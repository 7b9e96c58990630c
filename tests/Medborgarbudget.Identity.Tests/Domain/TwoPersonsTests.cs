using CsCheck;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Tests.Domain;

/// <summary>The rule that every act of two persons follows, whatever the act.</summary>
public sealed class TwoPersonsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lifetime = TimeSpan.FromTicks(60);
    private static readonly PersonId[] Persons = [.. Enumerable.Range(0, 3).Select(_ => PersonId.From(Guid.NewGuid()))];
    private static readonly TwoPersonsErrors Errors = new(Named("first"), Named("expired"), Named("approved"));

    /// <summary>Persons who try to approve one after another, each some time after the one before.</summary>
    private static readonly Gen<(int By, int Wait)[]> Tries = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 40]).Array[0, 6];

    [Fact]
    public void Another_person_approves_in_time_and_once_whatever_is_tried() =>
        Tries.Sample(tries =>
        {
            var act = new TwoPersons(Persons[0], Start, Lifetime);
            var now = Start;
            var isDone = false;
            foreach (var (by, wait) in tries)
            {
                now = now.AddTicks(wait);
                var expected = Expected(isDone, now, by);
                var outcome = act.Approve(Persons[by], now, Errors);
                outcome.Error.ShouldBe(expected);
                if (expected is null)
                {
                    outcome.Value.ShouldBe(act with { ApprovedBy = Persons[by], ApprovedAt = now });
                    (act, isDone) = (outcome.Value, true);
                }

                act.StateAt(now).ShouldBe(isDone ? TwoPersonsState.Approved : now - Start < Lifetime ? TwoPersonsState.Requested : TwoPersonsState.Expired);
            }
        });

    [Fact]
    public void Approved_act_names_two_persons_and_a_time_before_it_expired() =>
        Tries.Sample(tries =>
        {
            var now = Start;
            var act = tries.Aggregate(new TwoPersons(Persons[0], Start, Lifetime), (act, attempt) =>
            {
                now = now.AddTicks(attempt.Wait);
                return act.Approve(Persons[attempt.By], now, Errors).Succeeded(out var approved, out _) ? approved : act;
            });
            return act.ApprovedBy is null ? act.ApprovedAt is null : act.ApprovedBy != act.RequestedBy && act.ApprovedAt < act.ExpiresAt;
        });

    [Fact]
    public void Request_ends_at_the_last_moment_of_its_lifetime()
    {
        var act = new TwoPersons(Persons[0], Start, Lifetime);
        act.StateAt(act.ExpiresAt.AddTicks(-1)).ShouldBe(TwoPersonsState.Requested);
        act.StateAt(act.ExpiresAt).ShouldBe(TwoPersonsState.Expired);
    }

    private static Error? Expected(bool isDone, DateTimeOffset now, int by) => (isDone, now - Start < Lifetime, by) switch
    {
        (true, _, _) => Errors.Approved,
        (_, false, _) => Errors.Expired,
        (_, _, 0) => Errors.SecondPersonIsFirst,
        _ => null,
    };

    private static Error Named(string what) => new($"test.{what}", ErrorKind.State, what);
}
