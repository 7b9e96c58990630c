using Grpc.Core;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Network.Tests.Features;

public abstract class ApplicationTests(NetworkFixture network)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Application_keeps_what_was_written_and_makes_the_organisation_an_applicant()
    {
        var organisation = await network.Register();

        var application = await network.Apply(organisation.OrganisationId);

        application.State.ShouldBe(Contracts.Network.V1.MembershipState.Applied);
        application.Decision.ShouldBe(Given.Application(organisation.OrganisationId).Decision);
        application.ProjectLeaders.ShouldBe(["Ada Provare"]);
        (await Read(organisation.OrganisationId)).Membership.ShouldBe(Contracts.Network.V1.MembershipState.Applied);
    }

    [Fact]
    public async Task Second_application_while_one_is_open_is_refused()
    {
        var organisation = await network.Register();
        await network.Apply(organisation.OrganisationId);

        (await Submit(Given.Application(organisation.OrganisationId)).CodeOf()).ShouldBe("network.application_open");
    }

    [Fact]
    public async Task Two_applications_at_the_same_time_leave_one_open()
    {
        var organisation = await network.Register();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await network.Apply(organisation.OrganisationId);
                return "applied";
            }
            catch (RpcException exception)
            {
                return exception.ToError().Code;
            }
        }));

        answers.Count(answer => answer == "applied").ShouldBe(1);
        answers.Where(answer => answer != "applied").ShouldAllBe(answer => answer == "network.application_open" || answer == "request.stale");
        (await Read(organisation.OrganisationId)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task Decision_of_the_board_in_the_future_is_refused()
    {
        var request = Given.Application((await network.Register()).OrganisationId);
        request.Decision.Date = "2027-01-16";

        (await Submit(request).FaultsOf()).ShouldBe(["decision.date"]);
    }

    [Fact]
    public async Task Application_without_a_decision_is_refused()
    {
        var request = Given.Application((await network.Register()).OrganisationId);
        request.Decision = null;

        (await Submit(request).FaultsOf()).ShouldContain("decision.body");
    }

    [Fact]
    public async Task Admitted_organisation_is_a_member_of_a_cohort_for_two_years()
    {
        var member = await Read(await network.Member());

        member.Membership.ShouldBe(Contracts.Network.V1.MembershipState.Admitted);
        member.Cohort.ShouldBe("2027");
        member.MemberUntil.ShouldBe("2029-01-15");
        (await Submit(Given.Application(member.OrganisationId)).CodeOf()).ShouldBe("network.already_member");
    }

    [Fact]
    public async Task Application_that_was_answered_is_not_answered_again()
    {
        var organisation = await network.Register();
        var application = await network.Apply(organisation.OrganisationId);
        await network.Leader.DeclineApplicationAsync(Decline(application), cancellationToken: Token);

        (await network.Leader.AdmitApplicationAsync(Admit(application), cancellationToken: Token).CodeOf()).ShouldBe("network.application_not_open");
        (await network.Administrator(organisation.OrganisationId)
            .WithdrawApplicationAsync(new() { ApplicationId = application.ApplicationId }, cancellationToken: Token).CodeOf())
            .ShouldBe("network.application_not_open");
    }

    [Fact]
    public async Task Declined_organisation_learns_the_reason_and_may_apply_again()
    {
        var organisation = await network.Register();
        var application = await network.Apply(organisation.OrganisationId);

        var declined = await network.Leader.DeclineApplicationAsync(Decline(application), cancellationToken: Token);

        declined.Reason.ShouldBe("Kohorten är full");
        (await network.Apply(organisation.OrganisationId)).ApplicationId.ShouldNotBe(application.ApplicationId);
    }

    [Fact]
    public async Task Decline_needs_a_reason()
    {
        var application = await network.Apply((await network.Register()).OrganisationId);
        var request = new DeclineApplicationRequest { ApplicationId = application.ApplicationId };

        (await network.Leader.DeclineApplicationAsync(request, cancellationToken: Token).FaultsOf()).ShouldBe(["reason"]);
    }

    [Fact]
    public async Task Organisation_takes_its_application_back()
    {
        var organisation = await network.Register();
        var application = await network.Apply(organisation.OrganisationId);

        var withdrawn = await network.Administrator(organisation.OrganisationId)
            .WithdrawApplicationAsync(new() { ApplicationId = application.ApplicationId }, cancellationToken: Token);

        withdrawn.State.ShouldBe(Contracts.Network.V1.MembershipState.Withdrawn);
        (await Read(organisation.OrganisationId)).Membership.ShouldBe(Contracts.Network.V1.MembershipState.Withdrawn);
    }

    [Fact]
    public async Task Every_change_of_an_organisation_is_published_with_a_rising_version()
    {
        var id = Guid.Parse(await network.Member());

        var events = (await network.PublishedAsync<OrganisationChanged>(Token)).Where(happened => happened.OrganisationId == id);

        events.Select(happened => (happened.Version, happened.Membership))
            .ShouldBe([(1, "Interested"), (2, "Applied"), (3, "Admitted")]);
    }

    [Fact]
    public async Task Applications_are_listed_newest_first()
    {
        network.Clock.Advance(TimeSpan.FromSeconds(1));
        var older = await network.Apply((await network.Register()).OrganisationId);
        network.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await network.Apply((await network.Register()).OrganisationId);

        var first = await network.Leader.ListApplicationsAsync(new() { PageSize = 1 }, cancellationToken: Token);
        var second = await network.Leader.ListApplicationsAsync(new() { PageSize = 1, PageToken = first.NextPageToken }, cancellationToken: Token);

        first.Applications.ShouldHaveSingleItem().ApplicationId.ShouldBe(newer.ApplicationId);
        second.Applications.ShouldHaveSingleItem().ApplicationId.ShouldBe(older.ApplicationId);
    }

    private static AdmitApplicationRequest Admit(Contracts.Network.V1.Application application) =>
        new() { ApplicationId = application.ApplicationId, Cohort = "2027" };

    private static DeclineApplicationRequest Decline(Contracts.Network.V1.Application application) =>
        new() { ApplicationId = application.ApplicationId, Reason = "Kohorten är full" };

    private AsyncUnaryCall<Contracts.Network.V1.Application> Submit(SubmitApplicationRequest request) =>
        network.Administrator(request.OrganisationId).SubmitApplicationAsync(request, cancellationToken: Token);

    private async Task<Contracts.Network.V1.Organisation> Read(string id) =>
        await network.Visitor.GetOrganisationAsync(new() { OrganisationId = id }, cancellationToken: Token);
}

public sealed class ApplicationSqliteTests(SqliteNetwork network) : ApplicationTests(network), IClassFixture<SqliteNetwork>;

public sealed class ApplicationPostgresTests(PostgresNetwork network) : ApplicationTests(network), IClassFixture<PostgresNetwork>;
