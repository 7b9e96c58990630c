using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Medborgarbudget.Contracts.Tests.Descriptors;

public sealed partial class RpcRuleTests
{
    [Fact]
    public void Every_rpc_says_who_may_call_it() =>
        Rpcs.All.Where(method => !NamesSomebody(Rpcs.AccessOf(method))).ShouldBeEmpty();

    [Fact]
    public void Rpc_of_services_is_open_to_nobody_else() =>
        Rpcs.All.Where(method => Rpcs.AccessOf(method) is { Services.Count: > 0 } access && NamesPersons(access)).ShouldBeEmpty();

    [Fact]
    public void Service_mixes_no_public_and_internal_rpcs() =>
        Rpcs.All.GroupBy(method => method.Service.FullName)
            .Where(service => service.Select(Rpcs.IsInternal).Distinct().Count() > 1)
            .Select(service => service.Key)
            .ShouldBeEmpty();

    [Fact]
    public void Every_rpc_names_the_errors_it_may_give() =>
        Names(Rpcs.All.Where(method => !ErrorsSentence().IsMatch(Rpcs.Comment(method)))).ShouldBeEmpty();

    [Fact]
    public void Every_public_rpc_has_an_address_and_no_internal_one_has() =>
        Names(Rpcs.All.Where(method => Rpcs.Http(method) == "none" != Rpcs.IsInternal(method))).ShouldBeEmpty();

    [Fact]
    public void No_two_rpcs_share_an_address() =>
        Rpcs.Public.GroupBy(method => Parameter().Replace(Rpcs.Http(method), "{}"))
            .Where(address => address.Count() > 1)
            .Select(address => address.Key)
            .ShouldBeEmpty();

    [Fact]
    public void Every_rpc_has_a_request_of_its_own() =>
        Rpcs.All.GroupBy(method => method.InputType.FullName).Where(request => request.Count() > 1).Select(request => request.Key).ShouldBeEmpty();

    [Fact]
    public void Rpc_that_reads_is_never_idempotent_by_key_nor_needs_two_persons() =>
        Names(Rpcs.Public.Where(method => Rpcs.Http(method).StartsWith("GET ", StringComparison.Ordinal)
            && Rpcs.AccessOf(method) is { Idempotent: true } or { TwoPersons: true })).ShouldBeEmpty();

    /// <summary>The gateway reads a request whole before it passes it on.</summary>
    [Fact]
    public void No_rpc_streams_its_request() => Names(Rpcs.All.Where(method => method.IsClientStreaming)).ShouldBeEmpty();

    private static IEnumerable<string> Names(IEnumerable<MethodDescriptor> methods) => methods.Select(method => method.FullName);

    private static bool NamesSomebody(Access.V1.Access access) => NamesPersons(access) || access.Services.Count > 0;

    private static bool NamesPersons(Access.V1.Access access) =>
        access.Everyone || access.Participant || access.BallotToken || access.Roles.Count > 0;

    [GeneratedRegex(@"Errors:\s+(none\b|[a-z]+\.[a-z_]+)")]
    private static partial Regex ErrorsSentence();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
