using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Benchmarks.SignIns;

/// <summary>A way from a visitor whom nobody knows to a ballot token.</summary>
/// <param name="Steps">Their names in their order; one of them is the broker's own answer.</param>
internal sealed record Way(string Name, IReadOnlyList<string> Steps, Func<SignInAddresses, string, Visitor> Arrive)
{
    /// <summary>That of the reference web: identified for one ballot.</summary>
    public static readonly Way ForOneBallot = new("identified for one ballot", ["begin", "broker", "callback", "ballot token"], (addresses, number) => new VoterOnly(addresses, number));

    /// <summary>That of third-party frontends, and of who signs in to do more than vote.</summary>
    public static readonly Way SignedIn = new(
        "signed in first (client mb-web with secret and refresh token)", ["authorize", "to the e-ID", "broker", "callback", "code", "tokens", "ballot token"], (addresses, number) => new SignedInVoter(addresses, number));

    public async Task WalkAsync(Visitor visitor, HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        for (var step = 0; step < Steps.Count; step++)
        {
            await visitor.StepAsync(step, http, cancellationToken);
        }
    }
}

/// <summary>Somebody who is identified for one ballot.</summary>
internal sealed class VoterOnly(SignInAddresses addresses, string personalNumber) : Visitor(addresses, personalNumber)
{
    public override Task StepAsync(int step, HttpMessageInvoker http, CancellationToken cancellationToken) => step switch
    {
        0 => FollowAsync(
            http,
            $"{Addresses.Identity}connect/ballot?sub_budget={Addresses.SubBudget}&state={NewState()}&code_challenge_method=S256&code_challenge={Challenge}",
            cancellationToken),
        1 => IdentifyAsync(http, cancellationToken),
        2 => GoOnAsync(http, cancellationToken),
        3 => RedeemAsync(http, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private async Task RedeemAsync(HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, new Uri(Addresses.Identity, $"medborgarbudget/v1/sub-budgets/{Addresses.SubBudget}/ballot-identifications:redeem"));
        request.Content = new StringContent(
            JsonSerializer.Serialize(new { code = Code, codeVerifier = Verifier }), Encoding.UTF8, "application/json");
        await TakeAsync(http, request, "token", cancellationToken);
    }
}

/// <summary>Somebody who signs in by authorization code and asks for a ballot token with her access token.</summary>
internal sealed class SignedInVoter(SignInAddresses addresses, string personalNumber) : Visitor(addresses, personalNumber)
{
    public override Task StepAsync(int step, HttpMessageInvoker http, CancellationToken cancellationToken) => step switch
    {
        0 => FollowAsync(http, AuthorizeAddress(), cancellationToken),
        2 => IdentifyAsync(http, cancellationToken),
        1 or 3 or 4 => GoOnAsync(http, cancellationToken),
        5 => RedeemAsync(http, cancellationToken),
        6 => AskBallotTokenAsync(http, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private string AuthorizeAddress() =>
        $"{Addresses.Identity}connect/authorize?client_id={SignInAddresses.ClientId}&redirect_uri={Uri.EscapeDataString(SignInAddresses.Redirect)}&response_type=code"
        + $"&scope=openid%20profile%20offline_access&state={NewState()}&nonce={Guid.NewGuid():N}&code_challenge_method=S256&code_challenge={Challenge}";

    private async Task RedeemAsync(HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, new Uri(Addresses.Identity, "connect/token"));
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = SignInAddresses.ClientId,
            ["client_secret"] = SignInAddresses.ClientSecret,
            ["code"] = Code,
            ["redirect_uri"] = SignInAddresses.Redirect,
            ["code_verifier"] = Verifier,
        });
        await TakeAsync(http, request, "access_token", cancellationToken);
    }

    private async Task AskBallotTokenAsync(HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, new Uri(Addresses.Identity, $"medborgarbudget/v1/sub-budgets/{Addresses.SubBudget}/ballot-tokens"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Next);
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        await TakeAsync(http, request, "token", cancellationToken);
    }
}
