using System.Globalization;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Reads where the counted ballots came from, and holds its figures against each other and against the closing.</summary>
internal sealed class ChannelsCheck(PublishedFolder folder, PublishedManifest manifest, FaultList faults)
{
    /// <summary>Gives the record; null where there is none, since all came from the box, or where it cannot be read.</summary>
    public ChannelsRecord? Run(ClosingRecord? closing)
    {
        if (folder.Read(PublishedFolder.Channels) is not { } bytes)
        {
            return null;
        }

        if (ChannelsRecord.Read(bytes, out var channels) is { } fault)
        {
            faults.Add(new Fault(PublishedFolder.Channels, fault) { Bytes = Fault.Range(0, bytes.Length) });
            return null;
        }

        if (channels.SubBudgetId != manifest.SubBudgetId)
        {
            Add("it is that of another sub-budget");
        }

        if (closing is not null && closing.Voters != channels.Voters)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"it has {channels.Voters} voters, and {PublishedFolder.Closing} {closing.Voters}"));
        }

        return channels;
    }

    private void Add(string what) => faults.Add(new Fault(PublishedFolder.Channels, what));
}
