using System.Security.Cryptography;
using CsCheck;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Domain.Log;

/// <summary>V2: the tree of RFC 9162, by its published vectors and against its definitions.</summary>
public sealed class MerkleTreeTests
{
    private const int AllSizes = 70;

    public static TheoryData<int, int, string[]> Inclusions => PublishedVectors.Inclusions;

    public static TheoryData<int, int, string[]> Growths => PublishedVectors.Growths;

    [Fact]
    public void V2_Every_published_root_is_found()
    {
        for (var size = 0; size <= PublishedVectors.Entries.Length; size++)
        {
            Convert.ToHexStringLower(MerkleTree.Root(PublishedLeaves(size))).ShouldBe(PublishedVectors.Roots[size]);
        }
    }

    [Theory]
    [MemberData(nameof(Inclusions))]
    public void V2_Published_inclusion_proofs_are_found_and_hold(int index, int size, string[] path)
    {
        var proof = MerkleTree.InclusionProof(PublishedLeaves(size), index);

        Convert.ToHexStringLower(proof).ShouldBe(string.Concat(path));
        MerkleTree.VerifyInclusion(PublishedLeaves(size).AsSpan(32 * index, 32), index, size, proof, PublishedRoot(size)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Growths))]
    public void V2_Published_consistency_proofs_are_found_and_hold(int first, int second, string[] path)
    {
        var proof = MerkleTree.ConsistencyProof(PublishedLeaves(second), first);

        Convert.ToHexStringLower(proof).ShouldBe(string.Concat(path));
        MerkleTree.VerifyConsistency(first, second, PublishedRoot(first), PublishedRoot(second), proof).ShouldBeTrue();
    }

    [Fact]
    public void V2_Trees_of_all_small_sizes_are_as_defined()
    {
        for (var size = 1; size <= AllSizes; size++)
        {
            var leaves = RandomLeaves(size);
            MerkleTree.Root(Flat(leaves)).ShouldBe(NaiveTree.Hash(leaves));
            for (var index = 0; index < size; index++)
            {
                CheckInclusion(leaves, index);
                CheckGrowth(leaves, index + 1);
            }
        }
    }

    [Fact]
    public void V2_Larger_trees_are_as_defined() =>
        Gen.Select(Gen.Int[AllSizes, 1200], Gen.Double[0, 1]).Sample((size, part) =>
        {
            var leaves = RandomLeaves(size);
            CheckInclusion(leaves, (int)(part * (size - 1)));
            CheckGrowth(leaves, 1 + (int)(part * (size - 1)));
        }, iter: 30);

    [Fact]
    public void V2_A_frontier_has_the_root_of_every_size_and_restores_from_its_peaks()
    {
        var leaves = RandomLeaves(600);
        var frontier = new MerkleFrontier();
        for (var size = 0; size < leaves.Length; size++)
        {
            frontier.Root().ShouldBe(NaiveTree.Hash(leaves[..size]));
            frontier = MerkleFrontier.Restore(frontier.Size, frontier.Peaks());
            frontier.Append(leaves[size]);
        }
    }

    [Fact]
    public void V2_A_frontier_takes_subtrees_where_they_fit()
    {
        var leaves = RandomLeaves(300);
        var frontier = new MerkleFrontier();
        frontier.AppendSubtree(8, NaiveTree.Hash(leaves[..256]));
        frontier.Append(Flat(leaves[256..]));

        frontier.Root().ShouldBe(NaiveTree.Hash(leaves));
        Should.Throw<ArgumentException>(() => frontier.AppendSubtree(8, leaves[0]));
    }

    [Fact]
    public void V2_Peaks_of_another_size_are_refused() =>
        Should.Throw<ArgumentException>(() => MerkleFrontier.Restore(3, new byte[32]));

    [Fact]
    public void V2_No_changed_bit_of_a_proof_holds()
    {
        var leaves = RandomLeaves(37);
        var (inclusion, growth) = (MerkleTree.InclusionProof(Flat(leaves), 20), MerkleTree.ConsistencyProof(Flat(leaves), 21));
        var (older, newer) = (NaiveTree.Hash(leaves[..21]), NaiveTree.Hash(leaves));
        for (var bit = 0; bit < inclusion.Length * 8; bit++)
        {
            MerkleTree.VerifyInclusion(leaves[20], 20, 37, Flipped(inclusion, bit), newer).ShouldBeFalse();
        }

        for (var bit = 0; bit < growth.Length * 8; bit++)
        {
            MerkleTree.VerifyConsistency(21, 37, older, newer, Flipped(growth, bit)).ShouldBeFalse();
        }
    }

    [Fact]
    public void V2_A_proof_holds_for_no_other_place_or_size()
    {
        var leaves = RandomLeaves(37);
        var root = NaiveTree.Hash(leaves);
        var proof = MerkleTree.InclusionProof(Flat(leaves), 20);
        for (var place = -1; place < 40; place++)
        {
            MerkleTree.VerifyInclusion(leaves[20], place, 37, proof, root).ShouldBe(place == 20);
        }

        MerkleTree.VerifyInclusion(leaves[20], 20, 37, proof.AsSpan(32), root).ShouldBeFalse();
        MerkleTree.VerifyInclusion(leaves[20], 20, 37, [.. proof, .. root], root).ShouldBeFalse();
        MerkleTree.VerifyInclusion(leaves[20], 20, 37, proof.AsSpan(1), root).ShouldBeFalse();
        MerkleTree.VerifyInclusion(leaves[20], 20, 1 << 20, proof, root).ShouldBeFalse();
    }

    [Fact]
    public void V2_A_tree_that_shrank_or_forked_has_no_proof()
    {
        var (leaves, forked) = (RandomLeaves(30), RandomLeaves(30));
        var proof = MerkleTree.ConsistencyProof(Flat(forked), 12);

        MerkleTree.VerifyConsistency(12, 30, NaiveTree.Hash(leaves[..12]), NaiveTree.Hash(forked), proof).ShouldBeFalse();
        MerkleTree.VerifyConsistency(30, 12, NaiveTree.Hash(leaves), NaiveTree.Hash(leaves[..12]), []).ShouldBeFalse();
        MerkleTree.VerifyConsistency(12, 12, NaiveTree.Hash(leaves[..12]), NaiveTree.Hash(forked[..12]), []).ShouldBeFalse();
        MerkleTree.VerifyConsistency(12, 30, NaiveTree.Hash(leaves[..12]), NaiveTree.Hash(leaves), []).ShouldBeFalse();
    }

    internal static byte[][] RandomLeaves(int count) => [.. Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetBytes(32))];

    internal static byte[] Flat(byte[][] leaves) => [.. leaves.SelectMany(leaf => leaf)];

    private static void CheckInclusion(byte[][] leaves, int index)
    {
        var proof = MerkleTree.InclusionProof(Flat(leaves), index);
        proof.ShouldBe(Flat(NaiveTree.Path(index, leaves)));
        MerkleTree.VerifyInclusion(leaves[index], index, leaves.Length, proof, NaiveTree.Hash(leaves)).ShouldBeTrue();
    }

    private static void CheckGrowth(byte[][] leaves, int first)
    {
        var proof = MerkleTree.ConsistencyProof(Flat(leaves), first);
        proof.ShouldBe(Flat(NaiveTree.Proof(first, leaves)));
        MerkleTree.VerifyConsistency(first, leaves.Length, NaiveTree.Hash(leaves[..first]), NaiveTree.Hash(leaves), proof).ShouldBeTrue();
    }

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static byte[] PublishedLeaves(int size)
    {
        var leaves = new byte[32 * size];
        for (var index = 0; index < size; index++)
        {
            TreeHash.Leaf(Convert.FromHexString(PublishedVectors.Entries[index]), leaves.AsSpan(32 * index));
        }

        return leaves;
    }

    private static byte[] PublishedRoot(int size) => Convert.FromHexString(PublishedVectors.Roots[size]);
}
