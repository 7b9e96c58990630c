using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Contracts.Tests.Descriptors;

/// <summary>Only the roll takes personal numbers in, as CSV text and from officers who mark it; no other message and no event has a field for one.</summary>
public sealed partial class PersonalNumberTests
{
    [Fact]
    public void No_message_outside_the_roll_has_a_field_for_a_personal_number()
    {
        var roll = Rpcs.All.Where(method => method.Service.Name is "RollService" or "VotingPlaceService").SelectMany(Messages).ToHashSet();

        ContractDescriptors.Files.SelectMany(file => file.MessageTypes)
            .Where(message => !roll.Contains(message))
            .SelectMany(message => message.Fields.InFieldNumberOrder())
            .Where(field => PersonalNumber().IsMatch(field.Name))
            .Select(field => field.FullName)
            .ShouldBeEmpty();
    }

    /// <summary>Addresses are logged everywhere, and no key of an idempotent request is kept without a hash of the request.</summary>
    [Fact]
    public void Rpc_that_takes_a_personal_number_has_it_in_its_body_and_keeps_no_hash_of_it()
    {
        var taking = Rpcs.Public.Where(method => Reachable(method.InputType, []).Any(message => message.Fields.InFieldNumberOrder().Any(field => PersonalNumber().IsMatch(field.Name)))).ToList();
        taking.Select(method => method.Name).ShouldBe(["MarkAtPlace", "SettleOfflineMarks"], ignoreOrder: true);
        taking.ShouldAllBe(method => Rpcs.Http(method).StartsWith("POST ", StringComparison.Ordinal) && !Rpcs.AccessOf(method).Idempotent);
    }

    [Fact]
    public void No_event_has_a_field_for_a_personal_number() =>
        typeof(IIntegrationEvent).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(IIntegrationEvent).Namespace)
            .SelectMany(type => type.GetProperties())
            .Where(property => PersonalNumber().IsMatch(property.Name))
            .Select(property => $"{property.DeclaringType}.{property.Name}")
            .ShouldBeEmpty();

    [Theory]
    [InlineData("personal_number")]
    [InlineData("PersonalIdentityNumber")]
    [InlineData("voter_ssn")]
    [InlineData("personnummer")]
    [InlineData("pnr")]
    public void Name_of_a_personal_number_is_recognised(string name) => PersonalNumber().IsMatch(name).ShouldBeTrue();

    [Theory]
    [InlineData("person_id")]
    [InlineData("number")]
    [InlineData("session")]
    [InlineData("case_number")]
    public void Name_of_something_else_is_left_alone(string name) => PersonalNumber().IsMatch(name).ShouldBeFalse();

    private static IEnumerable<MessageDescriptor> Messages(MethodDescriptor method) =>
        Reachable(method.InputType, []).Concat(Reachable(method.OutputType, []));

    private static HashSet<MessageDescriptor> Reachable(MessageDescriptor message, HashSet<MessageDescriptor> seen)
    {
        if (seen.Add(message))
        {
            foreach (var field in message.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message))
            {
                Reachable(field.MessageType, seen);
            }
        }

        return seen;
    }

    [GeneratedRegex(@"personal_?(identity_?)?(number|no\b|id\b)|person_?nummer|samordning|(^|_)(ssn|pnr|pin)($|_)|civic|social_?security", RegexOptions.IgnoreCase)]
    private static partial Regex PersonalNumber();
}
