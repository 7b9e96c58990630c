using System.Globalization;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Client = Medborgarbudget.Contracts.Identity.V1.RollService.RollServiceClient;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

/// <summary>A sub-budget of its own with the calls an administrator makes on its roll.</summary>
public sealed class RollDriver(IdentityFixture host, OrganisationId? organisation = null, Guid? edition = null)
{
    private readonly Guid _edition = edition ?? Guid.NewGuid();

    private int _version;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public OrganisationId Organisation { get; } = organisation ?? Id.New<OrganisationId>(host.Clock.GetUtcNow());

    public SubBudgetId SubBudget { get; } = Id.New<SubBudgetId>(host.Clock.GetUtcNow());

    public Client Administrator => new(host.As(host.Tokens.Holder(WireRole.Administrator, Organisation)));

    public Client Visitor => new(host.As(null));

    public static RollRuleData Everyone => new(0, 0, new DateOnly(2027, 1, 1));

    /// <summary>Tells the phase as Budget does; voting is open for a week from now.</summary>
    public Task EnterAsync(string phase, RollRuleData? rule = null, bool paused = false, bool rehearsal = false, int? version = null, bool aborted = false) =>
        host.DeliverAsync(
            new SubBudgetChanged(
                SubBudget.Value, _edition, Organisation.Value, version ?? ++_version, phase, paused, aborted, rehearsal, "Norra byn", 1_000_000, 500_000,
                new VotingRuleData("Approval", "Greedy", 0, 0), rule ?? Everyone, Calendar(host.Clock.GetUtcNow()), []),
            Cancel);

    public async Task<RollImport> StartAsync() =>
        await Administrator.StartRollImportAsync(
            new StartRollImportRequest { SubBudgetId = SubBudget.ToString(), ExtractDate = "2027-01-10" }, cancellationToken: Cancel);

    public async Task<RollImport> PutAsync(RollImport import, int part, string csv) =>
        await Administrator.PutRollImportPartAsync(
            new PutRollImportPartRequest { RollImportId = import.RollImportId, Part = part, Csv = csv }, cancellationToken: Cancel);

    public async Task<RollImport> CommitAsync(RollImport import) =>
        await Administrator.CommitRollImportAsync(new CommitRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: Cancel);

    public async Task<RollImport> GetAsync(RollImport import) =>
        await Administrator.GetRollImportAsync(new GetRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: Cancel);

    /// <summary>Takes in a whole roll of one part.</summary>
    public async Task<RollImport> ImportAsync(string csv)
    {
        var import = await StartAsync();
        await PutAsync(import, 1, csv);
        return await CommitAsync(import);
    }

    /// <summary>Starts changes to the roll as it is now.</summary>
    public async Task<RollImport> StartChangesAsync(Contracts.Identity.V1.RollMapping? mapping = null) => await Administrator.StartRollImportAsync(
        new StartRollImportRequest { SubBudgetId = SubBudget.ToString(), ExtractDate = "2027-01-10", Mapping = mapping, Changes = true }, cancellationToken: Cancel);

    /// <summary>Takes in changes of one part.</summary>
    public async Task<RollImport> ChangeAsync(string csv)
    {
        var import = await StartChangesAsync();
        await PutAsync(import, 1, csv);
        return await CommitAsync(import);
    }

    /// <summary>Takes in local keys k1 … kn.</summary>
    public Task<RollImport> ImportLocalAsync(int count) =>
        ImportAsync("key_type,key,area\n" + string.Concat(Enumerable.Range(1, count).Select(i => $"local,k{i},Norr\n")));

    public CodeBatchService.CodeBatchServiceClient Codes => new(host.As(host.Tokens.Holder(WireRole.Administrator, Organisation)));

    public Task<Contracts.Identity.V1.CodeBatch> CreateBatchAsync(int count, string area = "", string title = "Klass 7B") => Codes.CreateCodeBatchAsync(
        new CreateCodeBatchRequest { SubBudgetId = SubBudget.ToString(), Title = title, Area = area, Count = count }, cancellationToken: Cancel).ResponseAsync;

    public Task<Google.Api.HttpBody> DownloadAsync(int batch, CodeBatchFormat format = CodeBatchFormat.Csv) => Codes.DownloadCodeBatchAsync(
        new DownloadCodeBatchRequest { SubBudgetId = SubBudget.ToString(), Number = batch, Format = format }, cancellationToken: Cancel).ResponseAsync;

    /// <summary>Draws the codes of the next entries, as a batch of their own.</summary>
    public async Task<IReadOnlyList<DrawnCode>> DrawCodesAsync(int count) => await DrawAsync((await CreateBatchAsync(count)).Number);

    /// <summary>Draws the codes of a batch.</summary>
    public async Task<IReadOnlyList<DrawnCode>> DrawAsync(int batch) => DrawnCode.Read((await DownloadAsync(batch)).Data.ToStringUtf8());

    public Task<BallotToken> RedeemAsync(string code) =>
        Visitor.RedeemVotingCodeAsync(new RedeemVotingCodeRequest { SubBudgetId = SubBudget.ToString(), Code = code }, cancellationToken: Cancel).ResponseAsync;

    public Task<BallotToken> TokenAsync(PersonId person) =>
        new Client(host.As(host.Tokens.Person(person)))
            .IssueBallotTokenAsync(new IssueBallotTokenRequest { SubBudgetId = SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    public async Task<RollSummary> SummaryAsync() =>
        await SummaryAsync(Holder(WireRole.Auditor));

    public Task<RollSummary> SummaryAsync(Client client) =>
        client.GetRollSummaryAsync(new GetRollSummaryRequest { SubBudgetId = SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    /// <summary>Somebody who holds the role in the organisation.</summary>
    public Client Holder(WireRole role, PersonId? person = null) => new(host.As(
        person is { } known ? host.Tokens.Person(known, new ServiceDefaults.Access.HeldRole(role, Organisation)) : host.Tokens.Holder(role, Organisation)));

    private static CalendarData Calendar(DateTimeOffset now) =>
        new(now.AddDays(-30), now.AddDays(-20), now.AddDays(-10), now, now.AddDays(7), now.AddDays(14));
}

/// <summary>A line of a downloaded batch.</summary>
public sealed record DrawnCode(int Serial, string LocalKey, string Code)
{
    public static IReadOnlyList<DrawnCode> Read(string csv)
    {
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("serial,key,code");
        return [.. lines.Skip(1).Select(line => line.Split(',')).Select(fields => new DrawnCode(int.Parse(fields[0], CultureInfo.InvariantCulture), fields[1], fields[2]))];
    }
}
