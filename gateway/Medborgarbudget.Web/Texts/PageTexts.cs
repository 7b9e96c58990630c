using System.Globalization;
using System.Resources;

namespace Medborgarbudget.Web.Texts;

/// <summary>The texts of the web in the language of the page. A test holds the languages to the same keys and placeholders.</summary>
public static class PageTexts
{
    /// <summary>Texts for everybody, and for those who work with the budgets.</summary>
    internal static readonly IReadOnlyList<ResourceManager> Areas =
    [
        new("Medborgarbudget.Web.Texts.Texts", typeof(PageTexts).Assembly),
        new("Medborgarbudget.Web.Texts.Work", typeof(PageTexts).Assembly),
    ];

    public static string Get(string key, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var language = CultureInfo.GetCultureInfo(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var text = Areas.Select(area => area.GetResourceSet(language, createIfNotExists: true, tryParents: false)?.GetString(key)).FirstOrDefault(found => found is not null)
            ?? throw new InvalidOperationException($"There is no text {key} in {language.Name}.");
        return values.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, values);
    }
}
