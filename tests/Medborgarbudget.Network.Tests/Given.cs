using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Network.Tests;

internal static class Given
{
    public static RegisterOrganisationRequest Registration(string slug) =>
        new() { Name = "Provby kommun", Kind = Contracts.Network.V1.OrganisationKind.Municipality, Slug = slug };

    public static SubmitApplicationRequest Application(string organisationId) => new()
    {
        OrganisationId = organisationId,
        Contact = "kansliet@provby.invalid",
        Plan = "Två områden turas om",
        Decision = new() { Body = "Kommunstyrelsen", Date = "2027-01-12", Paragraph = "§ 112", CaseNumber = "KS 2026/4" },
        ProjectLeaders = { "Ada Provare" },
        ElectedRepresentatives = { "Bo Provare" },
    };

    public static DraftGoodExampleRequest Example(string organisationId, string editionId) =>
        new() { OrganisationId = organisationId, EditionId = editionId, Title = "Parken som blev av", Text = "Så gjorde vi." };

    /// <summary>The code of the error that the call fails with.</summary>
    public static async Task<string> CodeOf<T>(this AsyncUnaryCall<T> call) =>
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).ToError().Code;

    /// <summary>The faulty fields that the call is refused for.</summary>
    public static async Task<IEnumerable<string>> FaultsOf<T>(this AsyncUnaryCall<T> call) =>
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).ToError().Faults.Select(fault => fault.Field);
}
