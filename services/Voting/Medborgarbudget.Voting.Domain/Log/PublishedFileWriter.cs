using System.Buffers;
using System.Security.Cryptography;

namespace Medborgarbudget.Voting.Log;

/// <summary>Hashes a file as it is written, and keeps no more of it than a block that is not full: a shard of the whole electorate is half a hundred megabytes.</summary>
public sealed class PublishedFileWriter : IBufferWriter<byte>, IDisposable
{
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _blocks = new();
    private readonly ArrayBufferWriter<byte> _open = new(2 * PublishedFile.BlockLength);
    private long _length;

    public Memory<byte> GetMemory(int sizeHint = 0) => _open.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _open.GetSpan(sizeHint);

    public void Advance(int count)
    {
        _open.Advance(count);
        if (_open.WrittenCount >= PublishedFile.BlockLength)
        {
            HashFullBlocks();
        }
    }

    /// <summary>What was written, by its hashes. Nothing can be written after it.</summary>
    public PublishedFile End(string name)
    {
        if (_open.WrittenCount > 0)
        {
            HashBlock(_open.WrittenSpan);
        }

        return new PublishedFile(name, _length, Convert.ToHexStringLower(_whole.GetHashAndReset()), [.. _blocks.WrittenSpan]);
    }

    public void Dispose() => _whole.Dispose();

    private void HashFullBlocks()
    {
        var left = _open.WrittenSpan;
        for (; left.Length >= PublishedFile.BlockLength; left = left[PublishedFile.BlockLength..])
        {
            HashBlock(left[..PublishedFile.BlockLength]);
        }

        Span<byte> open = stackalloc byte[left.Length];
        left.CopyTo(open);
        _open.ResetWrittenCount();
        _open.Write(open);
    }

    private void HashBlock(ReadOnlySpan<byte> block)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(block, hash);
        _blocks.Write(hash[..PublishedFile.HashLength]);
        _whole.AppendData(block);
        _length += block.Length;
    }
}
