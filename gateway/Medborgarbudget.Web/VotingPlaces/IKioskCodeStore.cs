namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>Where kiosk codes are until they are used or over. They know no person.</summary>
internal interface IKioskCodeStore
{
    Task KeepAsync(KioskCode code);

    /// <summary>Null when it is used, over, or was never given.</summary>
    Task<KioskCode?> FindByIdAsync(string id);

    Task<KioskCode?> FindAsync(string code);

    /// <summary>True for the one caller who takes it.</summary>
    Task<bool> TakeAsync(KioskCode code);
}
