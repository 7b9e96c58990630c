namespace Medborgarbudget.Decisions;

/// <summary>How far a case has come. Numbers as in the proto; only ever rising.</summary>
public enum CaseState
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,

    /// <summary>Opened by the certified result.</summary>
    Open = 1,

    /// <summary>The official report is written; it may be rewritten until the body has decided.</summary>
    Reported = 2,

    /// <summary>The body has decided; its minutes are not adjusted.</summary>
    Decided = 3,

    /// <summary>Justerat: the decision is public and may be carried out (KL 13:14).</summary>
    Adjusted = 4,

    /// <summary>Anslaget: the three weeks for a legality review run.</summary>
    NoticePosted = 5,
}
