namespace Medborgarbudget.Voting.Box;

/// <summary>The scripts, from the files beside this one. They run on Redis 7 and on Garnet 2.2 alike.</summary>
internal static class Scripts
{
    public static readonly string Cast = Read("cast");
    public static readonly string Fence = Read("fence");
    public static readonly string Unready = Read("unready");
    public static readonly string Clear = Read("clear");
    public static readonly string Restore = Read("restore");
    public static readonly string Ready = Read("ready");
    public static readonly string Retire = Read("retire");

    private static string Read(string name)
    {
        using var stream = typeof(Scripts).Assembly.GetManifestResourceStream($"Medborgarbudget.Voting.Box.{name}.lua")!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }
}
