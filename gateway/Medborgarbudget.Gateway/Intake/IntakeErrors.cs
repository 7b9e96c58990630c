using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.Intake;

/// <summary>What the gateway says of a ballot by itself; Voting says the same with the same codes. Texts: <c>Errors.sv.resx</c>.</summary>
public static class IntakeErrors
{
    public static readonly Error Overloaded = new("voting.overloaded", ErrorKind.TooMany, "Many are voting right now; retry with the same Idempotency-Key.") { RetryAfterSeconds = 2 };
    public static readonly Error OutcomeUnknown = new("voting.outcome_unknown", ErrorKind.Unavailable, "It is not known whether the ballot was received; retry with the same Idempotency-Key.") { RetryAfterSeconds = 3 };
}
