namespace Medborgarbudget.Identity;

/// <summary>What is wrong with an audit log. Numbers as in the proto.</summary>
public enum AuditFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An entry does not have the number that follows: one was removed, added or moved.</summary>
    SequenceBroken = 1,

    /// <summary>An entry does not have the hash of its content after the entry before: one of the two was changed.</summary>
    HashBroken = 2,

    /// <summary>The log does not end where its head says: the last entries were removed, or some added.</summary>
    EndBroken = 3,

    /// <summary>The head was not written by this service.</summary>
    HeadForged = 4,

    /// <summary>The head that the caller has kept is not in the log: an older or another state was put in its place.</summary>
    KnownHeadMissing = 5,
}

/// <summary>
/// Reads an audit log once, in the order of its entries, and keeps the first fault. Nothing of it grows with the log.
/// </summary>
/// <param name="head">Where the log must end.</param>
/// <param name="known">A head that must lie on the way; null = none is known.</param>
public sealed class AuditCheck(AuditHead head, AuditHead? known)
{
    private AuditHead _at = AuditHead.Empty(head.Organisation);
    private bool _hasMetKnown = known is null or { Sequence: 0 };

    /// <summary>The first fault met.</summary>
    public AuditFault Fault { get; private set; }

    /// <summary>The number of the entry where the first fault lies; 0 without a fault.</summary>
    public long FaultAt { get; private set; }

    public void Read(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Fault != AuditFault.None)
        {
            return;
        }

        if (entry.Sequence != _at.Sequence + 1)
        {
            Tell(AuditFault.SequenceBroken, _at.Sequence + 1);
        }
        else if (AuditChain.After(_at, entry.Fact).Hash != entry.Hash)
        {
            Tell(AuditFault.HashBroken, entry.Sequence);
        }

        _at = AuditChain.HeadAt(entry);
        _hasMetKnown |= _at == known;
    }

    /// <summary>After the last entry.</summary>
    /// <param name="isHeadOurs">Whether the seal of the head holds.</param>
    public void End(bool isHeadOurs)
    {
        if (Fault != AuditFault.None)
        {
            return;
        }

        if (_at != head)
        {
            Tell(AuditFault.EndBroken, Math.Min(_at.Sequence, head.Sequence) + 1);
        }
        else if (!isHeadOurs)
        {
            Tell(AuditFault.HeadForged, head.Sequence);
        }
        else if (!_hasMetKnown)
        {
            Tell(AuditFault.KnownHeadMissing, known!.Sequence);
        }
    }

    private void Tell(AuditFault fault, long at) => (Fault, FaultAt) = (fault, at);
}
