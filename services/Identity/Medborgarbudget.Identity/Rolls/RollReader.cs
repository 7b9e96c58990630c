using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Rolls;

/// <summary>
/// Reads an import twice: once to find every fault, doubles included, and once to give the rows. So nothing is written before the whole
/// is known to be right, and no more than the keyed hashes of one roll is in memory.
/// </summary>
internal sealed class RollReader(RollText text, RollChangeStore changes, KeyedHashes hashes, TimeProvider clock)
{
    /// <summary>Rows between two notes of progress: some hundred milliseconds.</summary>
    private const int Step = 25_000;

    /// <summary>Reads everything and keeps nothing but the faults; null when it was stopped.</summary>
    /// <param name="subBudget">Whose rule decides.</param>
    /// <param name="import">What is read.</param>
    /// <param name="parts">The numbers of its parts, in order.</param>
    /// <param name="goesOn">Takes the number of rows that were read so far, and tells whether to go on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<RollReading?> CheckAsync(
        SubBudgetRow subBudget, RollImportRow import, IReadOnlyList<int> parts, Func<int, Task<bool>> goesOn, CancellationToken cancellationToken)
    {
        var pass = await BeginAsync(subBudget, import, cancellationToken);
        var (reading, mapping, lineNumber) = (pass.Reading, RollMappings.Of(import), 0);
        RollFormat? format = null;
        await foreach (var line in text.LinesAsync(import.Id, parts, cancellationToken))
        {
            lineNumber++;
            if (format is null)
            {
                (format, var fault) = RollFormat.OfHeader(line, mapping, import.IsChanges);
                if (fault is not null)
                {
                    reading.Add(lineNumber, fault);
                    return reading;
                }
            }
            else if (line.Length > 0 && !Check(line, lineNumber, format, pass))
            {
                return reading;
            }
            else if (!await GoesOnAsync(pass, goesOn, cancellationToken))
            {
                return null;
            }
        }

        await EndAsync(pass, lineNumber, format is not null, cancellationToken);
        return await goesOn(reading.Rows) ? reading : null;
    }

    /// <summary>Gives the entries of a text that has no faults, in its order.</summary>
    public async IAsyncEnumerable<CheckedRow> RowsAsync(
        SubBudgetRow subBudget, RollImportRow import, IReadOnlyList<int> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RollFormat? format = null;
        await foreach (var line in text.LinesAsync(import.Id, parts, cancellationToken))
        {
            if (format is null)
            {
                format = RollFormat.OfHeader(line, RollMappings.Of(import), import.IsChanges).Format;
            }
            else if (line.Length > 0)
            {
                var row = format.Read(line, subBudget.Rule, Today).Row
                    ?? throw new InvalidOperationException("A line of the roll changed between two readings.");
                yield return new CheckedRow(
                    row,
                    hashes.OfRollEntry(subBudget.Id, row.KeyType, row.Key),
                    subBudget.Rule.Decide(row.Facts),
                    subBudget.Rule.NeedsGuardian(row.BirthDate));
            }
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private async Task<Pass> BeginAsync(SubBudgetRow subBudget, RollImportRow import, CancellationToken cancellationToken)
    {
        var reading = new RollReading();
        var roll = import.IsChanges ? await changes.FindRollAsync(subBudget.Id, cancellationToken) : null;
        return new Pass(subBudget, reading, roll is { } known ? new ChangeCheck(changes, known, reading) : null, []);
    }

    private static async Task<bool> GoesOnAsync(Pass pass, Func<int, Task<bool>> goesOn, CancellationToken cancellationToken)
    {
        if (pass.Changes is { IsFull: true } waiting)
        {
            await waiting.ResolveAsync(cancellationToken);
        }

        return pass.Reading.Rows % Step != 0 || await goesOn(pass.Reading.Rows);
    }

    private static async Task EndAsync(Pass pass, int lineNumber, bool hasHeader, CancellationToken cancellationToken)
    {
        if (pass.Reading.Rows == 0)
        {
            pass.Reading.Add(Math.Max(1, lineNumber), hasHeader ? RollFaults.Empty : RollFaults.HeaderMissing);
        }
        else if (pass.Changes is { } held)
        {
            await held.EndAsync(lineNumber, cancellationToken);
        }
    }

    /// <summary>False when reading on makes no sense.</summary>
    private bool Check(string line, int lineNumber, RollFormat format, Pass pass)
    {
        var (subBudget, reading) = (pass.SubBudget, pass.Reading);
        if (reading.Rows == RollFormat.MaxRows)
        {
            reading.Add(lineNumber, RollFaults.TooManyRows);
            return false;
        }

        reading.Rows++;
        var (row, fault) = format.Read(line, subBudget.Rule, Today);
        if (row is not null)
        {
            var hash = hashes.OfRollEntry(subBudget.Id, row.KeyType, row.Key);
            fault = pass.Seen.Add(BinaryPrimitives.ReadUInt128BigEndian(hash)) ? null : RollFaults.KeyDouble;
            if (fault is null)
            {
                reading.Eligible += subBudget.Rule.Decide(row.Facts).MayVote() ? 1 : 0;
                pass.Changes?.Add(lineNumber, hash, row.IsRemoval);
            }
        }

        if (fault is not null)
        {
            reading.Add(lineNumber, fault);
        }

        return true;
    }

    /// <summary>What one reading has at hand.</summary>
    /// <param name="Changes">Null for a whole roll.</param>
    /// <param name="Seen">The keys so far.</param>
    private sealed record Pass(SubBudgetRow SubBudget, RollReading Reading, ChangeCheck? Changes, HashSet<UInt128> Seen);
}

/// <summary>A faultless row with its hash and what the rule says of it.</summary>
internal sealed record CheckedRow(RollRow Row, byte[] KeyHash, Ground Ground, bool NeedsGuardian);
