using System.Diagnostics;
using System.Globalization;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

/// <summary>A million spoilt files: no exception, no hang, and no more memory than the length of a file accounts for.</summary>
public sealed class PbReaderMillionTests
{
    /// <summary>More files than the million, for a night.</summary>
    private const string Variable = "MEDBORGARBUDGET_FUZZ_INPUTS";

    private const long PlainMemory = 1 << 20;
    private const long MemoryForEachByte = 500;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_million_spoilt_files_give_a_file_or_a_fault_soon_and_in_little_memory()
    {
        var inputs = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } told ? long.Parse(told, CultureInfo.InvariantCulture) : 1_000_000;
        var (files, faults) = (0L, new long[Enum.GetValues<PbFaultCode>().Length]);
        Parallel.For(0, inputs, number =>
        {
            if (Read(SpoiltPb.Make((ulong)number), number) is { } fault)
            {
                Interlocked.Increment(ref faults[(int)fault.Code]);
            }
            else
            {
                Interlocked.Increment(ref files);
            }
        });

        // Spoiling must neither leave everything whole nor break everything at the first line.
        files.ShouldBeInRange(inputs / 10, inputs * 9 / 10);
        faults.Count(number => number > 0).ShouldBeGreaterThanOrEqualTo(faults.Length - 1);
    }

    private static PbFault? Read(byte[] bytes, long number)
    {
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            (PbReader.TryRead(bytes, out var file, out var fault) == fault is null && file is null == fault is not null)
                .ShouldBeTrue($"input {number}");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(
                PlainMemory + (MemoryForEachByte * bytes.Length), $"input {number}");
            clock.Elapsed.ShouldBeLessThan(Longest, $"input {number}");
            return fault;
        }
        catch (Exception exception) when (exception is not ShouldAssertException)
        {
            throw new InvalidOperationException($"Input {number} made the reader throw.", exception);
        }
    }
}
