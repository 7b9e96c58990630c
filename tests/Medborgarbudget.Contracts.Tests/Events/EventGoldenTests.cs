using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Contracts.Tests.Events;

public sealed partial class EventGoldenTests
{
    private static readonly JsonSerializerOptions Indented = new(EventJson.Options) { WriteIndented = true };

    public static TheoryData<string> Types => [.. EventSamples.All.Select(TypeName)];

    [Fact]
    public void Every_event_has_a_sample_and_a_golden_file()
    {
        var types = typeof(IIntegrationEvent).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IIntegrationEvent)) && type.IsClass);

        EventSamples.All.Select(sample => sample.GetType()).ShouldBe(types, ignoreOrder: true);
        Golden.Names().Where(name => name.EndsWith(".json", StringComparison.Ordinal)).ShouldBe(
            EventSamples.All.Select(sample => TypeName(sample) + ".json"), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Event_is_written_exactly_as_its_golden_file(string type)
    {
        var sample = Sample(type);

        Golden.ShouldHold(type + ".json", Write(sample));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Golden_file_reads_as_the_event_it_was_written_from(string type)
    {
        var sample = Sample(type);

        Write(Read(File.ReadAllText(Golden.PathOf(type + ".json")), sample.GetType())).ShouldBe(Write(sample));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Event_of_a_later_publisher_with_more_fields_is_still_read(string type)
    {
        var sample = Sample(type);
        var json = JsonNode.Parse(File.ReadAllText(Golden.PathOf(type + ".json")))!.AsObject();
        json["addedLater"] = new JsonObject { ["deep"] = 1 };

        Write(Read(json.ToJsonString(), sample.GetType())).ShouldBe(Write(sample));
    }

    [Fact]
    public void Wire_names_are_unique_and_carry_service_fact_and_version()
    {
        var names = EventSamples.All.Select(TypeName).ToList();

        names.ShouldBeUnique();
        names.ShouldAllBe(name => WireName().IsMatch(name));
    }

    [Fact]
    public void Every_event_tells_its_organisation_and_its_subject() =>
        EventSamples.All.ShouldAllBe(sample => IsAddressed((IIntegrationEvent)sample));

    private static bool IsAddressed(IIntegrationEvent sample) => sample.OrganisationId != Guid.Empty && sample.Subject != Guid.Empty;

    private static object Read(string json, Type type) => JsonSerializer.Deserialize(json, type, EventJson.Options)!;

    /// <summary>Records compare their lists by reference, so what was read is compared as it would be written: every field is in there.</summary>
    private static string Write(object record) => JsonSerializer.Serialize(record, record.GetType(), Indented) + "\n";

    private static object Sample(string type) => EventSamples.All.Single(sample => TypeName(sample) == type);

    private static string TypeName(object sample) =>
        (string)sample.GetType().GetProperty(nameof(IIntegrationEvent.Type))!.GetValue(null)!;

    [GeneratedRegex(@"^medborgarbudget\.[a-z]+\.[a-z_]+\.v[0-9]+$")]
    private static partial Regex WireName();
}
