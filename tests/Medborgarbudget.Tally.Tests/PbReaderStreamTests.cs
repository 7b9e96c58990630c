using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

public sealed class PbReaderStreamTests
{
    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(PbText.Of(
        projects: "project_id;name;cost\r\na;\"Gungor; \"\"två\"\"\r\nstycken\" x;5.25\r\nb;Bänk;4\nc;Bad;3"));

    [Fact]
    public void However_the_bytes_arrive_the_election_is_the_same()
    {
        var whole = PbText.Read(Bytes);
        Gen.Int[1, 7].Array[1, 20].Sample(sizes =>
        {
            using var stream = new DripStream(Bytes, sizes);
            PbReader.TryRead(stream, out var file, out _).ShouldBeTrue();
            file!.Sha256.ShouldBe(whole.Sha256);
            file.Report.Findings.ShouldBe(whole.Report.Findings);
            PbRoundTrip.Write(file.Election).ShouldBe(PbRoundTrip.Write(whole.Election));
        }, iter: 200);
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes() =>
        PbText.Read(Bytes).Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Bytes)));

    [Fact]
    public void The_stream_is_left_open()
    {
        using var stream = new MemoryStream(Bytes);
        PbReader.TryRead(stream, out _, out _).ShouldBeTrue();
        stream.CanRead.ShouldBeTrue();
    }

    /// <summary>A stream that gives a few bytes at a time, as a slow network does.</summary>
    private sealed class DripStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int reads;

        public override int Read(Span<byte> buffer) =>
            base.Read(buffer[..Math.Min(buffer.Length, sizes[reads++ % sizes.Length])]);
    }
}
