namespace Medborgarbudget.Contracts.Tests;

/// <summary>The committed files that the contract is held against. <c>UPDATE_GOLDEN=1</c> rewrites them; look at the difference before committing it.</summary>
internal static class Golden
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    public static string PathOf(string name) => Path.Combine(Folder(), name);

    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder(), "*.json").Select(path => Path.GetFileName(path));

    public static void ShouldHold(string name, string text)
    {
        if (Update)
        {
            File.WriteAllText(PathOf(name), text);
        }

        File.Exists(PathOf(name)).ShouldBeTrue($"Golden/{name} is missing. Make it with UPDATE_GOLDEN=1 and commit it.");
        text.ShouldBe(
            File.ReadAllText(PathOf(name)),
            $"The contract is no longer what Golden/{name} says. Within a version only optional fields are added; if that is all, run this test with UPDATE_GOLDEN=1 and commit the file.");
    }

    /// <summary>In the source tree, so that an update lands where it is committed.</summary>
    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Medborgarbudget.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
        }

        return Path.Combine(folder.FullName, "tests", "Medborgarbudget.Contracts.Tests", "Golden");
    }
}
