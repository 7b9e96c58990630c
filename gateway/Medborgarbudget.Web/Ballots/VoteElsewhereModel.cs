using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.SubBudgets;

namespace Medborgarbudget.Web.Ballots;

/// <summary>Why somebody who may vote, or could have, gets no ballot token here and now: she votes, or has voted, in another way or place.</summary>
/// <param name="Reason">Which texts tell what happened and what may be done.</param>
public sealed record VoteElsewhereModel(Place Place, string Reason)
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["identity.declared_elsewhere"] = "declared",
        ["identity.voted_elsewhere"] = "voted",
        ["identity.free_choice_used"] = "chosen",
        ["identity.voted_at_place"] = "at_place",
        ["identity.guardian_needed"] = "young",
        ["identity.level_too_low"] = "weak",
    };

    /// <summary>She may vote here once she has shown who she is in another way: with a code, or another e-ID.</summary>
    public bool MayIdentifyOtherwise => Reason is "young" or "weak";

    internal static bool IsReason(string code) => Reasons.ContainsKey(code);

    /// <summary>Null for any other refusal.</summary>
    internal static VoteElsewhereModel? Of(Place place, Problem problem) =>
        Reasons.TryGetValue(problem.Code, out var reason) ? new VoteElsewhereModel(place, reason) : null;
}
