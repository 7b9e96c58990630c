namespace Medborgarbudget.TestKit.Hostile;

/// <summary>Every attack on every operation of a document.</summary>
public static class HostileRequests
{
    /// <param name="document">What is attacked.</param>
    /// <param name="fill">The ids in addresses, e.g. of objects that exist; null = ids of nothing.</param>
    public static IEnumerable<HostileRequest> Against(ApiDocument document, Func<ApiParameter, string>? fill = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Filled(document, fill).SelectMany(operation =>
            AddressAttacks.On(operation).Concat(operation.Body is null ? [] : BodyAttacks.On(operation, document)));
    }

    /// <summary>Of these, what an honest client could send: only who sends it, or whose the ids are, is wrong with it.</summary>
    public static IEnumerable<HostileRequest> Honest(ApiDocument document, Func<ApiParameter, string>? fill = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Filled(document, fill).SelectMany(operation =>
            operation.Body is null ? [AddressAttacks.Honest(operation)] : new[] { AddressAttacks.Honest(operation), BodyAttacks.Honest(operation, document) });
    }

    private static IEnumerable<ApiOperation> Filled(ApiDocument document, Func<ApiParameter, string>? fill) =>
        document.Operations.Select(operation => operation with { Fill = fill ?? ApiOperation.Plausible });
}
