using System.Globalization;
using System.Text;
using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>Takes in a roll of made-up voters, one for each ballot, and issues a voting code to each.</summary>
internal sealed class VotingCodes(GatewayConnection gateway, Calls calls, Staff staff, TimeProvider clock)
{
    private const string KeyPrefix = "rehearsal-";
    private const int RowsInPart = 30_000;
    private const int CodesAtOnce = 10_000;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public async Task ImportRollAsync(string subBudget, int voters, CancellationToken cancellationToken)
    {
        const string Step = "Importing the roll";
        var start = new StartRollImportRequest
        {
            SubBudgetId = subBudget,
            ExtractDate = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        var import = await calls.AskAsync(
            Step, staff.Administrator, options => gateway.Roll.StartRollImportAsync(start, options), cancellationToken);
        for (var (part, first) = (1, 0); first < voters; part++, first += RowsInPart)
        {
            var put = new PutRollImportPartRequest
            {
                RollImportId = import.RollImportId, Part = part, Csv = Csv(first, Math.Min(RowsInPart, voters - first)),
            };
            await calls.AskAsync(Step, staff.Administrator, options => gateway.Roll.PutRollImportPartAsync(put, options), cancellationToken);
        }

        await CommitAsync(Step, import.RollImportId, cancellationToken);
    }

    /// <summary>The codes by the number of the ballot that each is for.</summary>
    public async Task<string[]> IssueAsync(string subBudget, int voters, CancellationToken cancellationToken)
    {
        const string Step = "Issuing voting codes";
        var codes = new string[voters];
        for (var issued = 0; issued < voters;)
        {
            var request = new IssueVotingCodesRequest { SubBudgetId = subBudget, Count = CodesAtOnce };
            var answer = await calls.AskAsync(
                Step, staff.Administrator, options => gateway.Roll.IssueVotingCodesAsync(request, options), cancellationToken);
            if (answer.Codes.Count == 0)
            {
                // Codes are shown once: those of an answer that was lost on the way are gone.
                throw CommandException.Failed($"{Step}: {issued} of {voters} codes were received; start the rehearsal anew.");
            }

            foreach (var code in answer.Codes)
            {
                codes[int.Parse(code.LocalKey.AsSpan(KeyPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture) - 1] = code.Code;
            }

            issued += answer.Codes.Count;
        }

        return codes;
    }

    private static string Csv(int first, int count)
    {
        var csv = new StringBuilder(first == 0 ? "key_type,key\n" : "");
        for (var voter = first + 1; voter <= first + count; voter++)
        {
            csv.Append("local,").Append(KeyPrefix).Append(CultureInfo.InvariantCulture, $"{voter:D6}").Append('\n');
        }

        return csv.ToString();
    }

    /// <summary>A large roll may take longer than the gateway waits; then its state tells.</summary>
    private async Task CommitAsync(string step, string importId, CancellationToken cancellationToken)
    {
        var person = staff.Administrator;
        var commit = new CommitRollImportRequest { RollImportId = importId };
        var committed = await calls.AskAsync(
            step, person, options => gateway.Roll.CommitRollImportAsync(commit, options), ["identity.roll_import_not_open", "request.timeout"], cancellationToken);
        while (committed is not { State: RollImportState.Committed })
        {
            if (committed is { State: RollImportState.Faulty })
            {
                throw CommandException.Failed($"{step}: the roll was found faulty: {committed.Faults.FirstOrDefault()?.Message}");
            }

            await Task.Delay(Poll, clock, cancellationToken);
            committed = await calls.AskAsync(
                step, person, options => gateway.Roll.GetRollImportAsync(new GetRollImportRequest { RollImportId = importId }, options), cancellationToken);
        }
    }
}
