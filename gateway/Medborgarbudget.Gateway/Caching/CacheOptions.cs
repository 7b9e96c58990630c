namespace Medborgarbudget.Gateway.Caching;

/// <summary>How much of the public reads is kept, and how long when their service is down; configuration section <c>Gateway:Cache</c>.</summary>
internal sealed class CacheOptions
{
    /// <summary>All kept answers together, with what keeping them costs; 0 = keep none.</summary>
    public long MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>A longer answer is passed on and not kept.</summary>
    public int MaxAnswerBytes { get; init; } = 1024 * 1024;

    /// <summary>How old an answer may be that is given because its service fails.</summary>
    public int SecondsWhenDown { get; init; } = 300;
}
