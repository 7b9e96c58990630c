using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Witness;

/// <summary>
/// One look at the log: signs its newest head if the log has only grown since the last one that was signed. A witness that has signed two heads
/// that do not fit is worth nothing, so in doubt it signs nothing.
/// </summary>
internal sealed class Witnessing(PublishedSource source, WitnessState state, ECDsa key, TimeProvider clock)
{
    /// <summary>Gives a line about what was signed.</summary>
    /// <exception cref="CommandException">Nothing is signed; the line says why.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var manifest = await ReadManifestAsync(cancellationToken);
        var name = NameOfWitness(manifest);
        var heads = Read(await source.ReadAsync(PublishedFolder.Heads, cancellationToken), manifest);
        var (last, newest) = (state.LastHead(), heads[^1]);
        if (last is not null)
        {
            CheckShown(last, heads);
            await CheckGrowthAsync(last, newest, cancellationToken);
        }
        else
        {
            await CheckFirstAsync(newest, cancellationToken);
        }

        if (newest.Cosignatures.Any(cosignature => cosignature.Witness == name) && last?.Head == newest.Head)
        {
            return Text($"nothing new: the head of {newest.Head.Size} leaves is signed");
        }

        state.KeepHead(newest);
        var signed = Cosignature.Sign(key, name, newest.Head, clock.GetUtcNow());
        return await source.TryCosignAsync(ToJson(signed, newest.Head), cancellationToken)
            ? Text($"{name} signed the head of {newest.Head.Size} leaves")
            : throw CommandException.Failed(Text($"The gateway did not take the cosignature of the head of {newest.Head.Size} leaves."));
    }

    /// <summary>The manifest is pinned when it is first seen: it names the keys, and may not change.</summary>
    private async Task<PublishedManifest> ReadManifestAsync(CancellationToken cancellationToken)
    {
        var bytes = await source.ReadAsync(PublishedFolder.Manifest, cancellationToken);
        if (state.Manifest is { } pinned && !pinned.AsSpan().SequenceEqual(bytes))
        {
            throw CommandException.Failed("Refused: the manifest is not the one that this witness saw first.");
        }

        if (PublishedManifest.Read(bytes, out var manifest) is { } fault)
        {
            throw CommandException.BadInput($"The manifest cannot be read: {fault}.");
        }

        state.KeepManifest(bytes);
        return manifest!;
    }

    private string NameOfWitness(PublishedManifest manifest)
    {
        var own = key.ExportSubjectPublicKeyInfo();
        foreach (var (name, witness) in manifest.Witnesses)
        {
            if (witness.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(own))
            {
                return name;
            }
        }

        throw CommandException.BadInput($"The manifest names no witness with this key: {Convert.ToBase64String(own)}");
    }

    private static List<SignedHead> Read(byte[] file, PublishedManifest manifest)
    {
        var heads = new List<SignedHead>();
        foreach (var line in file.AsSpan().Split((byte)'\n'))
        {
            if (line.Start.Value == file.Length)
            {
                break;
            }

            if (SignedHead.ReadLine(file.AsMemory(line), out var head) is { } fault)
            {
                throw CommandException.Failed(Text($"Refused: line {heads.Count + 1} of the heads is none: {fault}."));
            }

            heads.Add(head);
        }

        return heads is [.., var newest] && newest.Head.SubBudgetId == manifest.SubBudgetId && newest.Verify(manifest.LogKey)
            ? heads
            : throw CommandException.Failed("Refused: the newest head is not signed by the log's key for this sub-budget.");
    }

    /// <summary>The head that was signed is still shown, and no other of its size.</summary>
    private void CheckShown(SignedHead last, List<SignedHead> heads)
    {
        if (heads.Find(head => head.Head.Size == last.Head.Size && head.Head.Root.AsSpan().SequenceEqual(last.Head.Root.AsSpan()) is false) is { } other)
        {
            throw Refuse("the log was forked: it has another root at the size that was signed", last, other);
        }

        if (heads[^1].Head.Size < last.Head.Size)
        {
            throw Refuse("the log shrank", last, heads[^1]);
        }

        if (!heads.Exists(head => head.Head == last.Head))
        {
            throw Refuse("the log no longer shows the head that was signed", last, heads[^1]);
        }
    }

    /// <summary>RFC 9162 §2.1.4, with the proof made from the tiles.</summary>
    private async Task CheckGrowthAsync(SignedHead last, SignedHead newest, CancellationToken cancellationToken)
    {
        var (from, to) = (last.Head.Size, newest.Head.Size);
        var proof = await FromTilesAsync(tiles => LogTiles.ConsistencyProof(tiles, from, to), cancellationToken);
        if (!MerkleTree.VerifyConsistency(from, to, last.Head.Root.AsSpan(), newest.Head.Root.AsSpan(), proof))
        {
            throw Refuse("the log was forked: its tiles do not lead from the head that was signed to the newest", last, newest);
        }
    }

    /// <summary>The first head must be of the tiles that are shown, and of a log that begins with the manifest.</summary>
    private async Task CheckFirstAsync(SignedHead newest, CancellationToken cancellationToken)
    {
        var size = newest.Head.Size;
        var root = await FromTilesAsync(tiles => LogTiles.Root(tiles, size), cancellationToken);
        var proof = await FromTilesAsync(tiles => LogTiles.InclusionProof(tiles, 0, size), cancellationToken);
        if (!newest.Head.Root.AsSpan().SequenceEqual(root)
            || !MerkleTree.VerifyInclusion(LogEntry.ManifestLeaf(state.Manifest), 0, size, proof, root))
        {
            throw CommandException.Failed("Refused: the log does not begin with the manifest, or its tiles are not those of its head.");
        }
    }

    /// <summary>Finds out which tiles are needed, fetches them, and computes.</summary>
    private async Task<byte[]> FromTilesAsync(Func<LogTiles.Reader, byte[]> compute, CancellationToken cancellationToken)
    {
        var tiles = new Dictionary<Tile, byte[]>();
        compute((level, index, width) =>
        {
            tiles[new Tile(level, index, width)] = [];
            return new byte[width * MerkleTree.HashLength];
        });
        foreach (var tile in tiles.Keys.ToArray())
        {
            tiles[tile] = await source.ReadAsync(tile, cancellationToken);
        }

        return compute((level, index, width) => tiles[new Tile(level, index, width)]);
    }

    private CommandException Refuse(string why, SignedHead ours, SignedHead theirs) =>
        CommandException.Failed($"Refused: {why}. Both heads are kept in {state.KeepEvidence(ours, theirs, clock.GetUtcNow())}.");

    private static byte[] ToJson(Cosignature cosignature, TreeHead head)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("witness", cosignature.Witness);
            json.WriteString("time", cosignature.TimeText);
            json.WriteBase64String("signature", cosignature.Signature.AsSpan());
            json.WriteNumber("size", head.Size);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
