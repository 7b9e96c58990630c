using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;
using Calendar = Medborgarbudget.Contracts.Budget.V1.Calendar;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>The made-up town whose budget year is walked through, and how far it has come.</summary>
internal sealed class Town : IDisposable
{
    public const long Pot = 300_000;
    public const string DecidedBody = "Kommunstyrelsen";

    private readonly MovableSystem _system;
    private readonly PublicApi _others;
    private readonly DateTimeOffset _today = TimeProvider.System.GetUtcNow();

    /// <param name="system">Where the town is.</param>
    /// <param name="wire">What carries every call, if not gRPC alone.</param>
    public Town(MovableSystem system, Interceptor? wire = null)
    {
        _system = system;
        Record = new ActRecord(wire);
        _others = new PublicApi(system.Gateway, system.GatewayGrpc, system.Clock, wire: Record);
        WrongPersons = new WrongPersonsFirst(_others);
        Api = new PublicApi(system.Gateway, system.GatewayGrpc, system.Clock, WrongPersons.Before, Record);
    }

    /// <summary>The right persons' calls, each tried by wrong persons first.</summary>
    public PublicApi Api { get; }

    /// <summary>Anybody's calls as they are: of those who expect to be refused, and of the neighbours.</summary>
    public PublicApi Others => _others;

    public WrongPersonsFirst WrongPersons { get; }

    /// <summary>What went well, of everybody's calls.</summary>
    public ActRecord Record { get; }

    public CallInvoker Visitor => _others.Visitor;

    public string Organisation { get; set; } = "";

    /// <summary>The neighbouring organisation.</summary>
    public string Neighbour { get; set; } = "";

    public string Edition { get; set; } = "";

    /// <summary>The other sub-budget of the organisation.</summary>
    public Elsewhere Elsewhere { get; set; } = null!;

    public SubBudgetYear Year { get; set; } = null!;

    public string SubBudget => Year.Id;

    /// <summary>Proposals by title.</summary>
    public Dictionary<string, string> Proposals { get; } = [];

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public int ThisYear => _today.Year;

    public Calendar Calendar => new()
    {
        IntakeOpens = Time(-240),
        IntakeCloses = Time(-210),
        ReviewCloses = Time(-180),
        VotingOpens = Time(-170),
        VotingCloses = Time(-156),
        ObjectionsClose = Time(-149),
    };

    /// <summary>A person who expects to be refused, or whose call changes nothing: no wrong persons are tried before.</summary>
    public Task<CallInvoker> As(string person) => _others.As(person, Cancel);

    /// <summary>Sets the clock to so many days from now.</summary>
    public void At(double days) => _system.SetClock(_today.AddDays(days));

    public string Day(double days) => _today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void SignOut()
    {
        Api.SignOut();
        _others.SignOut();
    }

    /// <summary>The guards that keep the sub-budget from the next phase, as the person is told.</summary>
    public async Task<IReadOnlyList<string>> CannotEnterAsync(Phase to, string person)
    {
        var budgets = new BudgetService.BudgetServiceClient(await As(person));
        return await Refusals.RefusedAsync(
            StatusCode.FailedPrecondition, "budget.guard_open", () => budgets.AdvancePhaseAsync(new AdvancePhaseRequest { SubBudgetId = SubBudget, To = to }, cancellationToken: Cancel));
    }

    /// <summary>A person whose role is asked for in some other phase cannot move this one.</summary>
    public async Task MayNotLeaveAsync(Phase to, string person)
    {
        var budgets = new BudgetService.BudgetServiceClient(await As(person));
        await Refusals.RefusedAsync(
            StatusCode.PermissionDenied, "budget.role_cannot_leave_phase", () => budgets.AdvancePhaseAsync(new AdvancePhaseRequest { SubBudgetId = SubBudget, To = to }, cancellationToken: Cancel));
    }

    /// <summary>Two persons are needed: the first one's second call is refused, the second one's moves.</summary>
    public async Task AdvanceByTwoAsync(Phase to, string first, string second)
    {
        await Year.AdvanceAsync(to, first, Cancel);
        var budgets = new BudgetService.BudgetServiceClient(await As(first));
        await Refusals.RefusedAsync(
            StatusCode.FailedPrecondition, "budget.second_person_is_first", () => budgets.AdvancePhaseAsync(new AdvancePhaseRequest { SubBudgetId = SubBudget, To = to }, cancellationToken: Cancel));
        await Year.AdvanceAsync(to, second, Cancel);
    }

    public void Dispose()
    {
        Api.Dispose();
        _others.Dispose();
    }

    public Timestamp Time(double days) => _today.AddDays(days).ToTimestamp();
}
