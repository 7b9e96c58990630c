using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network;

/// <summary>What an organisation writes when it applies.</summary>
/// <param name="Contact">Whom SKR answers.</param>
/// <param name="Plan">Which sub-budgets are planned, in words.</param>
/// <param name="Decision">The board's decision to apply.</param>
/// <param name="ProjectLeaders">At least one.</param>
/// <param name="ElectedRepresentatives">At least one.</param>
public sealed record ApplicationText(
    string Contact, string Plan, BoardDecision Decision, IReadOnlyList<string> ProjectLeaders, IReadOnlyList<string> ElectedRepresentatives)
{
    private const int MaxNames = 20;

    /// <summary>Reads the names of leaders or representatives from outside: 1 to 20 of them.</summary>
    public static IReadOnlyList<string> ReadNames(Fields fields, IReadOnlyCollection<string> names, string field)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(names);
        fields.Check(names.Count is >= 1 and <= MaxNames, field, "must have 1 to 20 names");
        return [.. names.Take(MaxNames).Select(name => fields.Text(name, field, 2, 200))];
    }
}

/// <summary>
/// An application for membership with the decision of the organisation's board. It is answered once: admitted, declined with a reason,
/// or taken back by the organisation.
/// </summary>
public sealed record Application
{
    public required ApplicationId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    /// <summary>Applied, Admitted, Declined or Withdrawn.</summary>
    public required MembershipState State { get; init; }

    public required ApplicationText Text { get; init; }

    /// <summary>Why it was declined; empty otherwise.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public static Application Submit(OrganisationId organisation, ApplicationText text, DateTimeOffset now) => new()
    {
        Id = Kernel.Id.New<ApplicationId>(now),
        OrganisationId = organisation,
        State = MembershipState.Applied,
        Text = text,
        Reason = "",
        SubmittedAt = now,
    };

    /// <summary>Errors: application_not_open.</summary>
    public Result<Application> Admit() => Answer(MembershipState.Admitted, "");

    /// <summary>Errors: application_not_open.</summary>
    public Result<Application> Decline(string reason) => Answer(MembershipState.Declined, reason);

    /// <summary>Errors: application_not_open.</summary>
    public Result<Application> Withdraw() => Answer(MembershipState.Withdrawn, "");

    private Result<Application> Answer(MembershipState state, string reason) =>
        State == MembershipState.Applied ? this with { State = state, Reason = reason } : NetworkErrors.ApplicationNotOpen;
}
