namespace Medborgarbudget.Identity;

/// <summary>How somebody signed in.</summary>
/// <param name="Eid">Name of the broker in the configuration, or of the simulated e-ID; empty when it is not known.</param>
/// <param name="Level">The level that it vouched for this time.</param>
public readonly record struct SignIn(string Eid, LevelOfAssurance Level);

/// <summary>Which sign-ins an organisation trusts with its roles and its votes.</summary>
/// <param name="Required">The lowest level that is enough.</param>
/// <param name="Eids">The e-IDs it takes; empty: every one of the installation.</param>
public sealed record SignInRule(LevelOfAssurance Required, IReadOnlyCollection<string> Eids)
{
    /// <summary>True when the sign-in is strong enough and through an e-ID that is taken here.</summary>
    public bool Accepts(SignIn signIn) => signIn.Level != LevelOfAssurance.Unspecified && signIn.Level >= Required && Takes(signIn.Eid);

    /// <summary>True when the e-ID is taken here, whatever its level.</summary>
    public bool Takes(string eid) => Eids.Count == 0 || Eids.Contains(eid);
}
