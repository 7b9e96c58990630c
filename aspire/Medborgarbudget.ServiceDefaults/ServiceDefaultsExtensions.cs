using Google.Protobuf.Reflection;
using Google.Rpc;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.ServiceDefaults.Clients;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.ServiceDefaults;

/// <summary>What every service does the same way: listening, access, errors, gRPC with JSON, health, telemetry.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>A health check with this tag decides readiness; liveness asks only whether the process answers.</summary>
    public const string ReadyTag = "ready";

    private const int MaxMessageBytes = 4 * 1024 * 1024;

    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddHostDefaults(service);
        builder.AddGrpcDefaults();
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        return builder;
    }

    /// <summary>gRPC with JSON, access and errors as every service has them.</summary>
    public static WebApplicationBuilder AddGrpcDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.Interceptors.Add<ErrorInterceptor>();
            options.Interceptors.Add<AccessInterceptor>();
        }).AddJsonTranscoding(options =>
        {
            options.JsonSettings.WriteInt64sAsStrings = true;

            // Without them a refusal with details could not be written as JSON and would end as an exception in the log.
            options.TypeRegistry = TypeRegistry.FromMessages(ErrorInfo.Descriptor, BadRequest.Descriptor, RetryInfo.Descriptor);
        });
        return builder;
    }

    /// <summary>The part that a host without gRPC services of its own (the gateway) wants too.</summary>
    public static WebApplicationBuilder AddHostDefaults(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new ServiceName(service));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddQuietLoggers();
        builder.Services.AddSingleton<ErrorTexts>();
        builder.Services.AddScoped<Caller>();
        builder.Services.AddDrain(ReadyTag);
        builder.AddAccessTokens();
        builder.Services.AddServiceTokens(builder.Configuration);
        builder.AddTelemetry(service);
        builder.WebHost.ConfigureKestrel((context, kestrel) => kestrel.Listen(context.Configuration));
        builder.AddHealthPort();
        return builder;
    }

    /// <summary>Adds the Swedish texts that stand beside a list of errors.</summary>
    public static WebApplicationBuilder AddErrorTexts(this WebApplicationBuilder builder, Type errors)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<ErrorTextSources>(sources => sources.Lists.Add(errors));
        return builder;
    }

    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseHostDefaults();
        app.UseGrpcDefaults();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        return app;
    }

    /// <summary>What stands before gRPC services: gRPC-Web, JSON in UTF-8 only, and the callers' faults told as theirs.</summary>
    public static void UseGrpcDefaults(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<JsonCharset>();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseMiddleware<UnreadCalls>();
    }

    public static WebApplication UseHostDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<ProblemWriter>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag) });
        return app;
    }

    private static void Listen(this KestrelServerOptions kestrel, IConfiguration configuration)
    {
        kestrel.AddServerHeader = false;
        if (configuration["Listen:Socket"] is { Length: > 0 } socket)
        {
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2);
        }
        else if (configuration.GetValue<int?>("Listen:Port") is { } port)
        {
            kestrel.ListenAnyIP(port, listen => listen.Protocols = HttpProtocols.Http2);
        }
    }

    private static void AddAccessTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IConfiguration, TimeProvider>((options, configuration, clock) =>
            {
                options.MapInboundClaims = false;
                options.ConfigurationManager = SigningKeys.From(configuration);
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = configuration["Auth:Issuer"],
                    ValidateAudience = false,
                    ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                    ValidTypes = ["at+jwt"],
                    RequireExpirationTime = true,

                    // The installation's clock decides, so that a rehearsal in another time reads its own tokens. The library also asks when it has not found the
                    // key, with the least time there is where the token names none: nothing can be taken from that, and a failure here would keep new keys away.
                    LifetimeValidator = (from, until, _, parameters) =>
                        until is not null
                        && clock.GetUtcNow().UtcDateTime - parameters.ClockSkew < until.Value
                        && (from is null || from.Value <= clock.GetUtcNow().UtcDateTime + parameters.ClockSkew),
                    ClockSkew = TimeSpan.FromSeconds(30),
                };
            });
    }
}
