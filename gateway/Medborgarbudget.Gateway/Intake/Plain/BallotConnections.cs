using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Medborgarbudget.Gateway.Intake.Plain;

/// <summary>Puts <see cref="BallotConnection"/> between an HTTP/1.1 port and the server.</summary>
internal static class BallotConnections
{
    public static void UsePlainBallots(this ListenOptions listen)
    {
        var services = listen.ApplicationServices;
        listen.Use(next => connection =>
        {
            var ballots = new BallotConnection(connection, services.GetRequiredService<PlainIntake>());
            connection.Features.Set(ballots);
            connection.Transport = ballots;
            return next(connection);
        });
    }
}
