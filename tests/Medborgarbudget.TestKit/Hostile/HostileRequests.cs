namespace Medborgarbudget.TestKit.Hostile;

/// <summary>Every attack on every operation of a document.</summary>
public static class HostileRequests
{
    public static IEnumerable<HostileRequest> Against(ApiDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Operations.SelectMany(operation =>
            AddressAttacks.On(operation).Concat(operation.Body is null ? [] : BodyAttacks.On(operation, document)));
    }
}
