using Medborgarbudget.Kernel;
using StackExchange.Redis;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>Every key that the gateway has in Redis: a line per sub-budget. Nobody is lost with it, only places.</summary>
internal static class RedisKeys
{
    /// <summary>Where Redis is configured.</summary>
    public const string Connection = "Redis:ConnectionString";

    /// <summary>A line that has never opened holds nothing but the arrivals of the last seconds, and ids may be made up.</summary>
    public static readonly TimeSpan IdleKept = TimeSpan.FromSeconds(10);

    /// <summary>Longer than a vote lasts without anybody coming.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Hash: mode and rate as set, open, issued, admitted, since, and arrivals by the second.</summary>
    public static RedisKey Line(SubBudgetId subBudget) => $"mb:wait:{{{subBudget.Value:N}}}";
}
