namespace Medborgarbudget.Contracts.Events;

/// <summary>
/// An official has changed something: a line for the organisation's audit log. Every service publishes it, so <c>audit</c> stands for the service
/// in its name; which one it was and when stand in the envelope.
/// </summary>
/// <param name="OrganisationId">Where she acted, by a role of hers.</param>
/// <param name="Subject">Id of the object: what she made, else what the address names last, else the organisation.</param>
/// <param name="Role">Name of medborgarbudget.access.v1.Role without prefix, e.g. <c>ProcessLeader</c>.</param>
/// <param name="Action">Name of the rpc.</param>
public sealed record OfficialActed(Guid OrganisationId, Guid Subject, Guid PersonId, string Role, string Action) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.audit.official_acted.v1";
}
