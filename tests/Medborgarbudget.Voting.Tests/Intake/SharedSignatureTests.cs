using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Tests.Domain.Log;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>Ballot tokens that share a signature (docs/ballot-token.md), and proofs that must not vote (S3).</summary>
public sealed class SharedSignatureTests : IDisposable
{
    private readonly TokenStage stage = new();

    public void Dispose() => stage.Dispose();

    [Fact]
    public void Every_token_of_every_size_of_batch_holds()
    {
        byte[][] voters = [.. Enumerable.Range(0, BatchTree.Most).Select(_ => VotingFixture.NewVoter())];
        for (var size = 1; size <= BatchTree.Most; size += size is < 34 or > 250 ? 1 : 7)
        {
            var tokens = stage.Issuer.Issue(TokenStage.SubBudget, voters[..size]);
            tokens.Select(token => Convert.ToHexString(stage.Read(token)!.Voter)).ShouldBe(voters[..size].Select(Convert.ToHexString), $"of {size}");
        }
    }

    [Fact]
    public void More_than_one_signature_can_stand_for_take_several()
    {
        var tokens = stage.Issuer.Issue(TokenStage.SubBudget, [.. Enumerable.Range(0, 600).Select(_ => VotingFixture.NewVoter())]);
        tokens.Select(token => Convert.ToHexString(ProofOf(token)[^256..])).Distinct().Count().ShouldBe(3);
        tokens.ShouldAllBe(token => stage.Read(token) != null);
        tokens.ShouldAllBe(token => token.Length < 1_400);
    }

    [Fact]
    public void The_tree_is_that_of_RFC_9162()
    {
        var texts = stage.Texts(37);
        byte[][] leaves = [.. texts.Select(text => SHA256.HashData([0, .. "mb1-ballot-token"u8, .. Encoding.ASCII.GetBytes(text)]))];
        var signature = stage.Issuer.Sign([.. "mb1-token-batch"u8, 0, 37, .. NaiveTree.Hash(leaves)]);
        for (var i = 0; i < leaves.Length; i++)
        {
            stage.IsTaken($"{texts[i]}.{Base64Url.EncodeToString([(byte)i, 36, .. NaiveTree.Path(i, leaves).SelectMany(hash => hash), .. signature])}").ShouldBeTrue($"{i}");
        }
    }

    [Fact]
    public void S3_a_token_of_one_number_in_the_batch_is_none_of_another()
    {
        var texts = stage.Texts(130);
        var signed = stage.Issuer.Together(texts);
        for (var count = 1; count <= BatchTree.Most; count++)
        {
            // The path of the first is as long in every batch of 129 to 256.
            stage.IsTaken(SignedTexts.Token(texts[0], SignedTexts.Proof(0, count, signed.PathOf(0), signed.Signature))).ShouldBe(count == 130, $"of {count}");
        }

        for (var index = 0; index < BatchTree.Most; index++)
        {
            stage.IsTaken(SignedTexts.Token(texts[7], SignedTexts.Proof(index, 130, signed.PathOf(7), signed.Signature))).ShouldBe(index == 7, $"{index}");
        }
    }

    [Fact]
    public void S3_a_path_must_be_that_of_the_token_and_nothing_may_follow()
    {
        var (texts, others) = (stage.Texts(8), stage.Texts(8));
        var (signed, other) = (stage.Issuer.Together(texts), stage.Issuer.Together(others));
        var (path, signature) = (signed.PathOf(3), signed.Signature);
        stage.IsTaken(Of(path, signature)).ShouldBeTrue();
        stage.IsTaken(Of(other.PathOf(3), signature)).ShouldBeFalse("the path of another batch");
        stage.IsTaken(Of(signed.PathOf(2), signature)).ShouldBeFalse("the path of another token");
        stage.IsTaken(Of(path, other.Signature)).ShouldBeFalse("the signature of another root");
        stage.IsTaken(Of(path[32..], signature)).ShouldBeFalse("too short");
        stage.IsTaken(Of([.. path, .. path[..32]], signature)).ShouldBeFalse("too long");
        stage.IsTaken(Of([], signature)).ShouldBeFalse("no path");
        stage.IsTaken(Of(path, [.. signature, 0])).ShouldBeFalse("a byte more");
        stage.IsTaken(Of(path, [.. signature, .. signature])).ShouldBeFalse("two signatures");
        stage.IsTaken(Of(path, signature[..^1])).ShouldBeFalse("a byte less");
        stage.IsTaken(Of(path, [])).ShouldBeFalse("no signature");
        stage.IsTaken(SignedTexts.Token(texts[3], [])).ShouldBeFalse("no proof");
        stage.IsTaken(SignedTexts.Token(texts[3], [3])).ShouldBeFalse("half a place");
        stage.IsTaken(SignedTexts.Token(texts[3], SignedTexts.Proof(8, 8, path, signature))).ShouldBeFalse("beyond the end");
        stage.IsTaken(SignedTexts.Token(others[3], signed.ProofOf(3))).ShouldBeFalse("another payload");

        string Of(byte[] somePath, byte[] someSignature) => SignedTexts.Token(texts[3], SignedTexts.Proof(3, 8, somePath, someSignature));
    }

