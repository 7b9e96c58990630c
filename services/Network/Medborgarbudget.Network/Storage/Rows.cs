using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network.Storage;

internal sealed class OrganisationRow
{
    public required OrganisationId Id { get; init; }

    public required string Name { get; init; }

    public required string Slug { get; init; }

    public required int Version { get; set; }

    public required Organisation State { get; set; }
}

/// <summary>Changes only together with its organisation, whose version guards both.</summary>
internal sealed class ApplicationRow
{
    public required ApplicationId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required bool IsOpen { get; set; }

    public required Application State { get; set; }
}

internal sealed class ClosedEditionRow
{
    public required EditionId Id { get; init; }

    public required ClosedEdition State { get; init; }
}

internal sealed class GoodExampleRow
{
    public required GoodExampleId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    /// <summary>Place in the published list, rising; null for a draft.</summary>
    public required Guid? PublishedKey { get; set; }

    public required GoodExample State { get; set; }
}
