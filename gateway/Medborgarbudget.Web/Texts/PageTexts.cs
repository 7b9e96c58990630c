using System.Globalization;
using System.Resources;

namespace Medborgarbudget.Web.Texts;

/// <summary>The texts of the web in the language of the page. A test holds the languages to the same keys and placeholders.</summary>
public static class PageTexts
{
    internal static readonly ResourceManager Resources = new("Medborgarbudget.Web.Texts.Texts", typeof(PageTexts).Assembly);

    public static string Get(string key, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var language = CultureInfo.GetCultureInfo(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var text = Resources.GetResourceSet(language, createIfNotExists: true, tryParents: false)?.GetString(key)
            ?? throw new InvalidOperationException($"There is no text {key} in {language.Name}.");
        return values.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, values);
    }
}
