using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;
using Medborgarbudget.Contracts.Access.V1;

namespace Medborgarbudget.Contracts.Tests.Descriptors;

/// <summary>The whole wire contract as text that a person can review: names, numbers, types, addresses, access. Comments are left out.</summary>
internal static class DescriptorText
{
    public static string Of(IEnumerable<FileDescriptor> files)
    {
        var text = new StringBuilder();
        foreach (var file in files)
        {
            Line(text, $"file {file.Name} package {file.Package}");
            WriteServices(text, file);
            foreach (var message in file.MessageTypes.OrderBy(message => message.Name, StringComparer.Ordinal))
            {
                WriteMessage(text, message);
            }

            foreach (var type in file.EnumTypes.OrderBy(type => type.Name, StringComparer.Ordinal))
            {
                WriteEnum(text, type);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static void WriteServices(StringBuilder text, FileDescriptor file)
    {
        foreach (var service in file.Services)
        {
            Line(text, $"  service {service.Name}");
            foreach (var method in service.Methods)
            {
                Line(text, $"    rpc {method.Name}({method.InputType.FullName}) returns ({method.OutputType.FullName})");
                Line(text, $"      http {Rpcs.Http(method)}");
                Line(text, $"      access {method.GetOptions().GetExtension(AccessExtensions.Access)}");
            }
        }
    }

    private static void WriteMessage(StringBuilder text, MessageDescriptor message)
    {
        Line(text, $"  message {message.Name}");
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            Line(text, $"    {field.FieldNumber.ToString(CultureInfo.InvariantCulture)} {field.Name} {TypeOf(field)}");
        }
    }

    private static void WriteEnum(StringBuilder text, EnumDescriptor type)
    {
        Line(text, $"  enum {type.Name}");
        foreach (var value in type.Values)
        {
            Line(text, $"    {value.Number.ToString(CultureInfo.InvariantCulture)} {value.Name}");
        }
    }

    private static string TypeOf(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Message => field.MessageType.FullName,
            FieldType.Enum => field.EnumType.FullName,
            _ => field.FieldType.ToString(),
        };
        return (field.IsRepeated, field.HasPresence && field.FieldType != FieldType.Message) switch
        {
            (true, _) => $"repeated {type}",
            (_, true) => $"optional {type}",
            _ => type,
        };
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
