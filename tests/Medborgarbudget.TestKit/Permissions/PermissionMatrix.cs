using System.Collections.Frozen;
using Medborgarbudget.Contracts.Access.V1;

namespace Medborgarbudget.TestKit.Permissions;

/// <summary>The tables of <c>docs/permissions.md</c>: what people and services may do, as it was decided.</summary>
public sealed class PermissionMatrix
{
    /// <summary>Roles by their letter; B, D, F and K are no roles.</summary>
    public static readonly FrozenDictionary<char, Role> Roles = new Dictionary<char, Role>
    {
        ['M'] = Role.Moderator,
        ['R'] = Role.Screener,
        ['L'] = Role.LeadScreener,
        ['P'] = Role.ProcessLeader,
        ['O'] = Role.VotingOfficer,
        ['T'] = Role.Counter,
        ['C'] = Role.CountLeader,
        ['S'] = Role.Secretary,
        ['E'] = Role.ElectedMember,
        ['G'] = Role.Implementer,
        ['U'] = Role.Analyst,
        ['X'] = Role.Auditor,
        ['A'] = Role.Archivist,
        ['H'] = Role.Administrator,
        ['N'] = Role.NetworkLeader,
    }.ToFrozenDictionary();

    private PermissionMatrix(IReadOnlyDictionary<string, PermissionRow> rows, IReadOnlyDictionary<string, string[]> services) =>
        (Rows, Services) = (rows, services);

    /// <summary>Rows by the code of their action.</summary>
    public IReadOnlyDictionary<string, PermissionRow> Rows { get; }

    /// <summary>By <c>Service.Rpc</c>, the services that may call it.</summary>
    public IReadOnlyDictionary<string, string[]> Services { get; }

    public static PermissionMatrix Read()
    {
        using var file = new StreamReader(typeof(PermissionMatrix).Assembly.GetManifestResourceStream("permissions.md")!);
        return Parse(file.ReadToEnd());
    }

    public static PermissionMatrix Parse(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var rows = new Dictionary<string, PermissionRow>(StringComparer.Ordinal);
        var services = new Dictionary<string, string[]>(StringComparer.Ordinal);
        string[] head = [];
        foreach (var cells in markdown.Split('\n').Where(line => line.StartsWith('|')).Select(Cells))
        {
            if (cells[0] is "action" or "rpc")
            {
                head = cells;
            }
            else if (cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                continue;
            }
            else if (head[0] == "rpc")
            {
                services.Add(cells[0].Trim('`'), cells[1].Split(", "));
            }
            else
            {
                var code = cells[1].Trim('`');
                rows.Add(code, new PermissionRow(code, head.Zip(cells).Skip(2).ToFrozenDictionary(pair => pair.First[0], pair => pair.Second)));
            }
        }

        return new PermissionMatrix(rows, services);
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}

/// <summary>Who may do one thing.</summary>
/// <param name="Action">Its code.</param>
/// <param name="Cells">What the table says, by the letter of who.</param>
public sealed record PermissionRow(string Action, IReadOnlyDictionary<char, string> Cells)
{
    /// <summary>The server does not refuse them as such; of <c>own</c> and its like the use case still asks whose object it is.</summary>
    public bool Admits(char who) => Cells[who] != "–";

    /// <summary>The same of somebody who stands there as that: whoever holds a role has signed in, and is a participant and perhaps a proposer too.</summary>
    public bool AdmitsPerson(char letter) => Admits(letter) || (letter != 'B' && (Admits('D') || Admits('F')));

    public bool NeedsTwoPersons => Cells.Values.Contains("2");
}
