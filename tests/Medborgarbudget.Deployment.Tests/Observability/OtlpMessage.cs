using System.Text;
using Google.Protobuf;

namespace Medborgarbudget.Deployment.Tests.Observability;

/// <summary>A span as it was exported.</summary>
internal sealed record ExportedSpan(string Service, string TraceId, string Name, SpanKind Kind);

/// <summary>A metric with at least one point, by the name that Prometheus writes.</summary>
internal sealed record ExportedMetric(string Service, string Name);

/// <summary>As in <c>opentelemetry/proto/trace/v1/trace.proto</c>.</summary>
internal enum SpanKind
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}

/// <summary>
/// Reads the few fields of OTLP messages that the tests look at; numbers from <c>opentelemetry/proto</c>, which both signals nest alike:
/// request (1) → resource and scopes (1, 2) → items (2).
/// </summary>
internal static class OtlpMessage
{
    public static IEnumerable<ExportedSpan> ReadSpans(byte[] request) =>
        from item in Items(request)
        let fields = Fields(item.Bytes)
        select new ExportedSpan(
            item.Service, Convert.ToHexStringLower(fields.First(field => field.Number == 1).Bytes.Span), Text(fields, 5), (SpanKind)fields.FirstOrDefault(field => field.Number == 6).Value);

    public static IEnumerable<ExportedMetric> ReadMetrics(byte[] request) =>
        from item in Items(request)
        let fields = Fields(item.Bytes)
        let data = fields.First(field => field.Number is 5 or 7 or 9 or 10)
        where Fields(data.Bytes).Any(field => field.Number == 1)
        from name in PrometheusNames(Text(fields, 1), Text(fields, 3), data)
        select new ExportedMetric(item.Service, name);

    private static IEnumerable<string> PrometheusNames(string name, string unit, Field data)
    {
        var plain = name.Replace('.', '_') + (unit == "s" ? "_seconds" : "");
        return data.Number switch
        {
            7 when Fields(data.Bytes).Any(field => field is { Number: 3, Value: 1 }) => [$"{plain}_total"],
            9 => [$"{plain}_bucket", $"{plain}_count", $"{plain}_sum"],
            _ => [plain],
        };
    }

    private static IEnumerable<(string Service, ReadOnlyMemory<byte> Bytes)> Items(byte[] request) =>
        from resource in Fields(request)
        let parts = Fields(resource.Bytes)
        let service = ServiceName(parts.First(part => part.Number == 1).Bytes)
        from scope in parts.Where(part => part.Number == 2)
        from item in Fields(scope.Bytes).Where(field => field.Number == 2)
        select (service, item.Bytes);

    private static string ServiceName(ReadOnlyMemory<byte> resource) =>
        Fields(resource).Where(field => field.Number == 1).Select(attribute => Fields(attribute.Bytes))
            .Where(attribute => Text(attribute, 1) == "service.name")
            .Select(attribute => Text(Fields(attribute.Single(field => field.Number == 2).Bytes), 1)).Single();

    private static string Text(IReadOnlyList<Field> fields, int number) => Encoding.UTF8.GetString(fields.FirstOrDefault(field => field.Number == number).Bytes.Span);

    private static List<Field> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<Field>();
        using var input = new CodedInputStream(message.ToArray());
        while (input.ReadTag() is var tag && tag != 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.LengthDelimited => new Field(number, input.ReadBytes().Memory, 0),
                WireFormat.WireType.Varint => new Field(number, default, input.ReadUInt64()),
                WireFormat.WireType.Fixed64 => new Field(number, default, input.ReadFixed64()),
                WireFormat.WireType.Fixed32 => new Field(number, default, input.ReadFixed32()),
                _ => throw new InvalidDataException("OTLP has no groups."),
            });
        }

        return fields;
    }

    private readonly record struct Field(int Number, ReadOnlyMemory<byte> Bytes, ulong Value);
}
