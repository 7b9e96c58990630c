using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network.Tests.Domain;

public sealed class GoodExampleTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2027, 1, 15);

    private readonly Organisation _member = New().Apply(Today).Value.Admit("2027", Today);

    private static Organisation New() =>
        Organisation.Register(OrganisationId.From(Guid.NewGuid()), "Provby", OrganisationKind.Municipality, "provby", isRehearsal: false);

    private static ClosedEdition ClosedEditionOf(Organisation organisation) =>
        new(EditionId.From(Guid.NewGuid()), organisation.Id, "2026", 2026);

    [Fact]
    public void Member_drafts_an_example_of_its_closed_edition()
    {
        var draft = GoodExample.Draft(_member, ClosedEditionOf(_member), "Parken", "Vi lärde oss …", Now).Value;

        draft.IsPublished.ShouldBeFalse();
        draft.OrganisationId.ShouldBe(_member.Id);
    }

    [Fact]
    public void Organisation_that_is_no_member_drafts_nothing()
    {
        var stranger = New();

        GoodExample.Draft(stranger, ClosedEditionOf(stranger), "Parken", "x", Now).Error.ShouldBe(NetworkErrors.NotMember);
    }

    [Fact]
    public void Edition_that_is_not_closed_gives_no_example() =>
        GoodExample.Draft(_member, null, "Parken", "x", Now).Error.ShouldBe(NetworkErrors.EditionNotClosed);

    [Fact]
    public void Edition_of_another_organisation_gives_no_example() =>
        GoodExample.Draft(_member, ClosedEditionOf(New()), "Parken", "x", Now).Error.ShouldBe(NetworkErrors.EditionNotClosed);

    [Fact]
    public void Example_is_published_once_and_reviewed_after_two_years()
    {
        var published = GoodExample.Draft(_member, ClosedEditionOf(_member), "Parken", "x", Now).Value.Publish(Now).Value;

        published.ReviewAt.ShouldBe(new DateOnly(2029, 1, 15));
        published.Publish(Now).Error.ShouldBe(NetworkErrors.GoodExamplePublished);
    }
}
