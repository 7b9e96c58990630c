namespace Medborgarbudget.Cli.Verify;

/// <summary>How far a verification has come, in bytes of files; may be asked while another thread works.</summary>
internal sealed class VerifyProgress
{
    private long done;

    public long Done => Interlocked.Read(ref done);

    public void Add(long bytes) => Interlocked.Add(ref done, bytes);
}
