using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Messaging.Tests.Hosts;

/// <summary>What the handlers of the desk do, as the test says.</summary>
internal sealed class Desk
{
    public Func<BenchDb, Caller, Task> Handle { get; set; } = (_, _) => Task.CompletedTask;
}

/// <summary>Real rpcs for officials: without a key, with one, and one that makes what its answer names.</summary>
internal sealed class OfficialDesk(BenchDb db, Caller caller, Desk desk) : NetworkService.NetworkServiceBase
{
    public override async Task<Application> AdmitApplication(AdmitApplicationRequest request, ServerCallContext context)
    {
        await desk.Handle(db, caller);
        return new Application { ApplicationId = request.ApplicationId };
    }

    public override async Task<Application> SubmitApplication(SubmitApplicationRequest request, ServerCallContext context)
    {
        await desk.Handle(db, caller);
        return new Application { OrganisationId = request.OrganisationId };
    }

    public override async Task<Organisation> RegisterOrganisation(RegisterOrganisationRequest request, ServerCallContext context)
    {
        await desk.Handle(db, caller);
        return new Organisation();
    }
}

/// <summary>A real rpc for participants.</summary>
internal sealed class ParticipantDesk(BenchDb db, Caller caller, Desk desk) : ProposalService.ProposalServiceBase
{
    public override async Task<Comment> AddComment(AddCommentRequest request, ServerCallContext context)
    {
        await desk.Handle(db, caller);
        return new Comment();
    }
}

public abstract class DeskFixture(StorageKind storage) : ServiceFixture(storage)
{
    protected override void Add(WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults("network");
        builder.AddStorage<BenchDb, BenchDbSqlite, BenchDbPostgres>();
        builder.AddMessaging();
        builder.Services.AddSingleton<Desk>();
    }

    protected override void Map(WebApplication app)
    {
        app.MapServiceDefaults();
        app.MapMessaging();
        app.MapGrpcService<OfficialDesk>();
        app.MapGrpcService<ParticipantDesk>();
        using var scope = app.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<BenchDb>().Database.EnsureCreated();
    }
}

public sealed class SqliteDesk() : DeskFixture(StorageKind.Sqlite);

public sealed class PostgresDesk() : DeskFixture(StorageKind.Postgres);
