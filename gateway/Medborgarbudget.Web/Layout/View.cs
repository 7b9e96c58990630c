using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Texts;
using Microsoft.AspNetCore.Components;

namespace Medborgarbudget.Web.Layout;

/// <summary>What every component can do: texts and links in the language of the visit.</summary>
public abstract class View : ComponentBase
{
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    protected Visit Visit => HttpContext.RequestServices.GetRequiredService<Visit>();

    protected static string T(string key, params object?[] values) => PageTexts.Get(key, values);

    protected string Link(string path) => Visit.Link(path);
}

/// <summary>A page and what it shows.</summary>
public abstract class Page<TModel> : View
{
    [Parameter]
    [EditorRequired]
    public TModel Model { get; set; } = default!;
}
