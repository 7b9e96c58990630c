using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Wire = Medborgarbudget.Contracts.Network.V1;

namespace Medborgarbudget.Network.Grpc;

/// <summary>Domain values as messages. The enums of both sides have the same numbers.</summary>
internal static class WireMapping
{
    public static Wire.Organisation ToWire(this Organisation organisation) => new()
    {
        OrganisationId = organisation.Id.ToString(),
        Name = organisation.Name,
        Kind = (Wire.OrganisationKind)organisation.Kind,
        Slug = organisation.Slug,
        Rehearsal = organisation.IsRehearsal,
        Membership = (Wire.MembershipState)organisation.Membership,
        Cohort = organisation.Cohort ?? "",
        MemberUntil = Day(organisation.MemberUntil),
        Version = organisation.Version,
    };

    public static Wire.Application ToWire(this Application application) => new()
    {
        ApplicationId = application.Id.ToString(),
        OrganisationId = application.OrganisationId.ToString(),
        State = (Wire.MembershipState)application.State,
        Contact = application.Text.Contact,
        Plan = application.Text.Plan,
        Decision = application.Text.Decision.ToWire(),
        ProjectLeaders = { application.Text.ProjectLeaders },
        ElectedRepresentatives = { application.Text.ElectedRepresentatives },
        Reason = application.Reason,
        SubmittedAt = application.SubmittedAt.ToTimestamp(),
    };

    public static Wire.GoodExample ToWire(this GoodExample example) => new()
    {
        GoodExampleId = example.Id.ToString(),
        OrganisationId = example.OrganisationId.ToString(),
        EditionId = example.EditionId.ToString(),
        Title = example.Title,
        Text = example.Text,
        Published = example.IsPublished,
        PublishedAt = example.PublishedAt?.ToTimestamp(),
        ReviewAt = Day(example.ReviewAt),
    };

    private static Wire.BoardDecision ToWire(this BoardDecision decision) => new()
    {
        Body = decision.Body,
        Date = Day(decision.Date),
        Paragraph = decision.Paragraph,
        CaseNumber = decision.CaseNumber,
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
