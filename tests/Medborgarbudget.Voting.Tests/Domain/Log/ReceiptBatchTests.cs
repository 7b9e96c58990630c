using System.Collections.Immutable;
using System.Security.Cryptography;
using CsCheck;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Domain.Log;

/// <summary>V1: the signature of a receipt and its inclusion in what was signed.</summary>
public sealed class ReceiptBatchTests : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => key.Dispose();

    [Fact]
    public void V1_Every_receipt_of_every_size_of_batch_holds()
    {
        var leaves = MerkleTreeTests.RandomLeaves(ReceiptBatch.Most);
        var batch = new ReceiptBatch();
        foreach (var size in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 65, 100, 255, 256])
        {
            batch.Clear();
            var proofs = Sign(batch, leaves[..size]);
            for (var index = 0; index < size; index++)
            {
                proofs[index].Size.ShouldBe(size);
                proofs[index].Verify(key, leaves[index], Hour(index), Level(index)).ShouldBeTrue($"{index} of {size}");
            }
        }
    }

    [Fact]
    public void V1_The_path_is_the_inclusion_proof_of_RFC_9162_and_the_signature_is_over_its_root()
    {
        var leaves = MerkleTreeTests.RandomLeaves(37);
        var proof = Sign(new ReceiptBatch(), leaves)[20];
        byte[][] entries = [.. leaves.Select((leaf, index) => Entry(leaf, Hour(index), (byte)Level(index)))];
        var root = NaiveTree.Hash(entries);

        MerkleTree.VerifyInclusion(entries[20], 20, 37, proof.Path.AsSpan(), root).ShouldBeTrue();
        byte[] message = [.. "mb1-batch"u8, .. root];
        key.VerifyData(message, proof.Signature.ToArray(), HashAlgorithmName.SHA256).ShouldBeTrue();
    }

    [Fact]
    public void V1_Nothing_else_than_what_was_signed_holds()
    {
        var leaves = MerkleTreeTests.RandomLeaves(11);
        var proof = Sign(new ReceiptBatch(), leaves)[6];

        proof.Verify(key, leaves[6], Hour(6), Level(6)).ShouldBeTrue();
        proof.Verify(key, leaves[7], Hour(6), Level(6)).ShouldBeFalse();
        proof.Verify(key, leaves[6], Hour(6) + 1, Level(6)).ShouldBeFalse();
        proof.Verify(key, leaves[6], Hour(6), AcknowledgementLevel.LedgerReplica).ShouldBeFalse();
        (proof with { Index = 7 }).Verify(key, leaves[6], Hour(6), Level(6)).ShouldBeFalse();
        (proof with { Index = -1 }).Verify(key, leaves[6], Hour(6), Level(6)).ShouldBeFalse();
        (proof with { Size = 0 }).Verify(key, leaves[6], Hour(6), Level(6)).ShouldBeFalse();
        (proof with { Path = proof.Path[32..] }).Verify(key, leaves[6], Hour(6), Level(6)).ShouldBeFalse();
        (proof with { Path = [.. proof.Path, .. leaves[0]] }).Verify(key, leaves[6], Hour(6), Level(6)).ShouldBeFalse();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        proof.Verify(other, leaves[6], Hour(6), Level(6)).ShouldBeFalse();
    }

    [Fact]
    public void V1_No_changed_bit_of_a_receipt_holds()
    {
        var leaves = MerkleTreeTests.RandomLeaves(11);
        var proof = Sign(new ReceiptBatch(), leaves)[6];
        Gen.Int[0, (proof.Path.Length * 8) - 1].Sample(
            bit => !(proof with { Path = Flip(proof.Path, bit) }).Verify(key, leaves[6], Hour(6), Level(6)), iter: 60, threads: 1);
        Gen.Int[0, (proof.Signature.Length * 8) - 1].Sample(
            bit => !(proof with { Signature = Flip(proof.Signature, bit) }).Verify(key, leaves[6], Hour(6), Level(6)), iter: 60, threads: 1);
    }

    [Fact]
    public void V1_A_batch_takes_no_more_than_its_room_and_none_once_signed()
    {
        var batch = new ReceiptBatch();
        Should.Throw<InvalidOperationException>(() => batch.Sign(key));
        Sign(batch, MerkleTreeTests.RandomLeaves(ReceiptBatch.Most));
        Should.Throw<InvalidOperationException>(() => batch.Add(new byte[32], 1, AcknowledgementLevel.Ledger));
        batch.Clear();
        batch.Add(new byte[32], 1, AcknowledgementLevel.Ledger).ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => batch.ProofOf(0));
    }

    private static uint Hour(int index) => (uint)(500_000 + index);

    private static AcknowledgementLevel Level(int index) => (AcknowledgementLevel)(index % 3);

    private static byte[] Entry(byte[] leaf, uint hour, byte level) => SHA256.HashData(
        [0, .. "mb1-receipt"u8, .. leaf, (byte)(hour >> 24), (byte)(hour >> 16 & 0xFF), (byte)(hour >> 8 & 0xFF), (byte)(hour & 0xFF), level]);

    private static ImmutableArray<byte> Flip(ImmutableArray<byte> bytes, int bit) =>
        bytes.SetItem(bit / 8, (byte)(bytes[bit / 8] ^ (1 << (bit % 8))));

    private ReceiptProof[] Sign(ReceiptBatch batch, byte[][] leaves)
    {
        for (var index = 0; index < leaves.Length; index++)
        {
            batch.Add(leaves[index], Hour(index), Level(index)).ShouldBe(index);
        }

        batch.Sign(key);
        return [.. leaves.Select((_, index) => batch.ProofOf(index))];
    }
}
