using System.Collections;
using System.Globalization;
using System.Resources;
using Medborgarbudget.Gateway.Clients;
using Medborgarbudget.Gateway.Intake;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Contracts.Tests.Errors;

/// <summary>Residents read the errors in Swedish: every code has a text, and no text is left of a code that is gone.</summary>
public sealed class ErrorTextTests
{
    public static TheoryData<string> Services => ErrorLists.Services;

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_code_has_a_swedish_text_and_every_text_a_code(string service)
    {
        var texts = Keys(ErrorLists.ByService[service]).ToList();

        ErrorLists.CodesOf(service).Except(texts).ShouldBeEmpty();
        texts.Except(ErrorLists.CodesOf(service)).Except(GuardCodes.Named).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Text_is_found_where_the_running_service_looks(string service)
    {
        var texts = Texts(ErrorLists.ByService[service]);

        ErrorLists.CodesOf(service).Where(code => texts.FindSwedish(code) is null or { Length: < 8 }).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_gateway_says_of_a_ballot_by_itself_it_says_in_the_words_of_voting()
    {
        var (ofGateway, ofVoting) = (Texts(typeof(IntakeErrors)), Texts(ErrorLists.ByService["voting"]));

        Keys(typeof(IntakeErrors)).Order(StringComparer.Ordinal).ShouldBe([IntakeErrors.OutcomeUnknown.Code, IntakeErrors.Overloaded.Code]);
        Keys(typeof(IntakeErrors)).ShouldAllBe(code => ofGateway.FindSwedish(code) == ofVoting.FindSwedish(code));
    }

    [Fact]
    public void What_the_gateway_says_to_third_party_clients_has_a_text()
    {
        var texts = Texts(typeof(ClientErrors));

        new[] { ClientErrors.OriginNotAllowed, ClientErrors.Stopped, ClientErrors.OverQuota }.Where(error => texts.FindSwedish(error.Code) is null).ShouldBeEmpty();
    }

    [Fact]
    public void Every_general_code_and_every_bare_status_has_a_swedish_text()
    {
        var ofStatuses = Enumerable.Range(400, 200).Select(status => ErrorStatus.OfHttp(status).Code);
        var texts = Texts();

        ErrorLists.General.Concat(ofStatuses).Distinct().Where(code => texts.FindSwedish(code) is null).ShouldBeEmpty();
    }

    private static ErrorTexts Texts(params IEnumerable<Type> lists)
    {
        var sources = new ErrorTextSources();
        foreach (var list in lists)
        {
            sources.Lists.Add(list);
        }

        return new ErrorTexts(Options.Create(sources));
    }

    private static IEnumerable<string> Keys(Type list) =>
        new ResourceManager($"{list.Namespace}.Errors", list.Assembly)
            .GetResourceSet(CultureInfo.GetCultureInfo("sv"), createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .Select(entry => (string)entry.Key);
}
