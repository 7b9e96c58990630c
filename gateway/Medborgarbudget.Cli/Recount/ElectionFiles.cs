using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Cli.Recount;

/// <summary>The files to count, folders opened up, and how far reading them has come.</summary>
internal sealed class ElectionFiles
{
    private long bytesRead;

    public ElectionFiles(IEnumerable<string> paths)
    {
        Paths = [.. paths.SelectMany(Expand)];
        Bytes = Paths.Sum(path => File.Exists(path) ? new FileInfo(path).Length : 0);
    }

    public IReadOnlyList<string> Paths { get; }

    /// <summary>The size of all files together.</summary>
    public long Bytes { get; }

    /// <summary>How many bytes have been read; may be asked while another thread reads.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>Reads one of the files.</summary>
    /// <exception cref="CommandException">It cannot be read, or is no election.</exception>
    public PbFile Read(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = new WatchedStream(File.OpenRead(path), count => Interlocked.Add(ref bytesRead, count), cancellationToken);
            return PbReader.TryRead(stream, out var read, out var fault) ? read : throw CommandException.BadInput($"{path}: {fault}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*.pb").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw CommandException.BadInput($"{path} holds no .pb file.");
    }

    /// <summary>Tells how much is read, and stops when the command is cancelled.</summary>
    private sealed class WatchedStream(Stream inner, Action<int> read, CancellationToken cancellationToken) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = inner.Read(buffer);
            read(count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
