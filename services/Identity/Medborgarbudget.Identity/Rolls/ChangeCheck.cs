using System.Buffers.Binary;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Rolls;

/// <summary>Holds changes against the roll that they are for, some hundred at a time: who is removed must stand on it, and what comes of it must be a roll.</summary>
internal sealed class ChangeCheck(RollChangeStore store, RollImportId roll, RollReading reading)
{
    private const int Chunk = 500;

    private readonly List<(int Line, byte[] KeyHash, bool IsRemoval)> _waiting = new(Chunk);
    private int _more;

    public bool IsFull => _waiting.Count >= Chunk;

    public void Add(int line, byte[] keyHash, bool isRemoval) => _waiting.Add((line, keyHash, isRemoval));

    /// <summary>Asks the roll for those that were added since.</summary>
    public async Task ResolveAsync(CancellationToken cancellationToken)
    {
        var hashes = await store.ListedAsync(roll, _waiting.ConvertAll(change => change.KeyHash), cancellationToken);
        var listed = hashes.Select(hash => BinaryPrimitives.ReadUInt128BigEndian(hash)).ToHashSet();
        foreach (var (line, keyHash, isRemoval) in _waiting)
        {
            var isListed = listed.Contains(BinaryPrimitives.ReadUInt128BigEndian(keyHash));
            if (isRemoval && !isListed)
            {
                reading.Add(line, RollFaults.KeyNotOnRoll);
            }

            _more += (isRemoval, isListed) switch { (true, true) => -1, (false, false) => 1, _ => 0 };
        }

        _waiting.Clear();
    }

    public async Task EndAsync(int lastLine, CancellationToken cancellationToken)
    {
        await ResolveAsync(cancellationToken);
        var entries = await store.CountListedAsync(roll, cancellationToken) + _more;
        if (reading.FaultCount == 0 && entries is < 1 or > RollFormat.MaxRows)
        {
            reading.Add(lastLine, entries < 1 ? RollFaults.Empty : RollFaults.TooManyRows);
        }
    }
}
