using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Which exceptions mean that store or ledger does not answer, and not that there is a bug.</summary>
internal static class Outage
{
    public static bool Is(Exception exception) => exception switch
    {
        RedisException or DbException or TimeoutException or IOException or System.Net.Sockets.SocketException => true,

        // So Entity Framework wraps what the provider calls transient.
        InvalidOperationException { InnerException: { } inner } => Is(inner),
        DbUpdateException { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