    [Fact]
    public void S3_an_inner_node_is_no_token()
    {
        var texts = stage.Texts(4);
        byte[][] leaves = [.. texts.Select(text => SHA256.HashData([0, .. "mb1-ballot-token"u8, .. Encoding.ASCII.GetBytes(text)]))];
        byte[] node = [.. leaves[0], .. leaves[1]];

        // Two leaves as if they were one entry, and one leaf where the pair stands: both with the real signature of the four.
        var signed = stage.Issuer.Together(texts);
        var above = signed.PathOf(0).AsSpan(32);
        var root = new byte[32];
        BatchTree.TryRoot(node, 0, 2, above, root).ShouldBeTrue();
        root.ShouldNotBe(signed.Root);
        stage.IsTaken(SignedTexts.Token(texts[0], SignedTexts.Proof(0, 2, above, signed.Signature))).ShouldBeFalse();
        stage.IsTaken(SignedTexts.Token(texts[0], SignedTexts.Proof(0, 1, [], signed.Signature))).ShouldBeFalse();
    }

    [Fact]
    public void S3_a_signature_of_another_kind_is_none_of_a_token()
    {
        var text = stage.Texts(1)[0];
        foreach (var kind in new[] { "", "mb1-batch", "mb1-ballot-token", "mb1-token-batc", "mb1-token-batch\0" })
        {
            stage.IsTaken(new SignedTexts([text], message => stage.Issuer.Sign([.. Encoding.ASCII.GetBytes(kind), .. message["mb1-token-batch".Length..]])).TokenOf(0)).ShouldBeFalse(kind);
            stage.IsTaken(new SignedTexts([text], message => stage.Issuer.Sign([.. Encoding.ASCII.GetBytes(kind), .. message[^32..]])).TokenOf(0)).ShouldBeFalse(kind);
        }

        stage.IsTaken(new SignedTexts([text], message => SHA256.HashData(message)).TokenOf(0)).ShouldBeFalse();
        using var larger = RSA.Create(2048);
        stage.IsTaken(new SignedTexts([text], message => larger.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)).TokenOf(0)).ShouldBeFalse();
    }

    [Fact]
    public void S3_receipts_and_tokens_cannot_stand_for_each_other()
    {
        using var log = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var receipts = new ReceiptBatch();
        receipts.Add(new byte[32], 500_000, AcknowledgementLevel.Ledger);
        receipts.Add(new byte[32], 500_001, AcknowledgementLevel.Ledger);
        receipts.Sign(log);
        var receipt = receipts.ProofOf(0);
        var texts = stage.Texts(2);
        stage.IsTaken(SignedTexts.Token(texts[0], SignedTexts.Proof(0, 2, receipt.Path.AsSpan(), receipt.Signature.AsSpan()))).ShouldBeFalse();

        // Even were they signed with one key: a receipt's batch has another name.
        var signed = new SignedTexts(texts, message => log.SignData(message, HashAlgorithmName.SHA256));
        var asReceipt = new ReceiptProof([.. signed.Signature], 0, 2, [.. signed.PathOf(0)]);
        asReceipt.Verify(log, SHA256.HashData([0, .. "mb1-ballot-token"u8, .. Encoding.ASCII.GetBytes(texts[0])]), 500_000, AcknowledgementLevel.Ledger).ShouldBeFalse();
        receipt.Verify(log, new byte[32], 500_000, AcknowledgementLevel.Ledger).ShouldBeTrue();
    }

    private static byte[] ProofOf(string token) => Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));
}
