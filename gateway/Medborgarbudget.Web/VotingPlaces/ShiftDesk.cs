using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.Work;
using ApiClient = Medborgarbudget.Web.Api.ApiClient;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>Lets an official in to a shift: the officer to her own, the others to look at it.</summary>
internal sealed class ShiftDesk(ApiClient api, Places places, Officials officials)
{
    private static readonly Role[] MaySee = [Role.VotingOfficer, Role.ProcessLeader, Role.CountLeader, Role.Auditor];

    /// <summary>The shift of the address, or the page to show in its place.</summary>
    public async Task<(OpenShift? Shift, IResult Otherwise)> EnterAsync(string id, bool withMarks, CancellationToken cancellationToken)
    {
        if (officials.AskToSignIn() is { } signIn)
        {
            return (null, signIn);
        }

        if (!Guid.TryParseExact(id, "D", out var shiftId))
        {
            return (null, Page.Missing());
        }

        var answer = await api.SendAsync<ShiftSheet>(new ApiCall(HttpMethod.Get, $"shifts/{shiftId}?withMarks={(withMarks ? "true" : "false")}"), cancellationToken);
        switch (answer.Problem)
        {
            case { Status: StatusCodes.Status403Forbidden, Code: "request.forbidden" }:
                // Whose the shift is cannot be told to a stranger.
                return (null, Page.Of<RoleNeededPage>(new RoleNeededModel(MaySee, ""), StatusCodes.Status403Forbidden));
            case { Status: StatusCodes.Status404NotFound }:
                return (null, Page.Missing());
        }

        var sheet = answer.OrThrow();
        if (await places.FindAsync(sheet.VotingPlace.SubBudgetId, cancellationToken) is not { } place)
        {
            return (null, Page.Missing());
        }

        var isOwn = (await officials.MeAsync(cancellationToken)).PersonId == sheet.Shift.PersonId;
        var maySettle = isOwn || await officials.HoldsAsync(place, Role.ProcessLeader, cancellationToken);
        return (new OpenShift(place, sheet, isOwn, maySettle), Results.Empty);
    }
}

/// <param name="IsOwn">She marks voters in it.</param>
/// <param name="MaySettle">She settles and closes it.</param>
public sealed record OpenShift(Place Place, ShiftSheet Sheet, bool IsOwn, bool MaySettle)
{
    public string Id => Sheet.Shift.ShiftId;

    public bool IsClosed => Sheet.Shift.ClosedAt is not null;

    /// <summary>Address of a page of the shift, without language.</summary>
    public string At(string page = "") => $"/arbete/rostmottagning/{Id}{(page.Length > 0 ? "/" : "")}{page}";

    public bool IsOnAt(DateTimeOffset now) => !IsClosed && Sheet.Shift.BeginsAt.ToDateTimeOffset() <= now && now < Sheet.Shift.EndsAt.ToDateTimeOffset();
}
