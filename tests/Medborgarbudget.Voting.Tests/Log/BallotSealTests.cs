using System.Security.Cryptography;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Log;

public sealed class BallotSealTests
{
    private static readonly byte[] Choices = [0, 1, 0, 8];

    /// <summary>Without it anybody could look for two ballots with one digest, and be acknowledged for one that is not in the ledger.</summary>
    [Fact]
    public void What_the_store_tells_choices_apart_by_is_known_to_the_holder_of_the_key_alone()
    {
        var (seal, same, other) = (Of(1), Of(1), Of(2));

        DigestOf(seal, Choices).ShouldBe(DigestOf(same, Choices));
        DigestOf(seal, Choices).ShouldNotBe(DigestOf(seal, [0, 1, 0, 9]));
        DigestOf(seal, Choices).ShouldNotBe(DigestOf(other, Choices));
        DigestOf(seal, Choices).ShouldNotBe(SHA256.HashData(Choices)[..8]);
    }

    private static BallotSeal Of(byte key) => new(SubBudgetId.From(Guid.NewGuid()), [.. Enumerable.Repeat(key, 32)]);

    private static byte[] DigestOf(BallotSeal seal, byte[] choices) => Mark.Make(seal, new byte[16], choices, 0, 0, BallotChannel.Web).Bytes[16..24];
}
