using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network;

/// <summary>The little copy that Network keeps of an edition once Budget has closed it; an edition that is not here is not closed.</summary>
public sealed record ClosedEdition(EditionId Id, OrganisationId OrganisationId, string Name, int Year);
