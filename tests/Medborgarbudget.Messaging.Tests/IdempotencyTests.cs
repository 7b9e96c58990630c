using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Messaging.Tests.Hosts;
using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Messaging.Tests;

/// <summary>Answers a real rpc of the contracts that honours the key: takes the slug, publishes, and refuses a slug that is taken.</summary>
internal sealed class RegisterOnly(BenchDb db, Caller caller, Interference interference) : NetworkService.NetworkServiceBase
{
    public override async Task<Organisation> RegisterOrganisation(RegisterOrganisationRequest request, ServerCallContext context)
    {
        caller.MayActIn(OrganisationId.From(Guid.NewGuid())).ShouldBeTrue();
        db.Taken.Add(new TakenRow { Slug = request.Slug });
        db.Publish(BenchPlaced.New());
        try
        {
            await db.SaveChangesAsync(context.CancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, "taken"));
        }

        await interference.Before(BenchPlaced.New(), context.CancellationToken);
        return new Organisation { OrganisationId = Guid.NewGuid().ToString(), Slug = request.Slug };
    }
}

public abstract class IdempotencyFixture(StorageKind storage) : ServiceFixture(storage)
{
    protected override void Add(WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("network");
        builder.AddStorage<BenchDb, BenchDbSqlite, BenchDbPostgres>();
        builder.AddMessaging();
        builder.Services.AddSingleton<Interference>();
    }

    protected override void Map(WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<RegisterOnly>();
        using var scope = app.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<BenchDb>().Database.EnsureCreated();
    }
}

public sealed class SqliteIdempotency() : IdempotencyFixture(StorageKind.Sqlite);

public sealed class PostgresIdempotency() : IdempotencyFixture(StorageKind.Postgres);

public sealed class IdempotencySqliteTests(SqliteIdempotency host) : IdempotencyTests(host), IClassFixture<SqliteIdempotency>;

public sealed class IdempotencyPostgresTests(PostgresIdempotency host) : IdempotencyTests(host), IClassFixture<PostgresIdempotency>;

/// <summary>A key makes a repetition harmless: one effect, one answer.</summary>
public abstract class IdempotencyTests(IdempotencyFixture host)
{
    private readonly string _key = Guid.NewGuid().ToString();
    private readonly RegisterOrganisationRequest _request = new() { Name = "Provby", Slug = $"provby-{Guid.NewGuid():N}" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_and_request_gets_the_same_answer_and_one_effect()
    {
        var token = Leader();

        var first = await Call(token, _request);
        var second = await Call(token, _request);

        second.ShouldBe(first);
        (await Effects()).ShouldBe(1);
    }

    [Fact]
    public async Task Twenty_calls_at_once_with_one_key_get_one_answer_and_one_effect()
    {
        var token = Leader();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Call(token, _request)));

        answers.Select(answer => answer.OrganisationId).Distinct().Count().ShouldBe(1);
        (await Effects()).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        var token = Leader();
        await Call(token, _request);
        var other = new RegisterOrganisationRequest(_request) { Slug = $"{_request.Slug}-2" };

        var refusal = await Should.ThrowAsync<RpcException>(() => Call(token, other));

        refusal.Status.Detail.ShouldBe(GeneralErrors.KeyReused.Message);
        (await Effects(other.Slug)).ShouldBe(0);
    }

    [Fact]
    public async Task A_call_that_fails_leaves_neither_key_nor_effect()
    {
        var token = Leader();
        var interference = host.Services.GetRequiredService<Interference>();
        interference.Before = (_, _) => throw new InvalidOperationException("no more today");
        await Should.ThrowAsync<RpcException>(() => Call(token, _request));
        (await Effects()).ShouldBe(0);

        interference.Before = (_, _) => Task.CompletedTask;
        await Call(token, _request);

        (await Effects()).ShouldBe(1);
    }

    [Fact]
    public async Task The_key_of_another_caller_is_another_key()
    {
        var first = await Call(Leader(), _request);
        var other = new RegisterOrganisationRequest(_request) { Slug = $"{_request.Slug}-2" };

        var second = await Call(Leader(), other);

        second.OrganisationId.ShouldNotBe(first.OrganisationId);
        (await Effects(other.Slug)).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused()
    {
        var client = new NetworkService.NetworkServiceClient(host.As(Leader(), new string('k', 101)));

        var refusal = await Should.ThrowAsync<RpcException>(() => client.RegisterOrganisationAsync(_request, cancellationToken: Stop).ResponseAsync);

        refusal.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task A_key_is_not_kept_as_the_client_wrote_it()
    {
        await Call(Leader(), _request);
        await using var scope = host.Services.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<BenchDb>().IdempotencyKeys.Select(row => row.Key).ToListAsync(Stop);
        kept.ShouldNotBeEmpty();
        kept.ShouldAllBe(key => key.Length == 43 && !key.Contains(_key));
    }

    private string Leader() => host.Tokens.Holder(Role.NetworkLeader, OrganisationId.From(Guid.NewGuid()));

    private async Task<Organisation> Call(string token, RegisterOrganisationRequest request) =>
        await new NetworkService.NetworkServiceClient(host.As(token, _key)).RegisterOrganisationAsync(request, cancellationToken: Stop);

    private async Task<int> Effects(string? slug = null)
    {
        slug ??= _request.Slug;
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BenchDb>().Taken.CountAsync(row => row.Slug == slug, Stop);
    }
}
