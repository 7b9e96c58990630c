namespace Medborgarbudget.Identity.Storage;

/// <summary>What a first reading of an import's text found.</summary>
internal sealed class RollReading
{
    /// <summary>Faults that an import tells at once, and that are kept in one row.</summary>
    public const int Told = 100;

    private const int Kept = 100_000;
    private readonly List<RollLineFault> _faults = [];

    /// <summary>Lines with a row, faulty ones included.</summary>
    public int Rows { get; set; }

    /// <summary>Faultless rows that the age rule lets vote.</summary>
    public int Eligible { get; set; }

    public int FaultCount { get; private set; }

    /// <summary>The first hundred.</summary>
    public IReadOnlyList<RollLineFault> FirstFaults => [.. _faults.Take(Told)];

    /// <summary>Those that are kept to be listed.</summary>
    public IReadOnlyList<RollLineFault> Faults => _faults;

    /// <summary>Faults are kept in the order of their lines; one that is found some lines later goes where it belongs.</summary>
    public void Add(int line, string code)
    {
        FaultCount++;
        var at = _faults.Count;
        while (at > 0 && _faults[at - 1].Line > line)
        {
            at--;
        }

        if (at < Kept)
        {
            _faults.Insert(at, new RollLineFault(line, code));
            _faults.RemoveRange(Math.Min(Kept, _faults.Count), Math.Max(0, _faults.Count - Kept));
        }
    }
}
