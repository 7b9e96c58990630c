using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Medborgarbudget.Cli.Rehearse.Shaped;

/// <summary>
/// An election of any size for a rehearsal of the load: 24 projects of which every voter approves one to five, the first ones oftener. The same number of
/// voters gives the same file, byte for byte.
/// </summary>
internal static class MadeUpElection
{
    private const int Projects = 24;
    private const int MostApproved = 5;

    public static async Task<FileInfo> WriteAsync(int voters, FileInfo file, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(file.FullName);
        await text.WriteAsync(Head(voters).AsMemory(), cancellationToken);
        for (var voter = 1; voter <= voters; voter++)
        {
            await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{voter};{string.Join(',', Approved(voter))}\n").AsMemory(), cancellationToken);
        }

        return file;
    }

    private static string Head(int voters)
    {
        var projects = Enumerable.Range(1, Projects).Select(number => string.Create(CultureInfo.InvariantCulture, $"p{number};{50_000 + (25_000 * (number % 7))};Påhittat förslag {number}\n"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"META\nkey;value\ndescription;Påhittat val med {voters} röstande\ncountry;Sweden\nunit;Genrep\ninstance;1\nnum_projects;{Projects}\nnum_votes;{voters}\n")
            + $"budget;1000000\nvote_type;approval\nrule;greedy\nmax_length;{MostApproved}\nlanguage;sv\ncurrency;SEK\n"
            + $"PROJECTS\nproject_id;cost;name\n{string.Concat(projects)}VOTES\nvoter_id;vote\n";
    }

    private static IEnumerable<string> Approved(int voter)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, voter);
        var drawn = SHA256.HashData(number);
        var count = 1 + (drawn[^1] % MostApproved);

        // The lesser of two even numbers is oftener small: projects differ in how well they are liked.
        return Enumerable.Range(0, count)
            .Select(at => Math.Min(drawn[2 * at] % Projects, drawn[(2 * at) + 1] % Projects))
            .Distinct()
            .Order()
            .Select(project => string.Create(CultureInfo.InvariantCulture, $"p{project + 1}"));
    }
}
