using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Paper;

/// <summary>Why a card does not count. The numbers are stored and stand in the auditors' files.</summary>
public enum InvalidGround
{
    /// <summary>It counts.</summary>
    None = 0,
    Unreadable = 1,
    TooMany = 2,
    TooFew = 3,
    Late = 4,
    NotIdentified = 5,
    AlreadyUsed = 6,
    WrongArea = 7,
}

/// <summary>What one reader saw on a card: choices that count, or a ground without choices.</summary>
public sealed class CardReading : IEquatable<CardReading>
{
    private readonly byte[] _bytes;

    private CardReading(byte[] bytes) => _bytes = bytes;

    public InvalidGround Ground => (InvalidGround)_bytes[0];

    public bool IsValid => Ground == InvalidGround.None;

    /// <summary>In the form of <see cref="Ballot.Bytes"/>; empty when the card does not count.</summary>
    public ReadOnlyMemory<byte> Choices => _bytes.AsMemory(1);

    public static CardReading Valid(Ballot ballot)
    {
        ArgumentNullException.ThrowIfNull(ballot);
        return new CardReading([(byte)InvalidGround.None, .. ballot.Bytes.Span]);
    }

    public static CardReading Invalid(InvalidGround ground) => ground == InvalidGround.None
        ? throw new ArgumentException("An invalid card has a ground.", nameof(ground))
        : new CardReading([(byte)ground]);

    /// <summary>What a reader has sent. Errors: request.invalid, ballot_invalid.</summary>
    public static Result<CardReading> Read(BallotForm form, IReadOnlyList<string> proposalIds, InvalidGround ground)
    {
        ArgumentNullException.ThrowIfNull(proposalIds);
        if (ground == InvalidGround.None)
        {
            return Ballot.Fill(form, proposalIds).Map(Valid);
        }

        return proposalIds.Count == 0 ? Invalid(ground) : Error.Invalid([new FieldFault("proposalIds", "a card that does not count has no choices")]);
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    public static CardReading FromBytes(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new CardReading(bytes);
    }

    /// <summary>The ground, one byte, then the choices.</summary>
    public byte[] ToBytes() => [.. _bytes];

    public bool Equals(CardReading? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => Equals(obj as CardReading);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }
}
