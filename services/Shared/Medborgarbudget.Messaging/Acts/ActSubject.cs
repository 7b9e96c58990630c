using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Acts;

/// <summary>
/// What a call is about: the row it adds, if it is of the kind that the answer names first, else the object that the address names last. Ids alone:
/// whatever else a request says may be free text, or a choice.
/// </summary>
internal static partial class ActSubject
{
    public static Guid? Find(MethodDescriptor method, IMessage request, ServiceDb db) => Added(method, db) ?? Named(method, request);

    /// <summary><c>paper_batch_id</c> in the answer is the key of a row whose key is a <c>PaperBatchId</c>.</summary>
    private static Guid? Added(MethodDescriptor method, ServiceDb db)
    {
        var field = method.OutputType.Fields.InFieldNumberOrder().FirstOrDefault(field => field.Name.EndsWith("_id", StringComparison.Ordinal));
        var kind = field?.PropertyName;
        return kind is null
            ? null
            : db.ChangeTracker.Entries().Where(entry => entry.State == EntityState.Added)
                .Select(entry => (Entry: entry, entry.Metadata.FindPrimaryKey()?.Properties))
                .Where(row => row.Properties is [var key] && key.ClrType.Name == kind)
                .Select(row => row.Properties![0].GetTypeMapping().Converter?.ConvertToProvider(row.Entry.Property(row.Properties[0].Name).CurrentValue) as Guid?)
                .FirstOrDefault();
    }

    private static Guid? Named(MethodDescriptor method, IMessage request)
    {
        var name = IdInAddress().Matches(AddressOf(method.GetOptions()?.GetExtension(AnnotationsExtensions.Http))).LastOrDefault()?.Groups[1].Value;
        return name is not null
            && method.InputType.FindFieldByName(name)?.Accessor.GetValue(request) is string text
            && Guid.TryParse(text, out var id)
                ? id
                : null;
    }

    private static string AddressOf(HttpRule? rule) => rule?.PatternCase switch
    {
        HttpRule.PatternOneofCase.Post => rule.Post,
        HttpRule.PatternOneofCase.Put => rule.Put,
        HttpRule.PatternOneofCase.Patch => rule.Patch,
        HttpRule.PatternOneofCase.Delete => rule.Delete,
        HttpRule.PatternOneofCase.Get => rule.Get,
        _ => "",
    };

    [GeneratedRegex(@"\{(\w+_id)\}")]
    private static partial Regex IdInAddress();
}
