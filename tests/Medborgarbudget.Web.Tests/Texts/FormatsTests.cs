using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.Tests.Texts;

public sealed class FormatsTests
{
    [Theory]
    [InlineData("Utegym vid ån", "utegym-vid-an")]
    [InlineData("  Öppen förskola – nu!  ", "oppen-forskola-nu")]
    [InlineData("中文", "")]
    public void Slug_is_ascii_with_hyphens(string name, string slug) => Formats.Slug(name).ShouldBe(slug);

    [Fact]
    public void Money_has_ore_only_where_there_are_any()
    {
        In("sv-SE");
        Formats.Money(8_500_000).ShouldBe("85\u00a0000\u00a0kr");
        Formats.Money(150).ShouldBe("1,50\u00a0kr");
    }

    [Fact]
    public void Moment_is_in_swedish_time()
    {
        In("sv-SE");
        var closes = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 5, 20, 18, 0, 0, TimeSpan.Zero));
        Formats.Moment(closes).ShouldBe("20 maj 2026 kl.\u00a020.00");
    }

    private static void In(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
    }
}
