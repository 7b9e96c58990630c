using System.Text.Json;
using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Messaging.Tests.Hosts;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Messaging.Tests;

public sealed class OfficialActSqliteTests(SqliteDesk host) : OfficialActTests(host), IClassFixture<SqliteDesk>;

public sealed class OfficialActPostgresTests(PostgresDesk host) : OfficialActTests(host), IClassFixture<PostgresDesk>;

/// <summary>No act of an official without its event, and no event without its act.</summary>
public abstract class OfficialActTests(DeskFixture host)
{
    private readonly OrganisationId _organisation = OrganisationId.From(Guid.NewGuid());
    private readonly PersonId _official = PersonId.From(Guid.NewGuid());
    private readonly Guid _application = Guid.NewGuid();
    private readonly string _slug = $"{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_official_changes_is_told_with_who_as_what_and_to_what()
    {
        await Admit((db, caller) => Save(db, caller));

        var (envelope, acted) = (await Told()).ShouldHaveSingleItem();
        acted.ShouldBe(new OfficialActed(_organisation.Value, _application, _official.Value, "NetworkLeader", "AdmitApplication"));
        (envelope.Source, envelope.Time).ShouldBe(("network", host.Clock.GetUtcNow()));
        (await Effects()).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_made_is_what_the_act_was_about()
    {
        var made = OrganisationId.From(Guid.NewGuid());
        await Call(
            async (db, caller) =>
            {
                db.Joined.Add(new JoinedRow { Id = made });
                await Save(db, caller);
            },
            network => network.RegisterOrganisationAsync(new RegisterOrganisationRequest(), cancellationToken: Stop).ResponseAsync);

        (await Told()).ShouldHaveSingleItem().Acted.Subject.ShouldBe(made.Value);
    }

    [Fact]
    public async Task Where_nothing_is_made_the_act_was_about_what_the_address_names()
    {
        await Submit(null, (db, caller) => Save(db, caller));

        (await Told()).ShouldHaveSingleItem().Acted.Subject.ShouldBe(_organisation.Value);
    }

    [Fact]
    public async Task Handler_that_saves_several_times_has_acted_once()
    {
        await Admit(async (db, caller) =>
        {
            await Save(db, caller);
            await Save(db, caller, "-2");
            await using var transaction = await db.Database.BeginTransactionAsync(Stop);
            await Save(db, caller, "-3");
            await transaction.CommitAsync(Stop);
        });

        (await Told()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_acts_in_two_organisations_has_acted_in_both()
    {
        var other = OrganisationId.From(Guid.NewGuid());
        await Admit(async (db, caller) =>
        {
            caller.MayActIn(other).ShouldBeTrue();
            await Save(db, caller);
        });

        (await Told()).Count.ShouldBe(1);
        (await Told(other)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_told_and_what_is_tried_again_is_told_once()
    {
        await Admit(async (db, caller) =>
        {
            await using (await db.Database.BeginTransactionAsync(Stop))
            {
                await Save(db, caller);
            }

            db.ChangeTracker.Clear();
        });
        ((await Told()).Count, await Effects()).ShouldBe((0, 0));

        await Admit(async (db, caller) =>
        {
            await using (await db.Database.BeginTransactionAsync(Stop))
            {
                await Save(db, caller);
            }

            db.ChangeTracker.Clear();
            await Save(db, caller);
        });
        ((await Told()).Count, await Effects()).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Save_that_fails_tells_nothing_and_the_next_one_tells_once(bool cleared)
    {
        await Admit((db, caller) => Save(db, caller));

        await Admit(async (db, caller) =>
        {
            var taken = db.Taken.Add(new TakenRow { Slug = _slug });
            caller.MayActIn(_organisation).ShouldBeTrue();
            await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync(Stop));
            (await Told()).Count.ShouldBe(1);
            taken.State = EntityState.Detached;
            if (cleared)
            {
                db.ChangeTracker.Clear();
            }

            await Save(db, caller, "-2");
        });

        (await Told()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_changes_nothing_is_no_act()
    {
        await Admit(async (db, caller) =>
        {
            caller.MayActIn(_organisation).ShouldBeTrue();
            await db.SaveChangesAsync(Stop);
        });
        await Submit("key", (_, caller) =>
        {
            caller.MayActIn(_organisation).ShouldBeTrue();
            return Task.CompletedTask;
        });

        (await Told()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Repetition_with_the_same_key_is_no_second_act()
    {
        await Submit("key", (db, caller) => Save(db, caller));
        await Submit("key", (db, caller) => Save(db, caller));

        ((await Told()).Count, await Effects()).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("key", 0)]
    public async Task Call_that_fails_is_told_as_far_as_it_has_an_effect(string? key, int effects)
    {
        await Should.ThrowAsync<RpcException>(() => Submit(key, async (db, caller) =>
        {
            await Save(db, caller);
            throw new InvalidOperationException("no more today");
        }));

        ((await Told()).Count, await Effects()).ShouldBe((effects, effects));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task What_statements_change_is_told_in_their_transaction(bool commits, int told)
    {
        await Admit((db, caller) => Save(db, caller, "-before"));
        await Admit(async (db, caller) =>
        {
            caller.MayActIn(_organisation).ShouldBeTrue();
            await using var transaction = await db.Database.BeginTransactionAsync(Stop);
            (await db.Taken.Where(row => row.Slug == _slug + "-before").ExecuteDeleteAsync(Stop)).ShouldBe(1);
            await db.Taken.Where(row => row.Slug == _slug + "-never").ExecuteDeleteAsync(Stop);
            if (commits)
            {
                await transaction.CommitAsync(Stop);
            }
        });

        ((await Told()).Count, await Effects("-before")).ShouldBe((1 + told, 1 - told));
    }

    [Fact]
    public async Task Statement_that_changes_nothing_is_no_act()
    {
        await Admit(async (db, caller) =>
        {
            caller.MayActIn(_organisation).ShouldBeTrue();
            await using var transaction = await db.Database.BeginTransactionAsync(Stop);
            await db.Taken.Where(row => row.Slug == _slug).ExecuteDeleteAsync(Stop);
            await transaction.CommitAsync(Stop);
        });

        (await Told()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Statement_outside_of_a_transaction_is_refused()
    {
        await Admit((db, caller) => Save(db, caller));
        await Should.ThrowAsync<RpcException>(() => Admit((db, _) => db.Taken.Where(row => row.Slug == _slug).ExecuteDeleteAsync(Stop)));

        ((await Told()).Count, await Effects()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Handler_that_does_not_ask_where_the_official_may_act_changes_nothing()
    {
        await Should.ThrowAsync<RpcException>(() => Admit(async (db, _) =>
        {
            db.Taken.Add(new TakenRow { Slug = _slug });
            await db.SaveChangesAsync(Stop);
        }));

        ((await Told()).Count, await Effects()).ShouldBe((0, 0));
    }

    [Fact]
    public async Task What_an_official_does_as_a_participant_is_her_own()
    {
        Desk.Handle = async (db, caller) =>
        {
            caller.MayActIn(_organisation).ShouldBeFalse();
            db.Taken.Add(new TakenRow { Slug = _slug });
            await db.SaveChangesAsync(Stop);
        };
        await new ProposalService.ProposalServiceClient(host.As(Token(), "key")).AddCommentAsync(new AddCommentRequest(), cancellationToken: Stop);

        ((await Told()).Count, await Effects()).ShouldBe((0, 1));
    }

    private Desk Desk => host.Services.GetRequiredService<Desk>();

    private string Token() => host.Tokens.Person(_official, new HeldRole(Role.NetworkLeader, null), new HeldRole(Role.ProcessLeader, _organisation));

    private async Task Save(BenchDb db, Caller caller, string suffix = "")
    {
        caller.MayActIn(_organisation).ShouldBeTrue();
        db.Taken.Add(new TakenRow { Slug = _slug + suffix });
        await db.SaveChangesAsync(Stop);
    }

    private Task Admit(Func<BenchDb, Caller, Task> handle) => Call(
        handle, network => network.AdmitApplicationAsync(new AdmitApplicationRequest { ApplicationId = $"{_application}" }, cancellationToken: Stop).ResponseAsync);

    private Task Submit(string? key, Func<BenchDb, Caller, Task> handle) => Call(
        handle, network => network.SubmitApplicationAsync(new SubmitApplicationRequest { OrganisationId = $"{_organisation}" }, cancellationToken: Stop).ResponseAsync, key);

    private Task Call(Func<BenchDb, Caller, Task> handle, Func<NetworkService.NetworkServiceClient, Task> call, string? key = null)
    {
        Desk.Handle = handle;
        return call(new NetworkService.NetworkServiceClient(host.As(Token(), key)));
    }

    private async Task<IReadOnlyList<(EventEnvelope Envelope, OfficialActed Acted)>> Told(OrganisationId? organisation = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<ServiceDb>().Outbox.AsNoTracking().ToListAsync(Stop);
        return
        [
            .. from row in rows
               where row.Type == OfficialActed.Type
               let envelope = JsonSerializer.Deserialize<EventEnvelope>(row.Envelope, EventJson.Options)!
               where envelope.OrganisationId == (organisation ?? _organisation).Value
               select (envelope, envelope.Data.Deserialize<OfficialActed>(EventJson.Options)!),
        ];
    }

    private async Task<int> Effects(string suffix = "")
    {
        var slug = _slug + suffix;
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BenchDb>().Taken.CountAsync(row => row.Slug == slug, Stop);
    }
}
