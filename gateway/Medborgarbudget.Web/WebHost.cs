using Medborgarbudget.ServiceDefaults;
using Medborgarbudget.ServiceDefaults.Hosting;
using Medborgarbudget.Web.About;
using Medborgarbudget.Web.Api;
using Medborgarbudget.Web.Assets;
using Medborgarbudget.Web.Ballots;
using Medborgarbudget.Web.Decisions;
using Medborgarbudget.Web.Hosting;
using Medborgarbudget.Web.Measures;
using Medborgarbudget.Web.Proposals;
using Medborgarbudget.Web.Outcomes;
using Medborgarbudget.Web.SignIn;
using Medborgarbudget.Web.Start;
using Medborgarbudget.Web.SubBudgets;
using Medborgarbudget.Web.VotingPlaces;
using Medborgarbudget.Web.Work;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Medborgarbudget.Web;

/// <summary>The reference web frontend: pages made on the server, the public API behind them, no script.</summary>
public static class WebHost
{
    private static readonly TimeSpan ApiPatience = TimeSpan.FromSeconds(20);

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = WebOptions.Read(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddQuietLoggers();
        services.AddRazorComponents();
        services.AddDrain("ready");
        services.AddScoped<Visit>();
        services.AddScoped<Places>();
        services.AddScoped<Booth>();
        services.AddScoped<WaitingLine>();
        services.AddOfficials(options);
        services.AddSingleton<BallotCookie>();
        services.AddSessions(options);
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.AddHttpClient<ApiClient>(http =>
        {
            http.BaseAddress = new Uri(options.Gateway, "/medborgarbudget/v1/");
            http.Timeout = ApiPatience;
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        builder.WebHost.ConfigureKestrel((context, kestrel) => kestrel.Listen(context.Configuration));
        builder.AddHealthPort();
        builder.AddTelemetry("web");
        return builder;
    }

    public static WebApplication MapWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<PageHeaders>();

        // What answers a person with cookies is not compressed: its length would tell of its content (BREACH).
        app.UseWhen(context => context.Request.Cookies.Count == 0, anonymous => anonymous.UseResponseCompression());
        app.UseMiddleware<PublicScheme>();
        app.UseMiddleware<LanguageInAddress>();
        app.UseMiddleware<KioskWatch>();
        app.UseMiddleware<Failures>();
        app.UseMiddleware<SameOrigin>();
        app.UseAuthentication();
        app.UseMiddleware<PersonOfVisit>();
        app.UseRouting();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health");
        app.MapAssets();
        app.MapStart();
        app.MapSubBudget();
        app.MapProposals();
        app.MapWriting();
        app.MapSupport();
        app.MapChoosing();
        app.MapIdentifying();
        app.MapIdentifyingByEid();
        app.MapCasting();
        app.MapDeclaring();
        app.MapShowing();
        app.MapResults();
        app.MapDecisions();
        app.MapMeasures();
        app.MapOfficials();
        app.MapSignIn();
        app.MapAbout();
        return app;
    }
}
