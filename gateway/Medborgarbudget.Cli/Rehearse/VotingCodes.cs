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
            var create = new CreateCodeBatchRequest { SubBudgetId = subBudget, Title = KeyPrefix.TrimEnd('-'), Count = CodesAtOnce };
            var batch = await calls.AskAsync(Step, staff.Administrator, options => gateway.CodeBatches.CreateCodeBatchAsync(create, options), cancellationToken);
            var download = new DownloadCodeBatchRequest { SubBudgetId = subBudget, Number = batch.Number, Format = CodeBatchFormat.Csv };
            var file = await calls.AskAsync(Step, staff.Administrator, options => gateway.CodeBatches.DownloadCodeBatchAsync(download, options), cancellationToken);
            issued += Read(file.Data.ToStringUtf8(), codes);
        }

        return codes;
    }

    /// <summary>Puts the codes of a downloaded batch in their places; tells how many there were.</summary>
    private static int Read(string csv, string[] codes)
    {
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        foreach (var fields in lines.Skip(1).Select(line => line.Split(',')))
        {
            codes[int.Parse(fields[1].AsSpan(KeyPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture) - 1] = fields[2];
        }

        return lines.Length - 1;
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

            if (committed is { State: RollImportState.Cancelled })
            {
                throw CommandException.Failed($"{step}: somebody cancelled the import");
            }

            await Task.Delay(Poll, clock, cancellationToken);
            committed = await calls.AskAsync(
                step, person, options => gateway.Roll.GetRollImportAsync(new GetRollImportRequest { RollImportId = importId }, options), cancellationToken);
        }
    }
}
