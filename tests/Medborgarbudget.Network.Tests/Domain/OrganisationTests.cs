using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network.Tests.Domain;

public sealed class OrganisationTests
{
    private static readonly DateOnly Today = new(2027, 1, 15);

    private static Organisation New() =>
        Organisation.Register(OrganisationId.From(Guid.NewGuid()), "Provby", OrganisationKind.Municipality, "provby", isRehearsal: false);

    [Fact]
    public void Organisation_that_registers_is_interested_and_no_member()
    {
        var organisation = New();

        organisation.Membership.ShouldBe(MembershipState.Interested);
        organisation.IsMember(Today).ShouldBeFalse();
        organisation.Version.ShouldBe(1);
    }

    [Fact]
    public void Organisation_with_an_open_application_cannot_apply_again() =>
        New().Apply(Today).Value.Apply(Today).Error.ShouldBe(NetworkErrors.ApplicationOpen);

    [Fact]
    public void Admission_lasts_two_years_with_the_last_day()
    {
        var member = New().Apply(Today).Value.Admit("2027", Today);

        member.MemberUntil.ShouldBe(new DateOnly(2029, 1, 15));
        member.IsMember(new DateOnly(2029, 1, 15)).ShouldBeTrue();
        member.IsMember(new DateOnly(2029, 1, 16)).ShouldBeFalse();
    }

    [Fact]
    public void Member_cannot_apply_until_the_two_years_have_passed()
    {
        var member = New().Apply(Today).Value.Admit("2027", Today);

        member.Apply(new DateOnly(2029, 1, 15)).Error.ShouldBe(NetworkErrors.AlreadyMember);
        member.Apply(new DateOnly(2029, 1, 16)).Value.Membership.ShouldBe(MembershipState.Applied);
    }

    [Fact]
    public void Declined_and_withdrawn_organisations_may_apply_again()
    {
        New().Apply(Today).Value.Decline().Apply(Today).IsError.ShouldBeFalse();
        New().Apply(Today).Value.Withdraw().Apply(Today).IsError.ShouldBeFalse();
    }

    [Fact]
    public void Version_rises_by_one_with_every_change()
    {
        var applied = New().Apply(Today).Value;

        applied.Version.ShouldBe(2);
        applied.Admit("2027", Today).Version.ShouldBe(3);
        applied.Decline().Version.ShouldBe(3);
        applied.Withdraw().Version.ShouldBe(3);
    }
}
