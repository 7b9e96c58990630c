using Medborgarbudget.Web.Audit;

namespace Medborgarbudget.Web.Work;

/// <summary>The part of the web that is for officials: their work, voting places, paper, codes and the audit.</summary>
internal static class OfficialSite
{
    public static void AddOfficials(this IServiceCollection services)
    {
        services.AddScoped<Officials>().AddScoped<WorkQueue>().AddScoped<ShiftWork>().AddScoped<PaperWork>().AddScoped<ScreeningWork>();
    }

    public static void MapOfficials(this IEndpointRouteBuilder app)
    {
        app.MapWork();
        app.MapAudit();
    }
}
