using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Tests.Features;
using Medborgarbudget.Kernel;
using Client = Medborgarbudget.Contracts.Identity.V1.ApiClientService.ApiClientServiceClient;
using IdentityClient = Medborgarbudget.Contracts.Identity.V1.IdentityService.IdentityServiceClient;
using WireKind = Medborgarbudget.Contracts.Identity.V1.ApiClientKind;

namespace Medborgarbudget.Identity.Tests.OpenId;

/// <summary>An organisation with an administrator who signs in as people do, and a client of a third party that she registers.</summary>
internal sealed class ThirdPartyDriver(SignInFixture host, string administrator = "alva")
{
    public const string Redirect = "https://torget.test/klar";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public OrganisationId Organisation { get; private set; }

    public string ClientId { get; private set; } = "";

    public string ApiClientId { get; private set; } = "";

    /// <summary>Registers a client, on trial.</summary>
    public async Task RegisterAsync(WireKind kind = WireKind.Public)
    {
        Organisation = await host.AddOrganisationAsync(Cancel);
        var leader = new IdentityClient(host.As(await TokenAsync(IdentityFixture.NetworkLeaderKey)));
        var invited = await leader.InviteAdministratorsAsync(new InviteAdministratorsRequest { OrganisationId = Organisation.ToString(), Count = 1 }, cancellationToken: Cancel);
        await new IdentityClient(host.As(await TokenAsync(administrator))).RedeemInvitationAsync(new RedeemInvitationRequest { Code = invited.Codes[0] }, cancellationToken: Cancel);
        var client = await (await AdministratorAsync()).RegisterApiClientAsync(
            new RegisterApiClientRequest
            {
                OrganisationId = Organisation.ToString(), Name = "Torget <b>& andra</b>", Kind = kind, RedirectUris = { Redirect },
                Origins = { "https://torget.test" }, Scopes = { "ideas", "vote" }, Contact = "torget@example.se",
            },
            cancellationToken: Cancel);
        (ClientId, ApiClientId) = (client.ClientId, client.ApiClientId);
    }

    public async Task ApproveAsync() =>
        await (await AdministratorAsync()).ApproveApiClientAsync(new ApproveApiClientRequest { ApiClientId = ApiClientId }, cancellationToken: Cancel);

    public async Task SuspendAsync() =>
        await (await AdministratorAsync()).SuspendApiClientAsync(new SuspendApiClientRequest { ApiClientId = ApiClientId }, cancellationToken: Cancel);

    public async Task ResumeAsync() =>
        await (await AdministratorAsync()).ResumeApiClientAsync(new ResumeApiClientRequest { ApiClientId = ApiClientId }, cancellationToken: Cancel);

    public async Task<string> RotateAsync() =>
        (await (await AdministratorAsync()).RotateApiClientSecretAsync(new RotateApiClientSecretRequest { ApiClientId = ApiClientId }, cancellationToken: Cancel)).ClientSecret;

    public async Task<IReadOnlyList<string>> SetKeysAsync(string publicKeys) =>
        (await (await AdministratorAsync()).SetApiClientKeysAsync(
            new SetApiClientKeysRequest { ApiClientId = ApiClientId, PublicKeys = publicKeys }, cancellationToken: Cancel)).KeyIds;

    public SignInClient Browser(string? secret = null) => new(host.Http, ClientId, Redirect, secret);

    /// <summary>A person's token through our own command line.</summary>
    public async Task<string> TokenAsync(string person) =>
        (await new SignInClient(host.Http).SignInAsync(person, Cancel)).GetProperty("access_token").GetString()!;

    /// <summary>A sub-budget of the organisation in which the person may vote now. Without a number the key of the simulated e-ID is her key on the roll.</summary>
    public async Task<RollDriver> VotingAsync(string person, bool rehearsal, OrganisationId? organisation = null)
    {
        var roll = new RollDriver(host, organisation ?? Organisation);
        var token = await TokenAsync(administrator);
        await roll.EnterAsync("Determined", rehearsal: rehearsal);
        var rolls = new RollService.RollServiceClient(host.As(token));
        var import = await rolls.StartRollImportAsync(new StartRollImportRequest { SubBudgetId = roll.SubBudget.ToString(), ExtractDate = "2027-01-10" }, cancellationToken: Cancel);
        await rolls.PutRollImportPartAsync(new PutRollImportPartRequest { RollImportId = import.RollImportId, Part = 1, Csv = $"key_type,key\nlocal,{person}\n" }, cancellationToken: Cancel);
        await rolls.CommitRollImportAsync(new CommitRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: Cancel);
        await roll.EnterAsync("Voting", rehearsal: rehearsal);
        return roll;
    }

    private async Task<Client> AdministratorAsync() => new(host.As(await TokenAsync(administrator)));
}
