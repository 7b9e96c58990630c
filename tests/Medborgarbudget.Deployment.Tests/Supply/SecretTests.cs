using System.Text;

namespace Medborgarbudget.Deployment.Tests.Supply;

/// <summary>Nothing that Git keeps is secret. What is planted here is put together while the test runs, so that it is not found in this file.</summary>
public sealed class SecretTests
{
    private const string Dashes = "-----";

    public static TheoryData<string, string> Planted => new()
    {
        { $"{Dashes}BEGIN PRIVATE KEY{Dashes}", "a private key" },
        { $"{Dashes}BEGIN EC PRIVATE KEY{Dashes}", "a private key" },
        { $"pkcs8: {"MIGH"}AgEAMBMGByqGSM49AgEGCCqGSM49", "a private key" },
        { $"pkcs8: {"MIIE"}vAIBADANBgkqhkiG9w0BAQEFAASC", "a private key" },
        { $"\"d\": \"{new string('x', 43)}\"", "a private key" },
        { $"{"ghp"}_{new string('a', 36)}", "a token" },
        { $"{"AKIA"}{new string('A', 16)}", "a token" },
        { $"Bearer {"eyJ"}hbGciOiJFUzI1NiJ9.{"eyJ"}zdWIiOiIxMjM0In0.{new string('s', 43)}", "a token" },
        { $"Host=db;Username=voting;{"Password"}=Sommar2026;Database=voting", "a password" },
        { $"redis:6379,{"password"}=Sommar2026", "a password" },
        { $"amqp://voting{":"}Sommar2026@rabbitmq/", "a password" },
        { $"{"19640823"}-3234", "a personal number" },
        { $"voter {"640823"}3234 was here", "a personal number" },
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public void What_is_planted_is_found(string text, string name) => SecretRules.Find($"first\n{text}\nlast").ShouldBe([$"2: {name}"]);

    [Theory]
    [InlineData("Host=postgres;Username=$service;Password=$password;Database=$service")]
    [InlineData("Host=127.0.0.1;Username=test;Password=test")]
    [InlineData("amqp://user:{password}@rabbitmq/")]
    [InlineData("19960229-2386, 189001019802")]
    [InlineData("19640823-3235 has no check digit")]
    [InlineData("2026-11-27T12:00:00, 1.2345678901, 20261123084753_Initial")]
    public void What_is_none_is_left_alone(string text) => SecretRules.Find(text).ShouldBeEmpty();

    [Fact]
    public async Task No_tracked_file_holds_a_secret()
    {
        var files = await TrackedFiles.ListAsync(TestContext.Current.CancellationToken);
        files.Count.ShouldBeGreaterThan(1000);
        files.SelectMany(file => SecretRules.Find(File.ReadAllText(RepositoryFolder.Path(file), Encoding.Latin1)).Select(find => $"{file}:{find}")).ShouldBeEmpty();
    }
}
