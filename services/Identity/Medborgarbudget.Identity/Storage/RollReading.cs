namespace Medborgarbudget.Identity.Storage;

/// <summary>What a first reading of an import's text found.</summary>
internal sealed class RollReading
{
    private const int Told = 100;
    private readonly List<RollLineFault> _first = [];

    /// <summary>Lines with a row, faulty ones included.</summary>
    public int Rows { get; set; }

    /// <summary>Faultless rows that the age rule lets vote.</summary>
    public int Eligible { get; set; }

    public int FaultCount { get; private set; }

    /// <summary>The first hundred.</summary>
    public IReadOnlyList<RollLineFault> FirstFaults => _first;

    public void Add(int line, string code)
    {
        FaultCount++;
        if (_first.Count < Told)
        {
            _first.Add(new RollLineFault(line, code));
        }
    }
}
