using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network;

/// <summary>What the Network service answers when it does not do as asked. Texts for people: <c>Errors.sv.resx</c>.</summary>
public static class NetworkErrors
{
    public static readonly Error OrganisationMissing = new("network.organisation_missing", ErrorKind.Missing, "There is no such organisation.");
    public static readonly Error SlugTaken = new("network.slug_taken", ErrorKind.Duplicate, "Another organisation has this name in addresses.");
    public static readonly Error ApplicationOpen = new("network.application_open", ErrorKind.State, "The organisation has an open application.");
    public static readonly Error AlreadyMember = new("network.already_member", ErrorKind.State, "The organisation is a member already.");
    public static readonly Error ApplicationMissing = new("network.application_missing", ErrorKind.Missing, "There is no such application.");
    public static readonly Error ApplicationNotOpen = new("network.application_not_open", ErrorKind.State, "The application has been answered or withdrawn.");
    public static readonly Error NotMember = new("network.not_member", ErrorKind.State, "The organisation is not a member of the network.");
    public static readonly Error EditionNotClosed = new("network.edition_not_closed", ErrorKind.State, "The organisation has no such closed edition.");
    public static readonly Error GoodExampleMissing = new("network.good_example_missing", ErrorKind.Missing, "There is no such good example.");
    public static readonly Error GoodExamplePublished = new("network.good_example_published", ErrorKind.State, "The good example is published already.");
}
