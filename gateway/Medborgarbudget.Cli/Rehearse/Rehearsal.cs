using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Cli.Rehearse.Casting;
using Medborgarbudget.Cli.Rehearse.Shaped;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>The whole rehearsal: read, set up or take up again, cast, count, compare.</summary>
internal sealed class Rehearsal(RehearseOptions options, Display display, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(30);

    private readonly Calls _calls = new(options.Wait, clock);

    public async Task<RehearsalReport> RunAsync(CancellationToken cancellationToken)
    {
        await using var resumed = options.Resume is { } file ? await StateFile.ResumeAsync(file, cancellationToken) : null;
        var election = resumed is null
            ? await ReadElection.FromAsync(await ElectionFileAsync(cancellationToken), options.ByDeclaredRule, cancellationToken)
            : await ReadElection.FromAsync(new FileInfo(resumed.State.Election), resumed.State.ByDeclaredRule, cancellationToken);
        var address = options.Gateway ?? new Uri(resumed!.State.Gateway);
        using var gateway = new GatewayConnection(address, options.Concurrency);
        var staff = await new FindStaff(gateway, _calls, clock).FindAsync(cancellationToken);
        foreach (var note in election.Notes)
        {
            display.Step($"Note: {note}");
        }

        await using var made = resumed is null ? await SetUpAsync(gateway, staff, election, cancellationToken) : null;
        var report = await FinishAsync(gateway, staff, election, made ?? Checked(resumed!, election), cancellationToken);
        if (made is not null && options.State is null && report.IsInOrder)
        {
            made.File.Delete();
            (options.Voters is null ? null : new FileInfo(election.FilePath))?.Delete();
        }

        return report;
    }

    // Kept while the rehearsal may have to be taken up again, as its state is.
    private Task<FileInfo> ElectionFileAsync(CancellationToken cancellationToken) =>
        options.Voters is { } voters
            ? MadeUpElection.WriteAsync(voters, new FileInfo(Path.Combine(Path.GetTempPath(), $"mb-election-{Guid.NewGuid():N}.pb")), cancellationToken)
            : Task.FromResult(options.Election!);

    private static StateFile Checked(StateFile resumed, RehearsedElection election) =>
        resumed.State.Sha256 == election.Sha256 && resumed.Codes.Length == election.BallotCount
            ? resumed
            : throw CommandException.BadInput($"{resumed.File.FullName} is of another election than {election.FilePath} is now, or its set-up was not finished.");

    private async Task<StateFile> SetUpAsync(GatewayConnection gateway, Staff staff, RehearsedElection election, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var (subBudget, proposalIds) = await new SetUp(gateway, _calls, staff, display, clock).FreezeBallotAsync(election, cancellationToken);
        display.Step($"Roll and voting codes of {election.BallotCount} voters");
        var codes = new VotingCodes(gateway, _calls, staff, clock);
        await codes.ImportRollAsync(subBudget, election.BallotCount, cancellationToken);
        var issued = await codes.IssueAsync(subBudget, election.BallotCount, cancellationToken);
        var state = new RehearsalState(
            gateway.Address.ToString(),
            election.FilePath,
            election.Sha256,
            subBudget,
            Guid.NewGuid().ToString("N"),
            clock.GetElapsedTime(started).TotalSeconds,
            proposalIds)
        {
            ByDeclaredRule = options.ByDeclaredRule,
        };
        var file = await StateFile.CreateAsync(options.State, state, issued, cancellationToken);
        display.Step($"If it breaks off: mb rehearse --resume {file.File.FullName}");
        return file;
    }

    private async Task<RehearsalReport> FinishAsync(
        GatewayConnection gateway, Staff staff, RehearsedElection election, StateFile file, CancellationToken cancellationToken)
    {
        var subBudget = file.State.SubBudgetId;
        var isOpen = await OpenVotingAsync(gateway, staff, subBudget, cancellationToken);
        var cast = options.Day is { } day
            ? await new CastByShape(gateway, options, day, file, election, clock).RunAsync(display.Table, cancellationToken)
            : await new CastBallots(gateway, options, file, election, clock).RunAsync(isOpen, display, cancellationToken);
        if (cast.FirstRefusal is { } refusal)
        {
            display.Step($"First refusal: {refusal}");
        }

        display.Step("Closing and counting");
        var (result, list) = await new CloseAndCount(gateway, _calls, staff, subBudget, clock).RunAsync(cancellationToken);
        var report = Report(election, file.State, cast, new Compare(election, file.State, cast).With(result, list));
        if (cast.Day is { Day.Page: { } page } outcome)
        {
            await DayPage.WriteAsync(page, report, outcome, gateway.Address, clock.GetUtcNow(), cancellationToken);
        }

        return report;
    }

    /// <summary>True when ballots are taken in; false when an earlier run has closed the voting.</summary>
    private async Task<bool> OpenVotingAsync(GatewayConnection gateway, Staff staff, string subBudget, CancellationToken cancellationToken)
    {
        const string Step = "Opening the voting";
        var read = new GetSubBudgetRequest { SubBudgetId = subBudget };
        var found = await _calls.AskAsync(Step, null, call => gateway.Budget.GetSubBudgetAsync(read, call), cancellationToken);
        if (found.Phase == Phase.BallotFrozen)
        {
            display.Step(Step);
            await new MovePhase(gateway, _calls).ToAsync(subBudget, Phase.Voting, staff.ProcessLeader, staff.SecondProcessLeader, cancellationToken);
        }

        var started = clock.GetTimestamp();
        var request = new GetVotingStatusRequest { SubBudgetId = subBudget };
        var status = new VotingStatus();
        while (!status.Open && !status.Closed)
        {
            if (clock.GetElapsedTime(started) > OpeningPatience)
            {
                throw CommandException.Failed($"{Step}: the sub-budget is in its phase, but no ballots are taken in.");
            }

            await Task.Delay(Poll, clock, cancellationToken);
            status = await _calls.AskAsync(Step, null, call => gateway.Voting.GetVotingStatusAsync(request, call), cancellationToken);
        }

        return status.Open;
    }

    private RehearsalReport Report(RehearsedElection election, RehearsalState state, CastReport cast, Comparison comparison)
    {
        long Number(CastOutcome outcome) => cast.Outcomes.Count(each => each == outcome);
        return new RehearsalReport(
            election.Name,
            state.SubBudgetId,
            election.BallotCount,
            options.Concurrency,
            Number(CastOutcome.Acknowledged) + Number(CastOutcome.AcknowledgedAgain),
            comparison.Counted,
            comparison.Lost,
            comparison.Doubled,
            Number(CastOutcome.Unknown),
            Number(CastOutcome.Refused),
            Math.Round(cast.Duration > TimeSpan.Zero ? cast.CastNow / cast.Duration.TotalSeconds : 0, 1),
            Math.Round(cast.Latencies.Percentile(0.5).TotalMilliseconds, 2),
            Math.Round(cast.Latencies.Percentile(0.99).TotalMilliseconds, 2),
            Math.Round(state.SetupSeconds, 1),
            Math.Round(cast.Duration.TotalSeconds, 2),
            comparison.SelectedIds,
            comparison.OutcomeAgrees,
            comparison.CityAgrees,
            election.Notes)
        {
            Shape = cast.Day?.Day.Shape.Name,
            TokenP99Ms = cast.Day is { } day ? Math.Round(day.Tokens.Percentile(0.99).TotalMilliseconds, 2) : null,
            SentAgain = cast.Day?.Timeline.Seen.Sum(interval => interval.SentAgain),
            LateVoters = cast.Day?.Late,
        };
    }
}
