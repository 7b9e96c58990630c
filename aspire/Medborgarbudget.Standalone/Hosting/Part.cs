using Medborgarbudget.Budgets;
using Medborgarbudget.Decisions;
using Medborgarbudget.FollowUp;
using Medborgarbudget.Identity;
using Medborgarbudget.Network;
using Medborgarbudget.Proposals;
using Medborgarbudget.Screenings;
using Medborgarbudget.Voting;

namespace Medborgarbudget.Standalone.Hosting;

/// <summary>A service as the process composes it.</summary>
/// <param name="Name">As in <c>Services:{Name}:Address</c>.</param>
internal sealed record Part(string Name, Action<WebApplicationBuilder> Add, Action<WebApplication> Map)
{
    /// <summary>Identity comes first: the others ask it for keys and tokens.</summary>
    public static IReadOnlyList<Part> Services { get; } =
    [
        new("Identity", builder => builder.AddIdentity(), app => app.MapIdentity()),
        new("Network", builder => builder.AddNetwork(), app => app.MapNetwork()),
        new("Budget", builder => builder.AddBudget(), app => app.MapBudget()),
        new("Decision", builder => builder.AddDecision(), app => app.MapDecision()),
        new("Proposal", builder => builder.AddProposal(), app => app.MapProposal()),
        new("Screening", builder => builder.AddScreening(), app => app.MapScreening()),
        new("Voting", builder => builder.AddVoting(), app => app.MapVoting()),
        new("FollowUp", builder => builder.AddFollowUp(), app => app.MapFollowUp()),
    ];

    public string File => Name.ToLowerInvariant();
}
