using System.Globalization;
using Medborgarbudget.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Medborgarbudget.Web.Tests.Hosting;

public sealed class LanguageInAddressTests
{
    [Theory]
    [InlineData("/", "sv", "/", "/")]
    [InlineData("/kontrollera", "sv", "/kontrollera", "/kontrollera")]
    [InlineData("/en", "en", "/", "/en")]
    [InlineData("/en/kontrollera", "en", "/kontrollera", "/en/kontrollera")]
    [InlineData("/enkel", "sv", "/enkel", "/enkel")]
    public async Task The_language_is_taken_off_the_address_and_put_back_on_links(string address, string language, string path, string link)
    {
        var visit = new Visit();
        var context = new DefaultHttpContext();
        context.Request.Path = address;
        var culture = "";

        await new LanguageInAddress(_ =>
        {
            culture = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            return Task.CompletedTask;
        }).InvokeAsync(context, visit);

        visit.Language.ShouldBe(language);
        culture.ShouldBe(language);
        visit.Path.ShouldBe(path);
        visit.Link(visit.Path).ShouldBe(link);
    }
}
