using System.Text.RegularExpressions;

namespace Medborgarbudget.Contracts.Tests.Descriptors;

public sealed partial class AddressRuleTests
{
    private const string Prefix = "/medborgarbudget/v1/";

    [Fact]
    public void Every_address_is_versioned_kebab_case_plural_nouns() =>
        Rpcs.Public.Select(Rpcs.Http)
            .SelectMany(address => Faults(Path(address)).Select(fault => $"{address}: {fault}"))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("/medborgarbudget/v1/subBudgets", "kebab")]
    [InlineData("/medborgarbudget/v1/sub_budgets", "kebab")]
    [InlineData("/medborgarbudget/v1/proposal/{proposal_id}", "plural")]
    [InlineData("/medborgarbudget/v1/budget", "plural")]
    [InlineData("/api/proposals", "prefix")]
    [InlineData("/medborgarbudget/v1/proposals/{id}", "parameter")]
    public void Bad_address_is_caught(string path, string fault) => Faults(path).ShouldContain(fault);

    private static string Path(string address) => address[(address.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static IEnumerable<string> Faults(string path)
    {
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            yield return "prefix";
            yield break;
        }

        // A custom verb (":advance") is no noun: only its spelling counts.
        var parts = path[Prefix.Length..].Split(':');
        var segments = parts[0].Split('/');
        for (var at = 0; at < segments.Length; at++)
        {
            if (IsParameter(segments[at]))
            {
                if (!ParameterName().IsMatch(segments[at]))
                {
                    yield return "parameter";
                }

                continue;
            }

            if (!Kebab().IsMatch(segments[at]))
            {
                yield return "kebab";
            }

            // What stands first or before an id is a list; what hangs below an id may be the one thing it has ("result").
            var isList = at == 0 || (at + 1 < segments.Length && IsParameter(segments[at + 1]));
            if (isList && segments[at] != "me" && !segments[at].EndsWith('s'))
            {
                yield return "plural";
            }
        }

        if (parts.Skip(1).Any(verb => !Kebab().IsMatch(verb)))
        {
            yield return "kebab";
        }
    }

    private static bool IsParameter(string segment) => segment.StartsWith('{');

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Kebab();

    [GeneratedRegex(@"^\{([a-z]+(_[a-z]+)*_(id|code)|part|number|language|key|level|index|shard)\}$")]
    private static partial Regex ParameterName();
}
