namespace Medborgarbudget.Web.Hosting;

/// <summary>Who looks at which page in which language; one per request.</summary>
public sealed class Visit
{
    public const string Swedish = "sv";
    public const string English = "en";

    public string Language { get; internal set; } = Swedish;

    /// <summary>The page's address without the language.</summary>
    public string Path { get; internal set; } = "/";

    /// <summary>Name of the signed-in person; null for a visitor.</summary>
    public string? Name { get; internal set; }

    public bool IsSignedIn => Name is not null;

    internal string? AccessToken { get; set; }

    /// <summary>The shared device that the page is shown on; null at home.</summary>
    public Kiosk? Kiosk { get; internal set; }

    /// <summary>A voter's page on a kiosk: it clears itself.</summary>
    public bool IsWatched { get; internal set; }

    /// <summary>The address of a page in the language of this visit.</summary>
    public string Link(string path) => In(Language, path);

    public static string In(string language, string path) => language == English ? $"/{English}{(path == "/" ? "" : path)}" : path;
}
