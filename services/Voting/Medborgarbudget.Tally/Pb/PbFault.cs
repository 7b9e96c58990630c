namespace Medborgarbudget.Tally.Pb;

/// <summary>Why a file cannot be counted. Nothing of such a file is used.</summary>
/// <param name="Code">What is wrong.</param>
/// <param name="Line">The line, from 1, where the fault shows; the last line when something is missing.</param>
/// <param name="Column">The byte in that line, from 1.</param>
/// <param name="Message">One sentence for the person who made the file.</param>
public sealed record PbFault(PbFaultCode Code, int Line, int Column, string Message)
{
    /// <summary>The fault on one line, position first.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}

/// <summary>The faults that stop a file from being read.</summary>
public enum PbFaultCode
{
    /// <summary>The first line is not <c>META</c>: something else than a .pb file.</summary>
    NotPb,

    /// <summary>A section is missing or out of order.</summary>
    MissingSection,

    /// <summary>A column that the count needs is missing.</summary>
    MissingColumn,

    /// <summary>A metadata key that the count needs is missing: budget or vote_type.</summary>
    MissingMeta,

    /// <summary>A vote type that the format does not have.</summary>
    UnknownVoteType,

    /// <summary>The budget or a cost is not a number.</summary>
    NotANumber,

    /// <summary>The budget or a cost is below zero.</summary>
    Negative,

    /// <summary>A number, or a sum of them, is more than can be counted exactly.</summary>
    Overflow,

    /// <summary>A project id that no ballot could name: empty, or with a comma.</summary>
    BadProjectId,

    /// <summary>A quoted field that never ends.</summary>
    UnclosedQuote,

    /// <summary>A row longer than any real one.</summary>
    RowTooLong,
}
