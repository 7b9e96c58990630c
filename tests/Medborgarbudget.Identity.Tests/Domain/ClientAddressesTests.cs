using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class ClientAddressesTests
{
    private static readonly Uri Issuer = new("https://budget.example.se/");

    [Theory]
    [InlineData("https://app.example.se/callback", true)]
    [InlineData("https://app.example.se/", true)]
    [InlineData("https://app.example.se:8443/a?b=c", true)]
    [InlineData("http://127.0.0.1/callback", true)]
    [InlineData("http://localhost:5500/", true)]
    [InlineData("http://[::1]/callback", true)]
    [InlineData("https://app.example.se", false)]
    [InlineData("http://app.example.se/callback", false)]
    [InlineData("http://127.0.0.1.example.se/callback", false)]
    [InlineData("https://user@app.example.se/", false)]
    [InlineData("https://app.example.se/#fragment", false)]
    [InlineData("https://*.example.se/", false)]
    [InlineData("https://åpp.example.se/", false)]
    [InlineData("https://app.example.se/../callback", false)]
    [InlineData("HTTPS://app.example.se/", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("app.example:/callback", false)]
    [InlineData("/callback", false)]
    [InlineData("", false)]
    public void Redirect_is_taken_whole_and_safe_only(string address, bool isTaken)
    {
        var fields = new Fields();
        ClientAddresses.CheckRedirects(fields, [address]);
        (fields.Error is null).ShouldBe(isTaken);
    }

    [Theory]
    [InlineData("https://app.example.se", true)]
    [InlineData("https://app.example.se:8443", true)]
    [InlineData("http://localhost:5500", true)]
    [InlineData("https://app.example.se/", false)]
    [InlineData("https://app.example.se:443", false)]
    [InlineData("https://APP.example.se", false)]
    [InlineData("http://app.example.se", false)]
    [InlineData("https://budget.example.se", false)]
    [InlineData("https://*.example.se", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    public void S5_origin_is_taken_as_browsers_write_it_and_never_our_own(string origin, bool isTaken)
    {
        var fields = new Fields();
        ClientAddresses.CheckOrigins(fields, [origin], Issuer);
        (fields.Error is null).ShouldBe(isTaken);
    }

    [Fact]
    public void Neither_none_nor_too_many_nor_one_twice()
    {
        Faults([]).ShouldBe(["redirectUris"]);
        Faults([.. Enumerable.Range(0, 11).Select(i => $"https://app{i}.example.se/")]).ShouldBe(["redirectUris"]);
        Faults(["https://app.example.se/", "https://app.example.se/"]).ShouldBe(["redirectUris"]);
    }

    [Theory]
    [InlineData("app-0192f3c45e6a7b8c9d0e1f2a3b4c5d6e", true)]
    [InlineData("app-0192F3C45e6a7b8c9d0e1f2a3b4c5d6e", false)]
    [InlineData("app-0192f3c4-5e6a-7b8c-9d0e-1f2a3b4c5d6e", false)]
    [InlineData("0192f3c45e6a7b8c9d0e1f2a3b4c5d6e", false)]
    [InlineData("mb-web", false)]
    [InlineData(null, false)]
    public void Client_id_is_read_as_it_is_written_and_no_other_way(string? text, bool isOne) =>
        (ApiClientId.OfClientId(text)?.ClientId == text && text is not null).ShouldBe(isOne);

    private static IEnumerable<string> Faults(IReadOnlyList<string> redirects)
    {
        var fields = new Fields();
        ClientAddresses.CheckRedirects(fields, redirects);
        return fields.Error!.Faults.Select(fault => fault.Field);
    }
}
