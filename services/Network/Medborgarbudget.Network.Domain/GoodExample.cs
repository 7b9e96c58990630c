using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network;

/// <summary>
/// What others can learn from a closed edition, told by a member and published by SKR. A draft is nobody's business but the organisation's
/// and SKR's. Published is final; it is looked at again after two years.
/// </summary>
public sealed record GoodExample
{
    /// <summary>Years after which what was learnt is reviewed.</summary>
    public const int YearsToReview = 2;

    public required GoodExampleId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required EditionId EditionId { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public DateOnly? ReviewAt { get; init; }

    public bool IsPublished => PublishedAt is not null;

    /// <summary>Drafts an example. Errors: not_member, edition_not_closed.</summary>
    /// <param name="edition">The closed edition that is named, or null when none of that id is closed.</param>
    public static Result<GoodExample> Draft(Organisation organisation, ClosedEdition? edition, string title, string text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        if (!organisation.IsMember(SwedishDay.Of(now)))
        {
            return NetworkErrors.NotMember;
        }

        if (edition is null || !IsOwn(edition, organisation))
        {
            return NetworkErrors.EditionNotClosed;
        }

        return new GoodExample
        {
            Id = Kernel.Id.New<GoodExampleId>(now),
            OrganisationId = organisation.Id,
            EditionId = edition.Id,
            Title = title,
            Text = text,
        };
    }

    /// <summary>Shows it to everybody. Errors: good_example_published.</summary>
    public Result<GoodExample> Publish(DateTimeOffset now) => IsPublished
        ? NetworkErrors.GoodExamplePublished
        : this with { PublishedAt = now, ReviewAt = SwedishDay.Of(now).AddYears(YearsToReview) };

    private static bool IsOwn(ClosedEdition edition, Organisation organisation) => edition.OrganisationId == organisation.Id;
}
