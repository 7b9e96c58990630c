using System.Globalization;
using System.Resources;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.ServiceDefaults.Errors;

/// <summary>The lists of errors whose texts are known in a host.</summary>
public sealed class ErrorTextSources
{
    /// <summary>Types named <c>…Errors</c>; the texts lie in their assembly and namespace.</summary>
    public ICollection<Type> Lists { get; } = [];
}

/// <summary>The Swedish texts of error codes, from the <c>Errors.sv.resx</c> beside each list of errors.</summary>
public sealed class ErrorTexts(IOptions<ErrorTextSources> sources)
{
    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv");
    private readonly List<ResourceManager> _resources =
        [.. sources.Value.Lists.Prepend(typeof(Error)).Select(list => new ResourceManager($"{list.Namespace}.Errors", list.Assembly))];

    /// <summary>The text for the code, or null where there is none in Swedish.</summary>
    public string? FindSwedish(string code) =>
        _resources.Select(resource => resource.GetResourceSet(Swedish, createIfNotExists: true, tryParents: false)?.GetString(code))
            .FirstOrDefault(text => text is not null);

    /// <summary>The text in the language that the caller prefers: Swedish when asked for, else English.</summary>
    public string For(Error error, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(context);
        return (PrefersSwedish(context.Request) ? error.Swedish ?? FindSwedish(error.Code) : null) ?? error.Message;
    }

    public static bool PrefersSwedish(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Headers.AcceptLanguage.Count == 0)
        {
            return false;
        }

        var preferred = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault();
        return preferred?.Value.StartsWith("sv", StringComparison.OrdinalIgnoreCase) == true;
    }
}
