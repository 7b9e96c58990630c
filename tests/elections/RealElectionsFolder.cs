namespace Medborgarbudget.TestElections;

/// <summary>
/// Where the real elections are, which are not part of the repository: the folder that the environment variable names, else
/// <c>shared/data/pabulib</c> beside the checkout.
/// </summary>
internal static class RealElectionsFolder
{
    public const string Variable = "MEDBORGARBUDGET_PABULIB";

    /// <summary>The folder with <c>elections</c> and <c>reference</c>, or null.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } told)
        {
            return Directory.Exists(told) ? told : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "shared", "data", "pabulib");
            if (Directory.Exists(beside))
            {
                return beside;
            }
        }

        return null;
    }
}
