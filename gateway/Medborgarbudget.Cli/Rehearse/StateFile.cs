using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>What a rehearsal is, so that it can be taken up again.</summary>
/// <param name="Run">Makes the idempotency keys of the ballots: the same ballot has the same key in every run.</param>
/// <param name="ProposalIds">In the order of the election's projects.</param>
internal sealed record RehearsalState(
    string Gateway, string Election, string Sha256, string SubBudgetId, string Run, double SetupSeconds, IReadOnlyList<string> ProposalIds)
{
    /// <summary>Counted by the rule that the file declares.</summary>
    public bool ByDeclaredRule { get; init; }

    public string KeyOf(int ballot) => string.Create(CultureInfo.InvariantCulture, $"mb-{Run}-{ballot}");
}

/// <summary>
/// The file that makes a killed rehearsal resumable: a line that tells what it is, a line for each voting code, and then a line for each
/// acknowledgement as it happens. An acknowledgement that did not reach the file costs nothing: its ballot is sent again with the same key.
/// </summary>
internal sealed class StateFile : IAsyncDisposable
{
    private readonly Channel<int> _acknowledged = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
    private readonly StreamWriter _text;
    private readonly Task _writing;

    private StateFile(FileInfo file, RehearsalState state, string[] codes, bool[] isAcknowledged, StreamWriter text)
    {
        (File, State, Codes, IsAcknowledged, _text) = (file, state, codes, isAcknowledged, text);
        _writing = WriteAsync();
    }

    public FileInfo File { get; }

    public RehearsalState State { get; }

    /// <summary>By the number of the ballot.</summary>
    public string[] Codes { get; }

    /// <summary>By the number of the ballot, as earlier runs noted it.</summary>
    public bool[] IsAcknowledged { get; }

    public static async Task<StateFile> CreateAsync(FileInfo? wanted, RehearsalState state, string[] codes, CancellationToken cancellationToken)
    {
        var file = wanted ?? new FileInfo(Path.Combine(Path.GetTempPath(), $"mb-rehearsal-{state.SubBudgetId}.txt"));
        try
        {
            var text = Open(file, FileMode.Create);
            await text.WriteLineAsync(JsonSerializer.Serialize(state).AsMemory(), cancellationToken);
            foreach (var code in codes)
            {
                await text.WriteLineAsync($"C {code}".AsMemory(), cancellationToken);
            }

            await text.FlushAsync(cancellationToken);
            return new StateFile(file, state, codes, new bool[codes.Length], text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{file.FullName} cannot be written: {exception.Message}", exception);
        }
    }

    public static async Task<StateFile> ResumeAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            // What follows the last line break is a line that a kill cut short; it says nothing.
            var whole = await System.IO.File.ReadAllTextAsync(file.FullName, cancellationToken);
            var lines = whole[..(whole.LastIndexOf('\n') + 1)].Split('\n');
            var state = JsonSerializer.Deserialize<RehearsalState>(lines[0]) ?? throw new JsonException("There is no state.");
            string[] codes = [.. lines.Where(line => line.StartsWith("C ", StringComparison.Ordinal)).Select(line => line[2..])];
            var acknowledged = new bool[codes.Length];
            foreach (var line in lines.Where(line => line.StartsWith("A ", StringComparison.Ordinal)))
            {
                acknowledged[int.Parse(line.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture)] = true;
            }

            var text = Open(file, FileMode.Append);

            await text.WriteLineAsync(ReadOnlyMemory<char>.Empty, cancellationToken);
            return new StateFile(file, state, codes, acknowledged, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or FormatException or IndexOutOfRangeException)
        {
            throw CommandException.BadInput($"{file.FullName} is not the state of a rehearsal: {exception.Message}", exception);
        }
    }

    public void NoteAcknowledged(int ballot) => _acknowledged.Writer.TryWrite(ballot);

    public async ValueTask DisposeAsync()
    {
        _acknowledged.Writer.Complete();
        await _writing;
        await _text.DisposeAsync();
    }

    // Voting codes stand in it: only the person who runs the rehearsal may read it.
    private static StreamWriter Open(FileInfo file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new StreamWriter(file.FullName, options) { NewLine = "\n" };
    }

    private async Task WriteAsync()
    {
        var acknowledged = _acknowledged.Reader;
        while (await acknowledged.WaitToReadAsync())
        {
            while (acknowledged.TryRead(out var ballot))
            {
                _text.Write("A ");
                _text.WriteLine(ballot.ToString(CultureInfo.InvariantCulture));
            }

            await _text.FlushAsync();
        }
    }
}
