namespace Medborgarbudget.ServiceDefaults;

/// <summary>The name of the running service in lower case, e.g. <c>budget</c>: telemetry, queues and client ids carry it.</summary>
public sealed record ServiceName(string Value);
