using System.Security.Claims;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.ServiceDefaults.Access;

/// <summary>
/// Who calls, and by which rule of the current rpc. The interceptor has let the caller in by the rule; whether it holds for the object
/// at hand is asked here by the handler, which alone knows the object's organisation.
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

    /// <summary>The caller holds one of the roles that the rpc names, in this organisation.</summary>
    public bool MayActIn(OrganisationId organisation)
    {
        IEnumerable<Role> roles = _rule is null ? [] : _rule.Access.Roles;
        IsTooWeak |= roles.Any(role => _withheld.Contains(new HeldRole(role, organisation)));
        if (ActingAs(organisation) is not { } held)
        {
            return false;
        }

        if (!_actedAs.Contains((held, organisation)))
        {
            _actedAs.Add((held, organisation));
        }

        return true;
    }

    /// <summary>The role by which the caller may act in this organisation: the first that the rpc names and the caller holds; null where the rpc asks for none.</summary>
    public Role? ActingAs(OrganisationId organisation) =>
        _rule?.Access.Roles.Where(role => Holds(role, organisation)).Select(role => (Role?)role).FirstOrDefault();

    /// <summary>The caller holds the role in the organisation (network leader: in the installation).</summary>
    public bool Holds(Role role, OrganisationId organisation) =>
        _roles.Any(held => held.Role == role && (held.Organisation is null || held.Organisation == organisation));

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

    private bool IsLetInAsParticipant(Contracts.Access.V1.Access access) =>
        access.Participant && Person is not null && (!IsThirdParty || _scopes.Contains(access.Scope, StringComparer.Ordinal));

    private static IReadOnlyList<HeldRole> RolesIn(ClaimsPrincipal principal, string claim) =>
        [.. principal.FindAll(claim).Select(each => RoleNames.Read(each.Value)).OfType<HeldRole>()];
}
