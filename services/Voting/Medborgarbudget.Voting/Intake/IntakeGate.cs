using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Whether ballots may be taken in at all: not before store and ledger agree, the clock is right and the ballot keys are known.</summary>
internal sealed class IntakeGate : IHealthCheck
{
    private volatile string? _boxTrouble = "Store and ledger have not been compared yet.";
    private volatile string? _clockTrouble = "The clock has not been compared with the store's yet.";
    private volatile string? _keyTrouble = "The ballot keys are not known yet.";

    public bool IsOpen => _boxTrouble is null && _clockTrouble is null && _keyTrouble is null;

    public void SetBox(string? trouble) => _boxTrouble = trouble;

    public void SetClock(string? trouble) => _clockTrouble = trouble;

    public void SetKeys(string? trouble) => _keyTrouble = trouble;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((_boxTrouble ?? _clockTrouble ?? _keyTrouble) is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy());
}
