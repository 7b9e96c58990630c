using System.Globalization;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Medborgarbudget.Decision.Tests.Features;

/// <summary>The clock is moved, so every test begins with cases of its own at the day that it finds.</summary>
public abstract class LegalForceTests(DecisionFixture decision)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateOnly Today => SwedishDay.Of(decision.Clock.GetUtcNow());

    [Fact]
    public async Task Legal_force_is_told_once_when_the_three_weeks_after_the_notice_are_over()
    {
        var (posted, later, unposted) = (await Noticed(daysAgo: 21), await Noticed(daysAgo: 20), await Adjusted());

        decision.Clock.Advance(TimeSpan.FromDays(1));
        var told = await Told(posted);

        (told.NoticeOn, told.LegalForceOn, told.DecisionReference).ShouldBe((Today.AddDays(-22), Today, "Kommunfullmäktige 2026-12-11 § 58, KS 2026/112"));
        var read = await decision.CaseOf(posted);
        (told.CaseId.ToString(), Text(told.LegalForceOn)).ShouldBe((read.CaseId, read.LegalForceOn));
        (await AllOf(later)).ShouldBeEmpty();

        await decision.RestartAsync();
        var overdue = await Noticed(daysAgo: 30);
        Tick();
        await Told(overdue);

        (await AllOf(posted)).ShouldHaveSingleItem();
        (await AllOf(later)).ShouldBeEmpty();
        (await AllOf(unposted)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Legal_force_is_told_of_a_notice_from_before_it_was_told()
    {
        var posted = await Noticed(daysAgo: 22);
        await using (var scope = decision.Services.CreateAsyncScope())
        {
            var migrator = scope.ServiceProvider.GetRequiredService<ServiceDb>().GetService<IMigrator>();
            await migrator.MigrateAsync("Initial", Token);
            await migrator.MigrateAsync(cancellationToken: Token);
        }

        Tick();

        (await Told(posted)).LegalForceOn.ShouldBe(Today);
    }

    [Fact]
    public async Task Replicas_that_find_the_same_day_tell_once()
    {
        const int Replicas = 4;
        const int Rounds = 10;
        var own = decision.Services.GetServices<IHostedService>().Single(service => service.GetType().Name == "LegalForceClock");
        List<BackgroundService> others =
            [.. Enumerable.Range(0, Replicas).Select(_ => (BackgroundService)ActivatorUtilities.CreateInstance(decision.Services, own.GetType()))];
        foreach (var other in others)
        {
            await other.StartAsync(Token);
        }

        List<ResultCertified> posted = [];
        for (var round = 0; round < Rounds; round++)
        {
            posted.Add(await Noticed(daysAgo: 22));
            Tick();
            await Told(posted[^1]);
        }

        foreach (var other in others)
        {
            await other.StopAsync(Token);
        }

        foreach (var result in posted)
        {
            (await AllOf(result)).ShouldHaveSingleItem();
        }
    }

    /// <summary>Longer than the service waits before it looks again.</summary>
    private void Tick() => decision.Clock.Advance(TimeSpan.FromSeconds(15));

    private async Task<LegalForceDue> Told(ResultCertified result)
    {
        using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(Token);
        tooLong.CancelAfter(Patience);
        while (true)
        {
            if ((await AllOf(result)) is [var first, ..])
            {
                return first;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), tooLong.Token);
        }
    }

    private async Task<IReadOnlyList<LegalForceDue>> AllOf(ResultCertified result) =>
        [.. (await decision.PublishedAsync<LegalForceDue>(Token)).Where(happened => happened.SubBudgetId == result.SubBudgetId)];

    private async Task<ResultCertified> Noticed(int daysAgo)
    {
        var result = await Adjusted();
        await decision.Secretary(result.OrganisationId).PostNoticeAsync(
            new() { CaseId = (await decision.CaseOf(result)).CaseId, NoticeOn = Text(Today.AddDays(-daysAgo)) }, cancellationToken: Token);
        return result;
    }

    private async Task<ResultCertified> Adjusted()
    {
        var result = await decision.Certified();
        var (caseId, secretary) = ((await decision.CaseOf(result)).CaseId, decision.Secretary(result.OrganisationId));
        var decided = result.AsVoted(caseId);
        decided.Decision.Date = "2026-12-11";
        await secretary.RecordDecisionAsync(decided, cancellationToken: Token);
        await secretary.AdjustMinutesAsync(new() { CaseId = caseId, AdjustedOn = "2026-12-12" }, cancellationToken: Token);
        return result;
    }

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}

public sealed class LegalForceSqliteTests(SqliteDecision decision) : LegalForceTests(decision), IClassFixture<SqliteDecision>;

public sealed class LegalForcePostgresTests(PostgresDecision decision) : LegalForceTests(decision), IClassFixture<PostgresDecision>;
