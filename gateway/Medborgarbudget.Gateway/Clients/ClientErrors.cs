using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.Clients;

/// <summary>What any operation may answer to a third-party client, before its service is asked. Texts: <c>Errors.sv.resx</c>.</summary>
public static class ClientErrors
{
    public static readonly Error OriginNotAllowed = new("gateway.origin_not_allowed", ErrorKind.Forbidden, "No registered client has pages at this origin.");
    public static readonly Error Stopped = new("gateway.client_stopped", ErrorKind.Forbidden, "The client has been stopped by the organisation that registered it.");
    public static readonly Error OverQuota = new("gateway.client_quota", ErrorKind.TooMany, "The client asks more than its quota.") { RetryAfterSeconds = 1 };
}
