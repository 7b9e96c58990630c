using Medborgarbudget.Standalone.Demo;
using Microsoft.Playwright;

namespace Medborgarbudget.Web.Tests.Browser;

/// <summary>Paper cards after the close: two readers who never see each other, two count leaders who settle what differs.</summary>
[Collection(nameof(Site))]
public sealed class PaperTests(Site site)
{
    private static int _batches;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cards_are_read_by_two_settled_by_two_and_the_batch_is_closed(bool hasScripts)
    {
        await using var leader = await SignInAsync(DemoPersons.CountLeader, site.PathOf("work paper closed"), hasScripts);
        var (batch, first) = await OpenBatchAsync(leader);
        await using var reader = await SignInAsync(DemoPersons.Reader, $"{batch}/las", hasScripts);
        await using var second = await SignInAsync(DemoPersons.SecondReader, $"{batch}/las", hasScripts);
        await ReadAsync(reader, first, "1", "är sparat.");
        await ReadAsync(reader, first + 1, "0", "är sparat.");
        await ReadAsync(reader, first + 2, "1", "är sparat.");
        await ReadAsync(second, first, "1", "är klart.");
        await ReadAsync(second, first + 1, "2", "skiljer sig.");
        await second.ShouldBeSoundAsync();
        await second.PictureAsync("reading differs");

        await second.GoAsync(batch);
        (await second.TextAsync()).ShouldNotContain($"Kort {first + 1}");
        await leader.GoAsync(batch);
        await leader.ShouldBeSoundAsync();
        await leader.PictureAsync("batch with doubts");
        await leader.PressAsync("Stäng bunten för gott");
        (await leader.Page.Locator(".summary").InnerTextAsync()).ShouldContain("inte lästa av två personer");
        await SettleAsync(leader, batch, first + 1, "0", "är sparat.");
        await using var other = await SignInAsync(DemoPersons.SecondCountLeader, batch, hasScripts);
        (await other.TextAsync()).ShouldContain("Väntar på en andra rösträkningsledare");
        await SettleAsync(other, batch, first + 1, "0", "är avgjort.");

        await ReadAsync(second, first + 2, "1", "är klart.", batch);
        await leader.GoAsync(batch);
        await leader.PressAsync("Stäng bunten för gott");
        (await leader.TextAsync()).ShouldContain("Bunten är stängd för gott.");
        await leader.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_reader_types_without_a_mouse_and_reads_no_card_twice()
    {
        await using var leader = await SignInAsync(DemoPersons.CountLeader, site.PathOf("work paper closed"), hasScripts: true);
        var (batch, first) = await OpenBatchAsync(leader);
        await using var reader = await SignInAsync(DemoPersons.Reader, $"{batch}/las", hasScripts: true);
        await Assertions.Expect(reader.Page.Locator("#kort")).ToBeFocusedAsync();
        await reader.Page.Keyboard.TypeAsync($"{first}");
        await reader.Page.Keyboard.PressAsync("Tab");
        await reader.Page.Keyboard.TypeAsync("1");
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.WaitForURLAsync("**utfall=vantar");
        (await reader.TextAsync()).ShouldContain($"Kort {first} är sparat.");

        await FillAsync(reader, first, "1");
        (await reader.Page.Locator(".summary").InnerTextAsync()).ShouldNotBeEmpty();
        await reader.ShouldBeSoundAsync();
        await FillAsync(reader, first + 1, "99");
        (await reader.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Inget förslag på röstsedeln har nummer 99.");
        await FillAsync(reader, first + 1, "");
        (await reader.Page.Locator(".summary").InnerTextAsync()).ShouldContain("eller 0 om kortet är blankt");
        await reader.PictureAsync("reading fault");
        await reader.Page.Locator("#skal").SelectOptionAsync("1");
        await reader.PressAsync("Spara kortet");
        (await reader.TextAsync()).ShouldContain($"Kort {first + 1} är sparat.");
    }

    [Fact]
    public async Task A_mistyped_card_is_removed_by_two_count_leaders_and_nobody_sees_the_first_reading()
    {
        await using var leader = await SignInAsync(DemoPersons.CountLeader, site.PathOf("work paper closed"), hasScripts: true);
        var (batch, first) = await OpenBatchAsync(leader);
        await using var reader = await SignInAsync(DemoPersons.Reader, $"{batch}/las", hasScripts: true);
        await ReadAsync(reader, first, "1", "är sparat.");

        await leader.GoAsync($"{batch}/avgor/{first}");
        (await leader.Page.Locator("main dl").CountAsync()).ShouldBe(0);
        await leader.ShouldBeSoundAsync();
        await leader.PictureAsync("doubt read once");
        await leader.PressAsync("Kortet finns inte");
        (await leader.TextAsync()).ShouldContain($"Ditt svar om kort {first} är sparat.");
        await using var other = await SignInAsync(DemoPersons.SecondCountLeader, $"{batch}/avgor/{first}", hasScripts: true);
        await other.PressAsync("Kortet finns inte");
        (await other.TextAsync()).ShouldContain($"Kort {first} är borttaget.");
    }

    [Fact]
    public async Task Numbers_of_a_batch_have_to_balance()
    {
        await using var leader = await SignInAsync(DemoPersons.CountLeader, site.PathOf("work paper closed"), hasScripts: true);
        var first = NextSerial();
        await FillBatchAsync(leader, first, first + 9, received: 3, spoiled: 6);
        (await leader.Page.TitleAsync()).ShouldStartWith("Fel:");
        (await leader.Page.Locator(".summary").InnerTextAsync()).ShouldContain("Utlämnade kort är 10, men inkomna, förstörda och saknade är 9 tillsammans.");
        await leader.ShouldBeSoundAsync();
        await FillBatchAsync(leader, first, first + 9, received: 3, spoiled: 7);
        await leader.Page.Locator("#inkomna").FillAsync("4");
        await leader.Page.Locator("#forstorda").FillAsync("6");
        await leader.PressAsync("Spara antalen");
        (await leader.Page.Locator("#inkomna").InputValueAsync()).ShouldBe("4");
        (await leader.Page.Locator(".summary").CountAsync()).ShouldBe(0);
    }

    private static int NextSerial() => Interlocked.Increment(ref _batches) * 100;

    /// <summary>A batch of ten cards, three of which were handed in.</summary>
    private static async Task<(string Path, int First)> OpenBatchAsync(Visitor leader)
    {
        var first = NextSerial();
        await FillBatchAsync(leader, first, first + 9, received: 3, spoiled: 7);
        (await leader.TextAsync()).ShouldContain($"Bunt {first}–{first + 9}");
        return (leader.Path, first);
    }

    private static async Task FillBatchAsync(Visitor leader, int first, int last, int received, int spoiled)
    {
        await leader.Page.Locator("#forsta").FillAsync($"{first}");
        await leader.Page.Locator("#sista").FillAsync($"{last}");
        await leader.Page.Locator("#inkomna").FillAsync($"{received}");
        await leader.Page.Locator("#forstorda").FillAsync($"{spoiled}");
        await leader.Page.Locator("#saknade").FillAsync("0");
        await leader.PressAsync("Öppna bunten");
    }

    private static async Task ReadAsync(Visitor reader, int serial, string choices, string outcome, string? batch = null)
    {
        if (batch is not null)
        {
            await reader.GoAsync($"{batch}/las");
        }

        await FillAsync(reader, serial, choices);
        (await reader.TextAsync()).ShouldContain($"Kort {serial} {outcome}");
        (await reader.Page.Locator("#val").InputValueAsync()).ShouldBeEmpty();
    }

    private static async Task FillAsync(Visitor reader, int serial, string choices)
    {
        await reader.Page.Locator("#kort").FillAsync($"{serial}");
        await reader.Page.Locator("#val").FillAsync(choices);
        await reader.PressAsync("Spara kortet");
    }

    private static async Task SettleAsync(Visitor leader, string batch, int serial, string choices, string outcome)
    {
        await leader.GoAsync($"{batch}/avgor/{serial}");
        (await leader.TextAsync()).ShouldContain("Läsning 2");
        await leader.PictureAsync("doubt");
        await leader.Page.Locator("#val").FillAsync(choices);
        await leader.ShouldBeSoundAsync();
        await leader.PressAsync("Spara ditt svar");
        (await leader.TextAsync()).ShouldContain($"ort {serial} {outcome}");
    }

    private async Task<Visitor> SignInAsync(string person, string path, bool hasScripts)
    {
        var official = await site.VisitAsync(new() { JavaScriptEnabled = hasScripts });
        await official.SignInAsync(person, path);
        return official;
    }
}
