using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.OpenId;
using Medborgarbudget.Identity.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// Where somebody goes whom an e-ID has identified: back to the authorization endpoint with a session; or, when she came for a ballot, straight to the web frontend
/// with a code. Of who only votes no account is made and no session begins.
/// </summary>
internal sealed class SignInEnd(IdentitySettings settings, PersonStore persons, BallotIdentifications identifications)
{
    /// <summary>The address to go to.</summary>
    public async Task<string> FinishAsync(HttpContext context, PersonKey key, string name, SignIn signIn, WayBack wayBack)
    {
        if (wayBack.Ballot is { } request)
        {
            return QueryHelpers.AddQueryString(
                BallotEndpoint.ReturnAddress(settings.Web!).AbsoluteUri,
                new Dictionary<string, string?> { ["code"] = identifications.Give(request, key, signIn), ["state"] = request.State });
        }

        var person = await persons.FindOrAddAsync(key, name, context.RequestAborted);
        await Session.StartAsync(context, person, signIn);
        return wayBack.Address;
    }
}
