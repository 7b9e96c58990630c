using System.Text.Json.Nodes;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Gateway.OpenApi;

/// <summary>The access option of the protos, as OpenAPI says it and, exactly, as <c>x-access</c>.</summary>
internal static class OpenApiSecurity
{
    private const string SignIn = "signIn";
    private const string Client = "client";
    private const string BallotToken = "ballotToken";

    public static JsonObject Schemes() => new()
    {
        [SignIn] = new JsonObject
        {
            ["type"] = "openIdConnect",
            ["openIdConnectUrl"] = "/.well-known/openid-configuration",
            ["description"] = "A person's access token, by authorization code with PKCE at /connect/authorize and /connect/token. It carries an opaque person id and the person's roles; of a third-party client no roles, and only what the person agreed to (`scope` in x-access).",
        },
        [Client] = new JsonObject
        {
            ["type"] = "oauth2",
            ["description"] = "A registered confidential client's own access token: no person, public reading only.",
            ["flows"] = new JsonObject
            {
                ["clientCredentials"] = new JsonObject { ["tokenUrl"] = "/connect/token", ["scopes"] = new JsonObject() },
            },
        },
        [BallotToken] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["description"] = "A ballot token from IssueBallotToken, RedeemBallotIdentification or RedeemVotingCode. It says that its holder may vote, not who the holder is.",
        },
    };

    /// <summary>Any one of the list is enough; an empty entry means that none is needed.</summary>
    public static JsonArray Requirement(Access access)
    {
        var any = new JsonArray();
        if (access.Everyone)
        {
            any.Add(new JsonObject());
            any.Add(Needs(Client));
        }

        if (access.Participant || access.Roles.Count > 0)
        {
            any.Add(Needs(SignIn));
        }

        if (access.BallotToken)
        {
            any.Add(Needs(BallotToken));
        }

        return any;
    }

    public static JsonObject Access(Access access) => new()
    {
        ["action"] = ActionNames.NameOf(access.Action),
        ["everyone"] = access.Everyone,
        ["participant"] = access.Participant,
        ["roles"] = new JsonArray([.. access.Roles.Select(role => JsonValue.Create(RoleNames.NameOf(role)))]),
        ["ballotToken"] = access.BallotToken,
        ["scope"] = access.Scope,
        ["twoPersons"] = access.TwoPersons,
    };

    private static JsonObject Needs(string scheme) => new() { [scheme] = new JsonArray() };
}
