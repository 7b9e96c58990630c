using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>
/// Where officers take the votes of a sub-budget: a library, a school, a telephone line. Invariant: it offers a staffed channel, and paper
/// alone when it is offline.
/// </summary>
public sealed record VotingPlace
{
    private const int MaxName = 100;

    public required VotingPlaceId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required string Name { get; init; }

    public bool HasKiosk { get; init; }

    public bool HasTelephone { get; init; }

    public bool HasPaper { get; init; }

    /// <summary>Has no connection while votes are taken; its marks are settled afterwards, as a list.</summary>
    public bool IsOffline { get; init; }

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<Channel> Offered => [.. Channels.Staffed.Where(Offers)];

    public static Result<VotingPlace> Create(SubBudgetId subBudget, string name, IReadOnlyCollection<Channel> channels, bool isOffline, DateTimeOffset now)
    {
        var fields = new Fields();
        var text = fields.Text(name, "name", 1, MaxName);
        fields.Check(channels.Count > 0 && channels.All(Channels.Staffed.Contains), "channels", "must be kiosk, telephone or paper");
        fields.Check(!isOffline || channels.All(channel => channel == Channel.Paper), "channels", "must be paper alone at an offline place");
        return fields.Give(() => new VotingPlace
        {
            Id = Kernel.Id.New<VotingPlaceId>(now),
            SubBudgetId = subBudget,
            Name = text,
            HasKiosk = channels.Contains(Channel.Kiosk),
            HasTelephone = channels.Contains(Channel.Telephone),
            HasPaper = channels.Contains(Channel.Paper),
            IsOffline = isOffline,
        });
    }

    public bool Offers(Channel channel) => channel switch
    {
        Channel.Kiosk => HasKiosk,
        Channel.Telephone => HasTelephone,
        Channel.Paper => HasPaper,
        Channel.Web or Channel.Code or Channel.Unspecified => false,
    };
}
