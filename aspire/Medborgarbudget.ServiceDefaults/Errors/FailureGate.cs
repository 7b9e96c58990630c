namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>Passes a successful body through as it is written and swallows a failed one, which is written anew as a problem.</summary>
internal sealed class FailureGate(HttpResponse response, Stream inner, bool keepsOwn) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool Swallows =>
        response.StatusCode >= 400 && !response.HasStarted
            && !(keepsOwn && response.ContentType is not null)
            && response.ContentType?.StartsWith(Problem.ContentType, StringComparison.OrdinalIgnoreCase) != true;

    public override void Flush()
    {
        if (!Swallows)
        {
            inner.Flush();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        Swallows ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!Swallows)
        {
            inner.Write(buffer, offset, count);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Swallows ? ValueTask.CompletedTask : inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
