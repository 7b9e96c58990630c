using System.Security.Claims;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.ServiceDefaults.Access;

/// <summary>
/// Who calls, and by which rule of the current rpc. The interceptor has let the caller in by the rule; whether it holds for the object
/// at hand is asked here by the handler, which alone knows the object's organisation and sub-budget.
/// </summary>
public sealed class Caller
{
    /// <summary>Prefix of the client ids of this system's own services.</summary>
    public const string ServicePrefix = "service-";

    /// <summary>Prefix of the client ids of the frontends that the installation brings with it.</summary>
    public const string OwnPrefix = "mb-";

    private readonly List<(Role Role, OrganisationId Organisation)> _actedAs = [];
    private AccessRule? _rule;
    private string[] _scopes = [];
    private IReadOnlyList<HeldRole> _roles = [];
    private IReadOnlyList<HeldRole> _withheld = [];

    /// <summary>The signed-in person; null for services and visitors.</summary>
    public PersonId? Person { get; private set; }

    /// <summary>The client that the token was issued to; empty without a token.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Level of assurance of the sign-in (<c>low</c>, <c>substantial</c>, <c>high</c>); empty without a person.</summary>
    public string LevelOfAssurance { get; private set; } = "";

    /// <summary>Name of the e-ID of the sign-in; empty without a person.</summary>
    public string Eid { get; private set; } = "";

    /// <summary>The calling service's name, when it is one of ours.</summary>
    public string? ServiceName =>
        Person is null && ClientId.StartsWith(ServicePrefix, StringComparison.Ordinal) ? ClientId[ServicePrefix.Length..] : null;

    /// <summary>The token was issued to a program of others. Then nothing of what the person holds counts, only what she let the program do.</summary>
    public bool IsThirdParty => IsThirdPartyClient(ClientId);

    /// <summary>A stable name for idempotency keys and limits: person, else client.</summary>
    public string Subject => Person?.ToString() ?? ClientId;

    public IReadOnlyList<HeldRole> Roles => _roles;

    /// <summary>The caller was asked for a role that she holds, in an organisation that requires a stronger sign-in than hers.</summary>
    internal bool IsTooWeak { get; private set; }

    /// <summary>As what and where <see cref="MayActIn"/> has let the caller act in this call.</summary>
    public IReadOnlyList<(Role Role, OrganisationId Organisation)> ActedAs => _actedAs;

    /// <summary>Name of the rpc that is called; empty outside of one.</summary>
    public string Operation => _rule?.Method.Name ?? "";

    /// <summary>Whatever is not known to be ours is of others.</summary>
    public static bool IsThirdPartyClient(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        return clientId.Length > 0
            && !clientId.StartsWith(OwnPrefix, StringComparison.Ordinal)
            && !clientId.StartsWith(ServicePrefix, StringComparison.Ordinal);
    }

    /// <summary>The person, or <see cref="GeneralErrors.Unauthenticated"/>.</summary>
    public Result<PersonId> Me() => Person is { } person ? person : GeneralErrors.Unauthenticated;

    /// <summary>The caller holds one of the roles that the rpc names where the object at hand belongs.</summary>
    /// <param name="organisation">Whose the object is.</param>
    /// <param name="subBudget">The object's; null for what belongs to none. A role in one sub-budget gives no right to that.</param>
    public bool MayActIn(OrganisationId organisation, SubBudgetId? subBudget = null)
    {
        if (!MayAct(held => held.Covers(organisation, subBudget)) || ActingAs(organisation, subBudget) is not { } role)
        {
            return false;
        }

        if (!_actedAs.Contains((role, organisation)))
        {
            _actedAs.Add((role, organisation));
        }

        return true;
    }

    /// <summary>The caller holds one of them in the organisation or in any of its sub-budgets: enough to be told of what is her own there.</summary>
    public bool MayActSomewhereIn(OrganisationId organisation) => MayAct(held => held.IsWithin(organisation));

    /// <summary>The role by which the caller may act there: the first that the rpc names and the caller holds; null where the rpc asks for none.</summary>
    public Role? ActingAs(OrganisationId organisation, SubBudgetId? subBudget = null) =>
        _rule?.Access.Roles.Where(role => Holds(role, organisation, subBudget)).Select(role => (Role?)role).FirstOrDefault();

    /// <summary>The caller holds the role for what belongs to the sub-budget, or without one to the organisation itself (network leader: anywhere).</summary>
    public bool Holds(Role role, OrganisationId organisation, SubBudgetId? subBudget = null) =>
        _roles.Any(held => held.Role == role && held.Covers(organisation, subBudget));

    internal void Set(ClaimsPrincipal principal, AccessRule? rule)
    {
        _rule = rule;
        if (principal.Identity?.IsAuthenticated != true)
        {
            return;
        }

        ClientId = principal.FindFirstValue("client_id") ?? "";
        Person = Id.TryParse<PersonId>(principal.FindFirstValue("sub"), out var person) ? person : null;
        LevelOfAssurance = principal.FindFirstValue("loa") ?? "";
        Eid = principal.FindFirstValue("eid") ?? "";
        _scopes = (principal.FindFirstValue("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!IsThirdParty)
        {
            _roles = RolesIn(principal, "roles");
            _withheld = RolesIn(principal, "withheld_roles");
        }
    }

    /// <summary>Null when the rule lets the caller in, else why not. Default deny: a rule that names nobody lets nobody in.</summary>
    internal Error? Refusal(AccessRule rule)
    {
        var access = rule.Access;
        if (access.Everyone || access.BallotToken)
        {
            return null;
        }

        if (Person is null && ServiceName is null)
        {
            return GeneralErrors.Unauthenticated;
        }

        var allowed = IsLetInAsParticipant(access)
            || (ServiceName is { } service && access.Services.Contains(service))
            || access.Roles.Any(role => _roles.Any(held => held.Role == role));
        return allowed ? null : access.Roles.Any(role => _withheld.Any(held => held.Role == role)) ? GeneralErrors.LevelTooLow : GeneralErrors.Forbidden;
    }

    private bool MayAct(Func<HeldRole, bool> there)
    {
        IsTooWeak |= _withheld.Any(NamedAndThere);
        return _roles.Any(NamedAndThere);

        bool NamedAndThere(HeldRole held) => _rule?.Access.Roles.Contains(held.Role) == true && there(held);
    }

    private bool IsLetInAsParticipant(Contracts.Access.V1.Access access) =>
        access.Participant && Person is not null && (!IsThirdParty || _scopes.Contains(access.Scope, StringComparer.Ordinal));

    private static IReadOnlyList<HeldRole> RolesIn(ClaimsPrincipal principal, string claim) =>
        [.. principal.FindAll(claim).Select(each => RoleNames.Read(each.Value)).OfType<HeldRole>()];
}
