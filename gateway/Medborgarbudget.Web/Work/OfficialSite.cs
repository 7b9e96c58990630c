using Medborgarbudget.Web.Audit;
using Medborgarbudget.Web.Codes;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Paper;
using Medborgarbudget.Web.VotingPlaces;

namespace Medborgarbudget.Web.Work;

/// <summary>The part of the web that is for officials: their work, voting places, paper, codes and the audit.</summary>
internal static class OfficialSite
{
    public static void AddOfficials(this IServiceCollection services, WebOptions web)
    {
        services.AddScoped<Officials>().AddScoped<WorkQueue>().AddScoped<ShiftWork>().AddScoped<PaperWork>().AddScoped<ScreeningWork>();
        services.AddScoped<ShiftDesk>().AddScoped<PaperDesk>();
        services.AddSingleton<KioskCodes>().AddSingleton<KioskCookie>();
        if (web.Redis is null)
        {
            services.AddSingleton<IKioskCodeStore, MemoryKioskCodes>();
        }
        else
        {
            services.AddSingleton<IKioskCodeStore, RedisKioskCodes>();
        }
    }

    public static void MapOfficials(this IEndpointRouteBuilder app)
    {
        app.MapWork();
        app.MapMarking();
        app.MapKiosks();
        app.MapOfflineLists();
        app.MapClosing();
        app.MapBatches();
        app.MapReading();
        app.MapDoubts();
        app.MapAudit();
        app.MapCodes();
    }
}
