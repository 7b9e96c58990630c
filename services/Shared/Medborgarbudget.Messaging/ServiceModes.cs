using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Messaging;

/// <summary>What the program of a service does in place of serving, when its only argument asks for it.</summary>
public static class ServiceModes
{
    private const int NotAllDelivered = 1;

    /// <summary>
    /// <c>migrate</c> brings database and queues up to this version; <c>deliver-dead-letters</c> hands the events that were given up to their consumers again,
    /// and makes the exit code 1 where some fail anew. False when the arguments ask for neither.
    /// </summary>
    public static async Task<bool> RunModeAsync(this WebApplication app, string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(app);
        switch (arguments)
        {
            case ["migrate"]:
                await app.MigrateAsync(CancellationToken.None);
                return true;
            case ["deliver-dead-letters"]:
                Environment.ExitCode = await app.DeliverDeadLettersAsync() ? 0 : NotAllDelivered;
                return true;
            default:
                return false;
        }
    }

    private static async Task<bool> DeliverDeadLettersAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (delivered, left) = await scope.ServiceProvider.GetRequiredService<DeadLetters>().DeliverAgainAsync(CancellationToken.None);
        app.Logger.Log(left > 0 ? LogLevel.Warning : LogLevel.Information, "{Delivered} dead letters were delivered, {Left} are left", delivered, left);
        return left == 0;
    }
}
