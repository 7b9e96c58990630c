using Medborgarbudget.Identity.SimulatedEid;

namespace Medborgarbudget.Identity.Federation;

/// <summary>An e-ID that a person may choose.</summary>
/// <param name="Address">Where the sign-in begins; the way back is in it.</param>
/// <param name="Broker">Null for the simulated e-ID.</param>
internal sealed record EidChoice(string TitleSv, string TitleEn, string Address, Broker? Broker);

/// <summary>The e-IDs that are enough for what a client asks.</summary>
internal static class EidChoices
{
    public static IReadOnlyList<EidChoice> For(WayBack wayBack, IdentitySettings settings)
    {
        var organisation = wayBack.Organisation;
        var choices = settings.Trust.BrokersFor(organisation)
            .Select(broker => new EidChoice(broker.TitleSv, broker.TitleEn, EidEndpoints.AddressFor(broker, wayBack), broker));
        var simulated = settings.SimulatedEid && (organisation is null || settings.Trust.RuleOf(organisation).Accepts(SimulatedEidEndpoints.SignIn));
        return simulated
            ? [.. choices, new EidChoice("Simulerad e-legitimation", "Simulated e-ID", SimulatedEidPage.AddressFor(wayBack.Address), Broker: null)]
            : [.. choices];
    }
}
