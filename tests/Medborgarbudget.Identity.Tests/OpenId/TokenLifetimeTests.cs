using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Tests.Features;
using Medborgarbudget.Kernel;
using Microsoft.IdentityModel.JsonWebTokens;
using Client = Medborgarbudget.Contracts.Identity.V1.IdentityService.IdentityServiceClient;

namespace Medborgarbudget.Identity.Tests.OpenId;

/// <summary>Tests that move the clock have a host of their own.</summary>
public sealed class TokenLifetimeTests(SignInFixture host) : IClassFixture<SignInFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Access_token_is_worth_nothing_after_five_minutes_and_the_skew()
    {
        var token = (await new SignInClient(host.Http).SignInAsync("alva", Cancel)).GetProperty("access_token").GetString();
        var client = new Client(host.As(token));
        (await Failures.CodeOf(() => client.GetMeAsync(new GetMeRequest(), cancellationToken: Cancel).ResponseAsync)).ShouldBe("");
        host.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(31));
        (await Failures.CodeOf(() => client.GetMeAsync(new GetMeRequest(), cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.unauthenticated");
    }

    [Fact]
    public async Task Role_taken_away_is_gone_from_the_next_token()
    {
        var organisation = await AdministeredAsync();
        var first = await Token("adm-1");
        var request = new ListRoleGrantsRequest { OrganisationId = organisation.ToString() };
        var mine = (await first.GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).PersonId;
        var grants = (await first.ListRoleGrantsAsync(request, cancellationToken: Cancel)).RoleGrants;
        var other = await Token("adm-2");
        var grant = grants.Single(grant => grant.PersonId == mine).RoleGrantId;
        await other.RequestRoleRevocationAsync(new RequestRoleRevocationRequest { RoleGrantId = grant }, cancellationToken: Cancel);
        await first.ApproveRoleRevocationAsync(new ApproveRoleRevocationRequest { RoleGrantId = grant }, cancellationToken: Cancel);
        var renewed = await Token("adm-1");
        (await Failures.CodeOf(() => renewed.ListRoleGrantsAsync(request, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Role_in_one_sub_budget_stands_so_in_the_token_and_counts_there_alone()
    {
        var organisation = await AdministeredAsync();
        var (north, south) = (new RollDriver(host, organisation), new RollDriver(host, organisation));
        await north.EnterAsync("Determined");
        await south.EnterAsync("Determined");
        var mine = (await (await Token("otto")).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).PersonId;
        var grant = await (await Token("adm-1")).RequestRoleGrantAsync(
            new RequestRoleGrantRequest { OrganisationId = organisation.ToString(), SubBudgetId = north.SubBudget.ToString(), PersonId = mine, Role = Contracts.Access.V1.Role.VotingOfficer },
            cancellationToken: Cancel);
        await (await Token("adm-2")).ApproveRoleGrantAsync(new ApproveRoleGrantRequest { RoleGrantId = grant.RoleGrantId }, cancellationToken: Cancel);
        var token = (await new SignInClient(host.Http).SignInAsync("otto", Cancel)).GetProperty("access_token").GetString()!;
        new JsonWebToken(token).Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value).ShouldBe([$"voting_officer@{organisation}/{north.SubBudget}"]);
        var me = await new Client(host.As(token)).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel);
        me.Roles.Single().SubBudgetId.ShouldBe(north.SubBudget.ToString());
        (await PlacesAsync(north)).ShouldBe("");
        (await PlacesAsync(south)).ShouldBe("request.forbidden");

        Task<string> PlacesAsync(RollDriver roll) => Failures.CodeOf(() => new VotingPlaceService.VotingPlaceServiceClient(host.As(token))
            .ListVotingPlacesAsync(new ListVotingPlacesRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync);
    }

    [Fact]
    public async Task Session_lasts_half_an_hour()
    {
        var client = new SignInClient(host.Http);
        await client.CodeAsync("bo", Cancel);
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        using var answer = await client.GetAsync(client.AuthorizePath(), Cancel);
        answer.Headers.Location!.OriginalString.ShouldStartWith("/simulated-eid");
    }

    /// <summary>An organisation with the administrators adm-1 and adm-2.</summary>
    private async Task<OrganisationId> AdministeredAsync()
    {
        var organisation = await host.AddOrganisationAsync(Cancel);
        var leader = await Token("nils");
        var codes = (await leader.InviteAdministratorsAsync(new InviteAdministratorsRequest { OrganisationId = organisation.ToString(), Count = 2 }, cancellationToken: Cancel)).Codes;
        await (await Token("adm-1")).RedeemInvitationAsync(new RedeemInvitationRequest { Code = codes[0] }, cancellationToken: Cancel);
        await (await Token("adm-2")).RedeemInvitationAsync(new RedeemInvitationRequest { Code = codes[1] }, cancellationToken: Cancel);
        return organisation;
    }

    private async Task<Client> Token(string person) =>
        new(host.As((await new SignInClient(host.Http).SignInAsync(person, Cancel)).GetProperty("access_token").GetString()));
}
