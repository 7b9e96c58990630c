using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Work;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.Audit;

/// <summary>Holds ballots against persons, channel by channel, with what is published of the vote.</summary>
internal static class AuditPages
{
    /// <summary>Places whose shifts are listed; a vote with more shows the first of them.</summary>
    private const int MostPlaces = 100;

    public static readonly Role[] Roles = [Role.Auditor, Role.CountLeader, Role.ProcessLeader];

    /// <summary>Documents of the vote that anybody may read, once they are there; the address of each below the sub-budget.</summary>
    private static readonly string[] Published = ["manifest-document", "log/heads", "closing", "published-files", "result-document", "counted-list", "channels"];

    public static void MapAudit(this IEndpointRouteBuilder app) => app.MapGet("/granskning/{d}", Show);

    private static async Task<IResult> Show(string d, Officials officials, ApiClient api, CancellationToken cancellationToken)
    {
        var (place, otherwise) = await officials.EnterAsync(d, Roles, cancellationToken);
        if (place is null)
        {
            return otherwise;
        }

        var answer = await api.SendAsync<Reconciliation>(new ApiCall(HttpMethod.Get, $"sub-budgets/{place.Id}/reconciliation"), cancellationToken);
        if (answer.Problem is { Status: not (StatusCodes.Status404NotFound or StatusCodes.Status409Conflict) } problem)
        {
            throw new ApiFailureException(problem);
        }

        return Page.Of<AuditPage>(new AuditModel(place, answer.Value, answer.Problem, await ShiftsAsync(place, api, cancellationToken), await FilesAsync(place, api, cancellationToken)));
    }

    private static async Task<IReadOnlyList<PlaceShifts>> ShiftsAsync(Place place, ApiClient api, CancellationToken cancellationToken)
    {
        var places = await api.FindAsync<ListVotingPlacesResponse>($"sub-budgets/{place.Id}/voting-places?pageSize={MostPlaces}", cancellationToken);
        var found = new List<PlaceShifts>();
        foreach (var votingPlace in places?.VotingPlaces ?? [])
        {
            var shifts = await api.GetAsync<ListShiftsResponse>($"voting-places/{votingPlace.VotingPlaceId}/shifts?pageSize=100", cancellationToken);
            found.Add(new PlaceShifts(votingPlace, shifts.Shifts));
        }

        return found;
    }

    /// <summary>Those that are there: a link to what is not published yet helps nobody.</summary>
    private static async Task<IReadOnlyList<string>> FilesAsync(Place place, ApiClient api, CancellationToken cancellationToken)
    {
        var there = await Task.WhenAll(Published.Select(name => api.HasAsync($"sub-budgets/{place.Id}/{name}", cancellationToken)));
        return [.. Published.Where((_, index) => there[index])];
    }
}

public sealed record PlaceShifts(VotingPlace VotingPlace, IReadOnlyList<Shift> Shifts);

/// <param name="Report">Null while there is none.</param>
/// <param name="Refusal">Why there is none.</param>
/// <param name="Files">Names of published documents, as in their addresses.</param>
public sealed record AuditModel(Place Place, Reconciliation? Report, Problem? Refusal, IReadOnlyList<PlaceShifts> Places, IReadOnlyList<string> Files);
