using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// The e-IDs of the installation and which of them each organisation trusts, from configuration <c>Identity:Brokers</c>,
/// <c>Identity:Organisations</c> and <c>Identity:RequiredLevel</c>.
/// </summary>
/// <param name="Brokers">In the order of their names.</param>
/// <param name="General">Holds for the installation and for every organisation that the configuration does not name.</param>
/// <param name="ByOrganisation">The organisations that the configuration names.</param>
internal sealed record EidTrust(
    IReadOnlyList<Broker> Brokers, SignInRule General, IReadOnlyDictionary<OrganisationId, SignInRule> ByOrganisation)
{
    public static EidTrust Read(IConfigurationSection identity, bool hasSimulated, IHostEnvironment environment)
    {
        var brokers = identity.GetSection("Brokers").GetChildren()
            .Select(section => Broker.Read(section, mayBePlainOnLoopback: !environment.IsProduction()))
            .OrderBy(broker => broker.Name, StringComparer.Ordinal).ToList();
        var general = new SignInRule(RequiredLevel(identity, LevelOfAssurance.Substantial), []);
        var known = brokers.Select(broker => broker.Name).Concat(hasSimulated ? [Broker.Simulated] : []).ToHashSet();
        var organisations = identity.GetSection("Organisations").GetChildren()
            .ToDictionary(IdOf, section => RuleOf(section, general.Required, known));
        return new EidTrust(brokers, general, organisations);
    }

    public Broker? Find(string name) => Brokers.FirstOrDefault(broker => broker.Name == name);

    /// <summary>The rule of the organisation, or the general one for the installation.</summary>
    public SignInRule RuleOf(OrganisationId? organisation) =>
        organisation is { } id && ByOrganisation.TryGetValue(id, out var rule) ? rule : General;

    /// <summary>The brokers through which a sign-in can be enough for the organisation; all of them where none is named.</summary>
    public IEnumerable<Broker> BrokersFor(OrganisationId? organisation) =>
        organisation is null ? Brokers : Brokers.Where(broker => RuleOf(organisation).Accepts(new SignIn(broker.Name, broker.Highest)));

    private static OrganisationId IdOf(IConfigurationSection section) =>
        Id.TryParse<OrganisationId>(section.Key, out var id)
            ? id
            : throw new InvalidOperationException($"Configuration {section.Path} is no organisation's id.");

    private static SignInRule RuleOf(IConfigurationSection section, LevelOfAssurance usual, HashSet<string> known)
    {
        var eids = section.GetSection("Brokers").Get<string[]>() ?? [];
        return eids.All(known.Contains)
            ? new SignInRule(RequiredLevel(section, usual), eids)
            : throw new InvalidOperationException($"Configuration {section.Path}:Brokers names an e-ID that is not configured.");
    }

    private static LevelOfAssurance RequiredLevel(IConfigurationSection section, LevelOfAssurance usual) =>
        section["RequiredLevel"] switch
        {
            null => usual,
            var text when LevelNames.Read(text) is var level && level != LevelOfAssurance.Unspecified => level,
            _ => throw new InvalidOperationException($"Configuration {section.Path}:RequiredLevel is no level: low, substantial, high."),
        };
}
