using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Client = Medborgarbudget.Contracts.Identity.V1.RollService.RollServiceClient;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

/// <summary>Persons who have signed in, and what they declare.</summary>
public sealed class DeclarationDriver(IdentityFixture host)
{
    public const string Header = "key_type,key,area,groups,birth_date\n";

    public static RollRuleData AnyAge => new(0, 0, new DateOnly(2027, 1, 1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Somebody with a key of her own, or with a personal number.</summary>
    public async Task<Voter> PersonAsync(string? number = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var key = number is null ? new PersonKey(RollKeyType.Local, $"e-{Guid.NewGuid():N}") : new PersonKey(RollKeyType.PersonalNumber, number);
        return new Voter(await scope.ServiceProvider.GetRequiredService<PersonStore>().FindOrAddAsync(key, "Testperson", Cancel), key.Text);
    }

    /// <summary>A sub-budget of its own, or of an edition, that is voting.</summary>
    public async Task<RollDriver> OpenAsync(RollRuleData rule, string rows, Guid? edition = null)
    {
        var roll = new RollDriver(host, edition: edition);
        await roll.EnterAsync("Determined", rule);
        await roll.ImportAsync(Header + rows);
        await roll.EnterAsync("Voting", rule);
        return roll;
    }

    public Task<Declaration> DeclareAsync(RollDriver roll, Voter voter, ConnectionKind kind = ConnectionKind.Works, bool affirmed = true) => As(voter).DeclareConnectionAsync(
        new DeclareConnectionRequest { SubBudgetId = roll.SubBudget.ToString(), Connection = kind, Affirmed = affirmed }, cancellationToken: Cancel).ResponseAsync;

    public Task<Declaration> MineAsync(RollDriver roll, Voter voter) =>
        As(voter).GetMyDeclarationAsync(new GetMyDeclarationRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    public Task<WithdrawDeclarationResponse> WithdrawAsync(RollDriver roll, Voter voter) =>
        As(voter).WithdrawDeclarationAsync(new WithdrawDeclarationRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    public static Task<ListDeclarationsResponse> ListAsync(RollDriver roll, WireRole role = WireRole.VotingOfficer, int size = 0, string token = "") =>
        roll.Holder(role).ListDeclarationsAsync(
            new ListDeclarationsRequest { SubBudgetId = roll.SubBudget.ToString(), PageSize = size, PageToken = token }, cancellationToken: Cancel).ResponseAsync;

    public Task<Electorate> ElectorateAsync(RollDriver roll) =>
        new ElectorateService.ElectorateServiceClient(host.As(host.Tokens.Service("voting")))
            .GetElectorateAsync(new GetElectorateRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    /// <summary>What she is told who asks for a ballot token; empty where she gets one.</summary>
    public static Task<string> CodeOf(RollDriver roll, Voter voter) => Failures.CodeOf(() => roll.TokenAsync(voter.Id));

    private Client As(Voter voter) => new(host.As(host.Tokens.Person(voter.Id)));
}

/// <summary>A person who has signed in, and the key that her e-ID tells.</summary>
public sealed record Voter(PersonId Id, string Key);
