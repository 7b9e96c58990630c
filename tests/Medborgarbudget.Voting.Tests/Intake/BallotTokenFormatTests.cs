using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Voting.Tests.Intake;

/// <summary>The one spelling of a ballot token (docs/ballot-token.md), and what reads like one and must not vote (S3).</summary>
public sealed class BallotTokenFormatTests : IDisposable
{
    private const string Header = """{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"ballot-test"}""";

    private readonly TokenStage stage = new();

    public void Dispose() => stage.Dispose();

    [Fact]
    public void S3_no_changed_character_of_a_token_holds()
    {
        var token = stage.Issuer.Together(stage.Texts(11)).TokenOf(6);
        stage.IsTaken(token).ShouldBeTrue();
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var other in "Aw_.=")
            {
                if (token[at] != other)
                {
                    stage.IsTaken($"{token[..at]}{other}{token[(at + 1)..]}").ShouldBeFalse($"{other} at {at}");
                }
            }
        }
    }

    [Fact]
    public void S3_a_token_cannot_be_spelt_in_another_way()
    {
        var token = stage.Issuer.Together(stage.Texts(2)).TokenOf(0);
        var parts = token.Split('.');
        (parts[2].Length % 4).ShouldNotBe(0, "its last character has bits that stand for nothing");
        foreach (var place in new[] { 0, 1, 2 })
        {
            RefusedWith(parts, place, part => $"{part}=");
            RefusedWith(parts, place, part => $"{part}==");
            RefusedWith(parts, place, part => $" {part}");
            RefusedWith(parts, place, part => $"{part}\n");
            RefusedWith(parts, place, part => $"{part[..3]}\r\n{part[3..]}");
            RefusedWith(parts, place, part => $"{part}A");
            RefusedWith(parts, place, part => part.Replace('_', '/').Replace('-', '+') is var old && old != part ? old : "");
            RefusedWith(parts, place, NextInTheUnusedBits);
        }

        RefusedWith(parts, 2, part => $"{part}.");
        stage.IsTaken($".{token}").ShouldBeFalse();
        stage.IsTaken($"{token}.{parts[2]}").ShouldBeFalse();
        stage.IsTaken($"{parts[0]}.{parts[1]}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"ballot-test"}""", true)]
    [InlineData("""{"alg":"RS256","typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"none","typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"HS256","typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"ES256","typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"MB1-RS256-TREE","typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":null,"typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":["mb1-RS256-tree"],"typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"at+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"other"}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":""}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt"}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"other","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"none","alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"ALG":"mb1-RS256-tree","typ":"ballot+jwt","kid":"ballot-test"}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"ballot-test","jku":"https://elsewhere.invalid/"}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"ballot-test","crit":["b64"]}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"ballot-test"}{}""", false)]
    [InlineData("""{"alg":"mb1-RS256-tree","typ":"ballot+jwt","kid":"ballot-test",}""", false)]
    [InlineData("""["mb1-RS256-tree","ballot+jwt","ballot-test"]""", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public void S3_only_the_header_of_this_format_is_taken(string header, bool isTaken) =>
        stage.IsTaken(Together(header, PayloadOf(stage.Texts(1)[0]))).ShouldBe(isTaken);

    [Theory]
    [InlineData("\"exp\":1", "\"exp\":1.5e9,\"x\":1")]
    [InlineData("\"exp\":1", "\"exp\":\"1\",\"x\":1")]
    [InlineData("\"exp\":1", "\"exp\":-1,\"x\":1")]
    [InlineData("\"exp\":1", "\"exp\":9223372036854775807,\"x\":1")]
    [InlineData("\"exp\":1", "\"exp\":1,\"exp\":1")]
    [InlineData("\"aud\":\"voting\"", "\"aud\":[\"voting\"]")]
    [InlineData("\"aud\":\"voting\"", "\"aud\":\"voting\",\"aud\":\"voting\"")]
    [InlineData("\"client\"", "\"sb\":\"0197c2a0-0000-7000-8000-000000000001\",\"client\"")]
    [InlineData("\"client\"", "\"pid\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"client\"")]
    [InlineData("\"client\"", "\"nbf\":-9223372036854775808,\"client\"")]
    public void S3_a_payload_that_can_be_read_in_two_ways_or_none_is_not_taken(string part, string instead)
    {
        var payload = Encoding.UTF8.GetString(PayloadOf(stage.Texts(1)[0]));
        payload.ShouldContain(part);
        stage.IsTaken(Together(Header, Encoding.UTF8.GetBytes(payload))).ShouldBeTrue();
        stage.IsTaken(Together(Header, Encoding.UTF8.GetBytes(payload.Replace(part, instead, StringComparison.Ordinal)))).ShouldBeFalse();
    }

    [Fact]
    public void S3_a_JWT_of_the_same_key_is_not_taken()
    {
        var (header, payload) = ("""{"alg":"RS256","typ":"ballot+jwt","kid":"ballot-test"}""", PayloadOf(stage.Texts(1)[0]));
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(payload)}";
        var jwt = SignedTexts.Token(text, stage.Issuer.Sign(Encoding.ASCII.GetBytes(text)));
        new JsonWebToken(jwt).Alg.ShouldBe(SecurityAlgorithms.RsaSha256);
        stage.IsTaken(jwt).ShouldBeFalse();
        var own = stage.Issuer.Together(stage.Texts(1)).TokenOf(0).Split('.');
        stage.IsTaken(SignedTexts.Token($"{own[0]}.{own[1]}", stage.Issuer.Sign(Encoding.ASCII.GetBytes($"{own[0]}.{own[1]}")))).ShouldBeFalse();
    }

    [Fact]
    public void S3_nothing_that_is_no_JSON_stops_the_reader() => Gen.Byte.Array[0, 60].Sample(
        bytes => !stage.IsTaken(Together(bytes, bytes)) && !stage.IsTaken(Together(Encoding.UTF8.GetBytes(Header), bytes))
            && !stage.IsTaken(Together([.. "{\"alg\":\""u8, .. bytes, .. "\",\"typ\":\"ballot+jwt\",\"kid\":\"ballot-test\"}"u8], bytes)), iter: 300, threads: 1);

    [Fact]
    public void S3_a_token_of_a_key_that_was_taken_away_is_not_taken_though_its_batch_is_remembered()
    {
        var tokens = stage.Issuer.Issue(TokenStage.SubBudget, [.. Enumerable.Range(0, 4).Select(_ => VotingFixture.NewVoter())]);
        stage.IsTaken(tokens[0]).ShouldBeTrue();
        stage.Keys.Take(File.ReadAllText(stage.Issuer.KeysFile));
        stage.IsTaken(tokens[1]).ShouldBeTrue("the same key once more");
        using var other = RSA.Create(2048);
        stage.Keys.Take(BallotTokenIssuer.KeySetOf(other, "other"));
        stage.IsTaken(tokens[2]).ShouldBeFalse("its key is gone");
        stage.Keys.Take(BallotTokenIssuer.KeySetOf(other));
        stage.IsTaken(tokens[3]).ShouldBeFalse("another key has its id");
    }

    [Fact]
    public void What_only_looks_like_a_key_does_not_count_beside_one_that_is()
    {
        using var small = RSA.Create(1024);
        var modulus = $"{new string('_', 341)}w";
        string[] bad =
        [
            $$"""{"kty":"RSA","kid":"bad","n":"{{modulus}}=!","e":"AQAB"}""",
            $$"""{"kty":"RSA","kid":"bad","n":"{{modulus}}"}""",
            """{"kty":"RSA","kid":"bad","e":"AQAB"}""",
            $$"""{"kty":"RSA","kid":"bad","n":"{{modulus}}","e":""}""",
            BallotTokenIssuer.KeySetOf(small, "bad")["{\"keys\":[".Length..^2],
        ];
        foreach (var key in bad)
        {
            stage.Keys.Take(File.ReadAllText(stage.Issuer.KeysFile).Replace("\"keys\":[", $"\"keys\":[{key},", StringComparison.Ordinal));
            stage.Keys.Find("bad").ShouldBeNull(key);
            stage.IsTaken(stage.Issuer.Together(stage.Texts(2)).TokenOf(1)).ShouldBeTrue();
        }
    }

    private string Together(string header, byte[] payload) => Together(Encoding.UTF8.GetBytes(header), payload);

    private string Together(byte[] header, byte[] payload) =>
        stage.Issuer.Together([$"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}"]).TokenOf(0);

    private static byte[] PayloadOf(string text) => Base64Url.DecodeFromChars(text.AsSpan(text.IndexOf('.') + 1));

    /// <summary>The same bytes by a decoder that does not look at the bits beyond them; empty where there are none.</summary>
    private static string NextInTheUnusedBits(string part) => part.Length % 4 == 0 ? "" : $"{part[..^1]}{(char)(part[^1] + 1)}";

    private void RefusedWith(string[] parts, int place, Func<string, string> change)
    {
        var changed = (string[])parts.Clone();
        changed[place] = change(parts[place]);
        stage.IsTaken(string.Join('.', changed)).ShouldBeFalse($"{place}: {changed[place]}");
    }
}
