using System.Collections.Concurrent;
using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.Process;

/// <summary>The program is killed while it answers, twice in a year: nothing that was answered with success is lost, events included.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class KillTests : IDisposable
{
    private const int Writers = 4;
    private const int Residents = 120;
    private const int ProposalsBeforeKill = 12;
    private const int BallotsBeforeKill = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-kill-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_that_was_answered_with_success_is_lost_by_a_kill()
    {
        var running = await StandaloneProcess.RunAsync(_folder, Cancel);
        try
        {
            using var api = new PublicApi(running.Gateway, running.GatewayGrpc, TimeProvider.System);
            var rule = new VotingRule { VoteType = VoteType.ChooseOne, CountRule = CountRule.Greedy };
            var year = await ShortYear.OpenIntakeAsync(api, rule, Cancel);
            var submitted = await WhileKilledAsync(running, ProposalsBeforeKill, Residents, number => SubmitAsync(year, number));
            running = await AgainAsync(running);
            await EverySubmittedIsScreenedAsync(api, year, submitted);

            var election = await ShortYear.OpenVotingAsync(api, year, Residents, Cancel);
            var receipts = await WhileKilledAsync(running, BallotsBeforeKill, Residents, number => CastAsync(election, number));
            running = await AgainAsync(running);
            await EveryReceiptIsCountedAsync(api, year, election, receipts);
        }
        finally
        {
            running.Dispose();
        }
    }

    /// <summary>Several writers at once; when enough was answered with success the process is killed under them.</summary>
    private static async Task<IReadOnlyCollection<T>> WhileKilledAsync<T>(StandaloneProcess running, int enough, int most, Func<int, Task<T>> write)
    {
        var answered = new ConcurrentBag<T>();
        using var reached = new SemaphoreSlim(0);
        var writers = Enumerable.Range(0, Writers).Select(async writer =>
        {
            try
            {
                for (var number = writer + 1; number <= most; number += Writers)
                {
                    answered.Add(await write(number));
                    reached.Release();
                }
            }
            catch (Exception exception) when (exception is RpcException or HttpRequestException)
            {
                // The process is gone: what was not answered may or may not be there.
            }
        }).ToList();
        for (var count = 0; count < enough; count++)
        {
            (await reached.WaitAsync(TimeSpan.FromMinutes(1), Cancel)).ShouldBeTrue("the writers stopped too early");
        }

        await running.KillAsync();
        await Task.WhenAll(writers);
        answered.Count.ShouldBeLessThan(most);
        return answered;
    }

    private async Task<StandaloneProcess> AgainAsync(StandaloneProcess killed)
    {
        killed.Dispose();
        return await StandaloneProcess.RunAsync(_folder, Cancel, killed.Port, killed.GrpcPort);
    }

    private static Task<string> SubmitAsync(SubBudgetYear year, int number) =>
        year.ProposeAsync(ShortYear.Idea(number), Cancel);

    private static async Task EverySubmittedIsScreenedAsync(PublicApi api, SubBudgetYear year, IReadOnlyCollection<string> submitted)
    {
        var visitor = new ProposalService.ProposalServiceClient(api.Visitor);
        var list = new ListProposalsRequest { SubBudgetId = year.Id, PageSize = 100 };
        var listed = await PublicApi.Eventually(async () => await visitor.ListProposalsAsync(list, cancellationToken: Cancel), Cancel);
        submitted.ShouldBeSubsetOf(listed.Proposals.Select(proposal => proposal.ProposalId));
        listed.Proposals.Select(proposal => proposal.Number).ShouldBeUnique();

        // Screening learns of a proposal by its event alone.
        await year.AdvanceAsync(Phase.Screening, DemoPersons.ProcessLeader, Cancel);
        foreach (var proposal in listed.Proposals)
        {
            await year.ScreenAsync(proposal.ProposalId, ShortYear.Idea(0), Cancel);
        }

        var screened = await new ScreeningService.ScreeningServiceClient(await api.As(DemoPersons.LeadScreener, Cancel))
            .ListScreeningsAsync(new ListScreeningsRequest { SubBudgetId = year.Id, PageSize = 100 }, cancellationToken: Cancel);
        screened.Screenings.Select(screening => screening.ProposalId).ShouldBe(listed.Proposals.Select(proposal => proposal.ProposalId), ignoreOrder: true);
    }

    private static async Task<string> CastAsync(Election election, int number)
    {
        var receipt = await election.CastByCodeAsync(Election.Resident(number), items => [items[number % items.Count]], Cancel);
        return receipt.ReceiptCode;
    }

    private static async Task EveryReceiptIsCountedAsync(PublicApi api, SubBudgetYear year, Election election, IReadOnlyCollection<string> receipts)
    {
        await election.CountAsync(Cancel);
        var votes = new VotingService.VotingServiceClient(api.Visitor);
        foreach (var receipt in receipts)
        {
            var check = await votes.CheckReceiptAsync(new CheckReceiptRequest { ReceiptCode = receipt }, cancellationToken: Cancel);
            check.Included.ShouldBeTrue();
            check.Replaced.ShouldBeFalse();
        }

        // Beside what was answered, each writer may have had one ballot on its way.
        var result = await votes.GetResultAsync(new GetResultRequest { SubBudgetId = year.Id }, cancellationToken: Cancel);
        result.Ballots.ShouldBeInRange(receipts.Count, receipts.Count + Writers);
        result.Items.Sum(item => item.Votes).ShouldBe(result.Ballots);
    }
}
