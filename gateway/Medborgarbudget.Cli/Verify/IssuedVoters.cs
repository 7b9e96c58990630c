using System.Buffers.Binary;
using Medborgarbudget.Voting;

namespace Medborgarbudget.Cli.Verify;

/// <summary>The pseudonyms that Identity gave tokens to, sorted, 16 bytes each.</summary>
internal sealed class IssuedVoters
{
    private readonly UInt128[] voters;

    private IssuedVoters(UInt128[] voters) => this.voters = voters;

    public int Count => voters.Length;

    /// <exception cref="CommandException">The file cannot be read, or is no such list.</exception>
    public static IssuedVoters Read(string path)
    {
        var bytes = InputFile.Read(path);
        var voters = new UInt128[bytes.Length / Pseudonym.Length];
        for (var i = 0; i < voters.Length; i++)
        {
            voters[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(i * Pseudonym.Length));
            if (i > 0 && voters[i] <= voters[i - 1])
            {
                throw CommandException.BadInput($"{path}: byte {i * Pseudonym.Length}: the pseudonyms are not sorted, each once.");
            }
        }

        return bytes.Length % Pseudonym.Length == 0
            ? new IssuedVoters(voters)
            : throw CommandException.BadInput($"{path}: pseudonyms have 16 bytes each, and it has {bytes.Length}.");
    }

    public bool Has(UInt128 voter) => Array.BinarySearch(voters, voter) >= 0;
}

/// <summary>Files that the person at the terminal names.</summary>
internal static class InputFile
{
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
