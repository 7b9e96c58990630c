namespace Medborgarbudget.TestKit.Hostile;

/// <summary>Every attack on every operation of a document.</summary>
public static class HostileRequests
{
    /// <param name="document">What is attacked.</param>
    /// <param name="fill">The ids in addresses, e.g. of objects that exist; null = ids of nothing.</param>
    public static IEnumerable<HostileRequest> Against(ApiDocument document, Func<ApiParameter, string>? fill = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Operations.Select(operation => operation with { Fill = fill ?? ApiOperation.Plausible }).SelectMany(operation =>
            AddressAttacks.On(operation).Concat(operation.Body is null ? [] : BodyAttacks.On(operation, document)));
    }
}
