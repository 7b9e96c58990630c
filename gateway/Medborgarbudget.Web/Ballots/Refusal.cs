using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Ballots;

/// <summary>What a voter is told who has been identified and gets no ballot token.</summary>
internal static class Refusal
{
    /// <summary>She may not vote here, and identifying once more does not change it.</summary>
    public static bool HasPage(Problem problem) => problem.Status == StatusCodes.Status403Forbidden || VoteElsewhereModel.IsReason(problem.Code);

    /// <summary>Null where <see cref="HasPage"/> is false.</summary>
    public static IResult? PageOf(Place place, Problem problem) => problem switch
    {
        _ when VoteElsewhereModel.Of(place, problem) is { } elsewhere => Page.Of<VoteElsewherePage>(elsewhere, problem.Status),
        { Status: StatusCodes.Status403Forbidden } => Page.Of<NotEligiblePage>(new NotEligibleModel(place), problem.Status),
        _ => null,
    };

    /// <summary>What to do about any other: most often to identify herself once more.</summary>
    public static Fault FaultOf(Problem problem) => new("", problem.Status switch
    {
        StatusCodes.Status429TooManyRequests => PageTexts.Get("cast.busy", problem.RetryAfterSeconds ?? 5),
        >= StatusCodes.Status500InternalServerError => PageTexts.Get("identify.unanswered"),
        _ => PageTexts.Get("identify.again"),
    });
}
