namespace Medborgarbudget.Tally.Pb;

/// <summary>Something odd in a file that was read all the same.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The byte in that line, from 1.</param>
/// <param name="Code">What it is.</param>
/// <param name="Value">The text in question, shortened.</param>
public sealed record PbFinding(int Line, int Column, PbFindingCode Code, string Value)
{
    /// <summary>What was done about it.</summary>
    public string Done => Code.Done();

    /// <summary>The finding on one line, position first.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Code} '{Value}': {Done}";
}

/// <summary>The oddities of real files, old ones above all, that are survived and reported.</summary>
public enum PbFindingCode
{
    /// <summary>The file starts with a byte order mark.</summary>
    ByteOrderMark,

    /// <summary>A line with nothing in it, or only separators.</summary>
    BlankLine,

    /// <summary>A quoted field goes on over several lines.</summary>
    NewlineInQuotes,

    /// <summary>Text after a closing quotation mark.</summary>
    TextAfterQuote,

    /// <summary>A section has no header line where the format asks for one.</summary>
    MissingHeader,

    /// <summary>A header has no name, or names a column twice.</summary>
    BadColumnName,

    /// <summary>A metadata row without a key.</summary>
    MetaWithoutKey,

    /// <summary>A metadata key comes twice.</summary>
    DuplicateMeta,

    /// <summary>A metadata value holds separators without being quoted.</summary>
    UnquotedSeparator,

    /// <summary>A metadata key that the format asks for, but no count, is missing.</summary>
    MissingMeta,

    /// <summary>A metadata value that should be a number is not, or is out of reason.</summary>
    BadMetaNumber,

    /// <summary>An amount has a comma as its decimal sign.</summary>
    DecimalComma,

    /// <summary>A <c>scoring_fn</c> other than Borda.</summary>
    UnknownScoring,

    /// <summary>A row has fewer fields than the header.</summary>
    ShortRow,

    /// <summary>A row has more fields than the header.</summary>
    LongRow,

    /// <summary>A project id comes twice among the projects.</summary>
    DuplicateProject,

    /// <summary>A project costs more than the whole budget.</summary>
    CostOverBudget,

    /// <summary>A project has the cost that means it was withdrawn after the voting.</summary>
    WithdrawnProject,

    /// <summary>A project costs nothing.</summary>
    FreeProject,

    /// <summary>The published number of projects is another.</summary>
    ProjectCountMismatch,

    /// <summary>The published number of ballots is another.</summary>
    BallotCountMismatch,

    /// <summary>The published votes of a project are not what the ballots say.</summary>
    VotesMismatch,

    /// <summary>The published points of a project are not what the ballots say.</summary>
    ScoreMismatch,

    /// <summary>The published lots are not those that the published seed draws.</summary>
    LotMismatch,

    /// <summary>There is no voter_id column.</summary>
    NoVoterIds,

    /// <summary>A voter id comes twice.</summary>
    DuplicateVoter,

    /// <summary>A ballot names a project that is not among the projects.</summary>
    UnknownProject,

    /// <summary>A ballot names a project twice.</summary>
    RepeatedProject,

    /// <summary>A ballot has another number of points than of projects.</summary>
    PointCountMismatch,

    /// <summary>A ballot gives points that are not a number.</summary>
    BadPoints,

    /// <summary>A ballot has fewer or more projects than allowed.</summary>
    LengthOutOfLimits,

    /// <summary>The projects of a ballot cost less or more than allowed.</summary>
    CostOutOfLimits,

    /// <summary>The points of a ballot are fewer or more than allowed.</summary>
    PointsOutOfLimits,
}

/// <summary>What the reader does about each finding, in words.</summary>
public static class PbFindingTexts
{
    /// <summary>What was done, as half a sentence.</summary>
    public static string Done(this PbFindingCode code) => code switch
    {
        PbFindingCode.ByteOrderMark => "skipped",
        PbFindingCode.BlankLine => "skipped; it is no ballot",
        PbFindingCode.NewlineInQuotes or PbFindingCode.TextAfterQuote or PbFindingCode.UnquotedSeparator => "kept as text",
        PbFindingCode.MissingHeader => "read as a row",
        PbFindingCode.BadColumnName => "the column was left out",
        PbFindingCode.MetaWithoutKey => "the row was left out",
        PbFindingCode.DuplicateMeta or PbFindingCode.DuplicateProject => "the first one counts",
        PbFindingCode.MissingMeta => "not needed for the count",
        PbFindingCode.BadMetaNumber => "read as if it were not there",
        PbFindingCode.DecimalComma => "read as a decimal point",
        PbFindingCode.UnknownScoring => "read as Borda",
        PbFindingCode.ShortRow => "the missing fields were read as empty",
        PbFindingCode.LongRow => "the fields without a column were left out",
        PbFindingCode.LotMismatch => "the published lots count",
        PbFindingCode.NoVoterIds => "every row is a ballot",
        PbFindingCode.DuplicateVoter => "both ballots count",
        PbFindingCode.UnknownProject => "the entry was left out",
        PbFindingCode.RepeatedProject => "counted once, at its first place",
        PbFindingCode.PointCountMismatch => "missing points are 0, points left over are left out",
        PbFindingCode.BadPoints => "read as 0",
        PbFindingCode.VotesMismatch or PbFindingCode.ScoreMismatch
            or PbFindingCode.ProjectCountMismatch or PbFindingCode.BallotCountMismatch => "counted from the rows",
        PbFindingCode.WithdrawnProject => "it costs more than the budget and cannot win",
        PbFindingCode.CostOverBudget or PbFindingCode.FreeProject => "kept",
        PbFindingCode.LengthOutOfLimits or PbFindingCode.CostOutOfLimits or PbFindingCode.PointsOutOfLimits
            => "the ballot counts",
    };
}
