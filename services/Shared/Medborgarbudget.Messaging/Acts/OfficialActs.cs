using Google.Protobuf;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Acts;

/// <summary>
/// What an official does in the current call, for the audit log of the organisation (docs/decisions/0012). The event is saved with what she changes,
/// once a call and organisation, however often the handler saves. No handler takes part in this, so none can forget it.
/// </summary>
internal sealed class OfficialActs(Caller caller)
{
    // With the transaction that is not committed yet; null once it is sure.
    private readonly Dictionary<OrganisationId, Guid?> _told = [];
    private readonly List<(OrganisationId Organisation, OutboxRow Row)> _unsaved = [];
    private (AccessRule Rule, IMessage Request)? _call;
    private Guid? _writtenIn;

    /// <summary>An rpc that names roles is called.</summary>
    public void Enter(AccessRule rule, IMessage request) => _call = (rule, request);

    /// <summary>Puts the event into the outbox if something is about to be saved, or was written in this transaction, and it is not there yet.</summary>
    public void Tell(ServiceDb db)
    {
        if (_call is not { } call || !db.TellsOfficialActs)
        {
            return;
        }

        TakeBackUnsaved(db);
        ForgetRolledBack(Current(db));
        if (!HasWrittenIn(db) && !ChangesSomething(db))
        {
            return;
        }

        RequireOrganisation(call.Rule);
        foreach (var (role, organisation) in caller.ActedAs.Where(acted => !_told.ContainsKey(acted.Organisation)))
        {
            var subject = ActSubject.Find(call.Rule.Method, call.Request, db) ?? organisation.Value;
            _unsaved.Add((organisation, db.Put(new OfficialActed(organisation.Value, subject, PersonId(), role.ToString(), call.Rule.Method.Name))));
        }
    }

    /// <summary>What was put into the outbox is saved: for good, or as far as its transaction is committed.</summary>
    public void Saved(ServiceDb db)
    {
        foreach (var (organisation, _) in _unsaved)
        {
            _told[organisation] = Current(db);
        }

        _unsaved.Clear();
    }

    /// <summary>Throws where a statement would write outside of a transaction: its event could not be committed with it.</summary>
    public void BeforeStatement(ServiceDb db)
    {
        if (_call is not null && db.TellsOfficialActs && Current(db) is null)
        {
            throw new InvalidOperationException("What an official writes by a statement needs a transaction, so that the audit log is told in it.");
        }
    }

    /// <summary>A statement has changed something in the current transaction.</summary>
    public void AfterStatement(ServiceDb db) => _writtenIn = Current(db);

    /// <summary>A statement has changed something in the current transaction, and nothing may have been saved after it.</summary>
    public bool HasWrittenIn(ServiceDb db) => _writtenIn is { } written && written == Current(db);

    public void Committed(Guid transaction)
    {
        foreach (var organisation in _told.Where(pair => pair.Value == transaction).Select(pair => pair.Key).ToList())
        {
            _told[organisation] = null;
        }
    }

    private static Guid? Current(ServiceDb db) => db.Database.CurrentTransaction?.TransactionId;

    // The key of a repetition is no act, and it is saved again after the handler.
    private static bool ChangesSomething(ServiceDb db) => db.ChangeTracker.Entries().Any(entry =>
        entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Entity is not IdempotencyRow);

    /// <summary>The save before failed, and the handler tries again.</summary>
    private void TakeBackUnsaved(ServiceDb db)
    {
        foreach (var entry in _unsaved.Select(each => db.Entry(each.Row)))
        {
            entry.State = EntityState.Detached;
        }

        _unsaved.Clear();
    }

    private void ForgetRolledBack(Guid? current)
    {
        foreach (var organisation in _told.Where(pair => pair.Value is { } within && within != current).Select(pair => pair.Key).ToList())
        {
            _told.Remove(organisation);
        }
    }

    /// <summary>Nobody but officials may call it, so one acts here: a handler that has not asked where would change something that no log tells of.</summary>
    private void RequireOrganisation(AccessRule rule)
    {
        var access = rule.Access;
        if (caller.ActedAs.Count == 0 && !access.Everyone && !access.Participant && !access.BallotToken && access.Services.Count == 0)
        {
            throw new InvalidOperationException($"{rule.Method.Name} changes something without having asked whether the caller may act in the organisation.");
        }
    }

    private Guid PersonId() => caller.Person?.Value ?? throw new InvalidOperationException("A role is held by a person.");
}
