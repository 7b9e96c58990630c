using System.Text.RegularExpressions;
using Medborgarbudget.Contracts.Tests.Descriptors;

namespace Medborgarbudget.Contracts.Tests.Errors;

/// <summary>The codes that the protos promise are those that the domains define, both ways.</summary>
public sealed partial class ErrorCodeTests
{
    public static TheoryData<string> Services => ErrorLists.Services;

    [Fact]
    public void Every_service_of_the_contract_has_a_list_of_errors() =>
        Rpcs.Public.Select(method => method.File.Package.Split('.')[1]).Distinct().ShouldBe(ErrorLists.ByService.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_code_that_a_proto_names_is_defined(string service) =>
        Named(service).Except(ErrorLists.CodesOf(service)).Except(ErrorLists.General).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_code_that_a_domain_defines_is_named_in_its_proto(string service) =>
        ErrorLists.CodesOf(service).Except(Named(service)).Except(GuardCodes.Named).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_fact_that_a_guard_may_miss_is_named_in_its_proto(string service) =>
        GuardCodes.DefinedBy(ErrorLists.ByService[service].Assembly).Except(GuardCodes.Named).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Services))]
    public void Codes_are_unique_and_carry_the_name_of_their_service(string service)
    {
        var codes = ErrorLists.CodesOf(service);

        codes.ShouldNotBeEmpty();
        codes.ShouldBeUnique();
        codes.ShouldAllBe(code => Code().IsMatch(code) && code.StartsWith(service + ".", StringComparison.Ordinal));
    }

    private static HashSet<string> Named(string service) =>
    [
        .. Rpcs.All.Where(method => method.File.Package == $"medborgarbudget.{service}.v1")
            .SelectMany(method => Code().Matches(Errors(Rpcs.Comment(method))))
            .Select(match => match.Value),
    ];

    private static string Errors(string comment) => comment[comment.IndexOf("Errors:", StringComparison.Ordinal)..];

    [GeneratedRegex(@"\b[a-z]+\.[a-z_]+\b")]
    private static partial Regex Code();
}
