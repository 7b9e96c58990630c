namespace Medborgarbudget.Contracts.Events;

/// <summary>An organisation as it is now: published at every change.</summary>
/// <param name="Kind"><c>Municipality</c>, <c>Region</c> or <c>Other</c>.</param>
/// <param name="Membership">Name of medborgarbudget.network.v1.MembershipState without prefix, e.g. <c>Admitted</c>.</param>
public sealed record OrganisationChanged(
    Guid OrganisationId, int Version, string Name, string Slug, string Kind, bool Rehearsal, string Membership) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.network.organisation_changed.v1";

    public Guid Subject => OrganisationId;
}
