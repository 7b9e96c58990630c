using System.Buffers.Text;
using System.Text;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.BallotLoad;

/// <summary>Texts of ballot tokens that share a signature, as docs/ballot-token.md says.</summary>
public sealed class SignedTexts
{
    private readonly BatchTree _tree = new();
    private readonly IReadOnlyList<string> _texts;

    /// <param name="sign">Signs the message that stands for all.</param>
    public SignedTexts(IReadOnlyList<string> texts, Func<byte[], byte[]> sign)
    {
        _texts = texts;
        foreach (var text in texts)
        {
            _tree.Add([.. "mb1-ballot-token"u8, .. Encoding.ASCII.GetBytes(text)]);
        }

        Root = _tree.Build().ToArray();
        Signature = sign(Message(texts.Count, Root));
    }

    public byte[] Root { get; }

    public byte[] Signature { get; }

    public byte[] PathOf(int index) => _tree.PathOf(index);

    /// <summary>The proof of one of them.</summary>
    public byte[] ProofOf(int index) => Proof(index, _texts.Count, PathOf(index), Signature);

    public string TokenOf(int index) => Token(_texts[index], ProofOf(index));

    public static byte[] Message(int count, ReadOnlySpan<byte> root) => [.. "mb1-token-batch"u8, (byte)(count >> 8), (byte)(count & 0xFF), .. root];

    public static byte[] Proof(int index, int count, ReadOnlySpan<byte> path, ReadOnlySpan<byte> signature) => [(byte)index, (byte)(count - 1), .. path, .. signature];

    public static string Token(string text, ReadOnlySpan<byte> proof) => $"{text}.{Base64Url.EncodeToString(proof)}";
}
