using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Federation;

/// <summary>
/// Why a sign-in through a broker came to nothing. They are told on pages and not by any rpc, in both languages at once; so their texts
/// stand here together. None repeats anything that the broker said.
/// </summary>
internal static class EidErrors
{
    public static readonly Error Unknown = new("identity.eid_unknown", ErrorKind.Missing, "There is no such e-ID here.")
    {
        Swedish = "E-legitimationen finns inte här.",
    };

    public static readonly Error Unavailable = new("identity.eid_unavailable", ErrorKind.Unavailable, "The e-ID service does not answer. Try again in a while, or choose another e-ID.")
    {
        Swedish = "E-legitimationstjänsten svarar inte. Försök igen om en stund, eller välj en annan e-legitimation.",
        RetryAfterSeconds = 30,
    };

    public static readonly Error Cancelled = new("identity.eid_cancelled", ErrorKind.Unauthenticated, "The identification was cancelled. Nobody has been signed in.")
    {
        Swedish = "Legitimeringen avbröts. Ingen har loggats in.",
    };

    public static readonly Error AnswerInvalid = new("identity.eid_answer_invalid", ErrorKind.Unauthenticated, "The answer of the e-ID service does not hold, or came too late. Start again.")
    {
        Swedish = "Svaret från e-legitimationstjänsten gäller inte, eller kom för sent. Börja om.",
    };

    public static readonly Error NumberMissing = new("identity.eid_number_missing", ErrorKind.Forbidden, "The e-ID gave no valid Swedish personal identity number or coordination number, which is needed here.")
    {
        Swedish = "E-legitimationen gav inget giltigt personnummer eller samordningsnummer, och det behövs här.",
    };

    public static readonly Error LevelUnknown = new("identity.eid_level_unknown", ErrorKind.Forbidden, "The e-ID did not tell its level of assurance.")
    {
        Swedish = "E-legitimationen angav ingen känd tillitsnivå.",
    };
}
