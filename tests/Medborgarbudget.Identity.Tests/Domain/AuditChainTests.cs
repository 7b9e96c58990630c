using CsCheck;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly OrganisationId Organisation = OrganisationId.From(Guid.Parse("0193a000-0000-7000-8000-000000000001"));
    private static readonly PersonId Person = PersonId.From(Guid.Parse("0193a000-0000-7000-8000-000000000002"));

    /// <summary>A log of at least three entries, and a place in it.</summary>
    private static readonly Gen<(AuditEntry[] Log, int At)> Logs =
        from length in Gen.Int[3, 12]
        from facts in Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 8], Gen.Int[0, 5]).Array[length]
        from at in Gen.Int[0, length - 1]
        select (Chain(facts.Select(fact => Fact(fact.Item1, fact.Item2))), at);

    [Fact]
    public void Untouched_log_is_intact_and_every_head_it_ever_had_is_in_it() =>
        Logs.Sample(sample => Check(sample.Log, sample.Log, known: AuditChain.HeadAt(sample.Log[sample.At])) is (AuditFault.None, 0));

    [Fact]
    public void S12_edited_entry_is_found_whatever_was_edited() =>
        Logs.Sample(sample =>
        {
            var (log, at) = sample;
            var entry = log[at];
            AuditFact[] edits =
            [
                entry.Fact with { Service = entry.Fact.Service + "x" },
                entry.Fact with { At = entry.Fact.At.AddMicroseconds(1) },
                entry.Fact with { Person = entry.Fact.Person is null ? Person : null },
                entry.Fact with { Role = entry.Fact.Role + "x" },
                entry.Fact with { Action = entry.Fact.Action + "x" },
                entry.Fact with { Subject = entry.Fact.Subject + "x" },
                entry.Fact with { Action = entry.Fact.Action + entry.Fact.Subject, Subject = "" },
            ];
            foreach (var fact in edits.Where(fact => fact != entry.Fact))
            {
                Check(log, Put(log, at, entry with { Fact = fact })).ShouldBe((AuditFault.HashBroken, at + 1));
            }

            Check(log, Put(log, at, entry with { Hash = new string('0', 64) })).Fault.ShouldBe(AuditFault.HashBroken);
        });

    [Fact]
    public void S12_edited_entry_with_its_hash_computed_anew_is_found_by_the_entry_after_it_or_by_the_head() =>
        Logs.Sample(sample =>
        {
            var (log, at) = sample;
            var before = at == 0 ? AuditHead.Empty(Organisation) : AuditChain.HeadAt(log[at - 1]);
            var forged = AuditChain.After(before, log[at].Fact with { Action = "Forged" });
            Check(log, Put(log, at, forged)).Fault.ShouldBe(at == log.Length - 1 ? AuditFault.EndBroken : AuditFault.HashBroken);
        });

    [Fact]
    public void S12_deleted_entry_is_found() =>
        Logs.Sample(sample =>
        {
            var (log, at) = sample;
            Check(log, [.. log[..at], .. log[(at + 1)..]]).ShouldBe((at == log.Length - 1 ? AuditFault.EndBroken : AuditFault.SequenceBroken, at + 1));
        });

    [Fact]
    public void S12_inserted_entry_is_found_also_when_all_after_it_are_numbered_anew() =>
        Logs.Sample(sample =>
        {
            var (log, at) = sample;
            var before = at == 0 ? AuditHead.Empty(Organisation) : AuditChain.HeadAt(log[at - 1]);
            AuditEntry[] forged = [.. log[..at], AuditChain.After(before, Fact("Forged", 0)), .. log[at..]];
            Check(log, forged).Fault.ShouldBe(AuditFault.SequenceBroken);
            Check(log, [.. forged.Select((entry, i) => entry with { Sequence = i + 1 })]).Fault.ShouldBe(AuditFault.HashBroken);
        });

    [Fact]
    public void S12_reordered_entries_are_found_also_when_numbered_anew() =>
        Logs.Sample(sample =>
        {
            var (log, at) = sample;
            var other = (at + 1) % log.Length;
            var swapped = Put(Put(log, at, log[other]), other, log[at]);
            Check(log, swapped).Fault.ShouldBe(AuditFault.SequenceBroken);
            Check(log, [.. swapped.Select((entry, i) => entry with { Sequence = i + 1 })]).Fault.ShouldBe(AuditFault.HashBroken);
        });

    [Fact]
    public void S12_truncated_tail_is_found_by_the_head() =>
        Logs.Sample(sample => Check(sample.Log, sample.Log[..sample.At]) is (AuditFault.EndBroken, var at) && at == sample.At + 1);

    [Fact]
    public void S12_log_written_anew_with_its_head_is_found_by_the_seal_or_by_the_head_that_somebody_kept()
    {
        var log = Chain([Fact("One", 0), Fact("Two", 0), Fact("Three", 0)]);
        var forged = Chain([Fact("One", 0), Fact("Forged", 0), Fact("Three", 0)]);
        Check(forged, forged, isHeadOurs: false).ShouldBe((AuditFault.HeadForged, 3));
        Check(forged, forged, known: AuditChain.HeadAt(log[1])).ShouldBe((AuditFault.KnownHeadMissing, 2));
        Check(forged, forged, known: AuditChain.HeadAt(log[0])).Fault.ShouldBe(AuditFault.None);
    }

    [Fact]
    public void Log_without_entries_is_intact() => Check([], []).ShouldBe((AuditFault.None, 0));

    /// <summary>Computed by another program from the description of the encoding.</summary>
    [Fact]
    public void Hash_is_that_of_the_published_encoding()
    {
        var first = AuditChain.After(
            AuditHead.Empty(Organisation), new AuditFact("identity", Now.AddTicks(1_234_567), Person, "Administrator", "RequestRoleGrant", "grant-1"));
        first.Hash.ShouldBe("9256d59d621858d19ba06fb2d2e145c2122bd8b185f229c8078157fa368cfb83");
        var second = AuditChain.After(AuditChain.HeadAt(first), new AuditFact("voting", Now.AddTicks(1_234_570), null, "", "Nattväkt", "å"));
        second.Hash.ShouldBe("38888ab6d52a729f323522a3f76f0f327a0ed4631f3738b32f42d6bb03f5f3ec");
    }

    private static AuditFact Fact(string subject, int seconds) =>
        new("identity", Now.AddSeconds(seconds), seconds % 2 == 0 ? Person : null, "Administrator", "RequestRoleGrant", subject);

    private static AuditEntry[] Chain(IEnumerable<AuditFact> facts)
    {
        var log = new List<AuditEntry>();
        foreach (var fact in facts)
        {
            log.Add(AuditChain.After(log.Count == 0 ? AuditHead.Empty(Organisation) : AuditChain.HeadAt(log[^1]), fact));
        }

        return [.. log];
    }

    private static AuditEntry[] Put(AuditEntry[] log, int at, AuditEntry entry) => [.. log[..at], entry, .. log[(at + 1)..]];

    /// <summary>Checks what is stored against the head of the log that was written.</summary>
    private static (AuditFault Fault, long At) Check(AuditEntry[] written, AuditEntry[] stored, AuditHead? known = null, bool isHeadOurs = true)
    {
        var check = new AuditCheck(written.Length == 0 ? AuditHead.Empty(Organisation) : AuditChain.HeadAt(written[^1]), known);
        foreach (var entry in stored)
        {
            check.Read(entry);
        }

        check.End(isHeadOurs);
        return (check.Fault, check.FaultAt);
    }
}
