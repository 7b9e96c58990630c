using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>Draws voting codes as an administrator does: a batch, downloaded as CSV.</summary>
public static class VotingCodes
{
    /// <summary>The codes of the next entries of the roll, by their local keys; entries with a personal number are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> DrawAsync(
        CallInvoker administrator, string subBudget, string title, int count, CancellationToken cancellationToken)
    {
        var client = new CodeBatchService.CodeBatchServiceClient(administrator);
        var batch = await client.CreateCodeBatchAsync(
            new CreateCodeBatchRequest { SubBudgetId = subBudget, Title = title, Count = count }, cancellationToken: cancellationToken);
        var file = await client.DownloadCodeBatchAsync(
            new DownloadCodeBatchRequest { SubBudgetId = subBudget, Number = batch.Number, Format = CodeBatchFormat.Csv }, cancellationToken: cancellationToken);
        return file.Data.ToStringUtf8().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Select(line => line.Split(','))
            .Where(fields => fields[1].Length > 0)
            .ToDictionary(fields => fields[1], fields => fields[2], StringComparer.Ordinal);
    }
}
