namespace Medborgarbudget.Identity;

/// <summary>
/// How surely an e-ID tells who somebody is: the levels of Regulation (EU) No 910/2014 (eIDAS), article 8, in their order. The Swedish
/// tillitsnivåer 2, 3 and 4 are mapped to them by configuration, as each broker writes them.
/// </summary>
public enum LevelOfAssurance
{
    /// <summary>No level is known; enough for nothing.</summary>
    Unspecified = 0,

    /// <summary>A limited degree of confidence.</summary>
    Low = 1,

    /// <summary>A substantial degree of confidence.</summary>
    Substantial = 2,

    /// <summary>A higher degree of confidence than substantial.</summary>
    High = 3,
}

/// <summary>The levels as they are written in tokens and configuration: <c>low</c>, <c>substantial</c>, <c>high</c>.</summary>
public static class LevelNames
{
    public static string Write(LevelOfAssurance level) => level switch
    {
        LevelOfAssurance.Low => "low",
        LevelOfAssurance.Substantial => "substantial",
        LevelOfAssurance.High => "high",
        LevelOfAssurance.Unspecified => "",
    };

    /// <summary>Anything else than the three names is no level.</summary>
    public static LevelOfAssurance Read(string? text) => text switch
    {
        "low" => LevelOfAssurance.Low,
        "substantial" => LevelOfAssurance.Substantial,
        "high" => LevelOfAssurance.High,
        _ => LevelOfAssurance.Unspecified,
    };
}
