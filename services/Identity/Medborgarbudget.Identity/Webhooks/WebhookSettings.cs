namespace Medborgarbudget.Identity.Webhooks;

/// <summary>What the configuration section <c>Identity:Webhooks</c> says.</summary>
/// <param name="AllowLoopback">Receivers on this host, in plain http, for tests and local development.</param>
internal sealed record WebhookSettings(bool AllowLoopback)
{
    public static WebhookSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var allowLoopback = configuration.GetValue("Identity:Webhooks:AllowLoopback", false);
        return allowLoopback && environment.IsProduction()
            ? throw new InvalidOperationException("Identity:Webhooks:AllowLoopback does not start in Production.")
            : new WebhookSettings(allowLoopback);
    }
}
