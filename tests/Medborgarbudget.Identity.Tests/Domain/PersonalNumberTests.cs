using System.Globalization;
using CsCheck;

namespace Medborgarbudget.Identity.Tests.Domain;

/// <summary>The numbers written out are Skatteverket's published test numbers; the generated ones never leave the process.</summary>
public sealed class PersonalNumberTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly Gen<DateOnly> Births = Gen.Int[0, 49_000].Select(days => new DateOnly(1890, 1, 1).AddDays(days));

    [Theory]
    [InlineData("189001019802", "189001019802", 1890, 1, 1)]
    [InlineData("18900101-9802", "189001019802", 1890, 1, 1)]
    [InlineData("900101+9802", "189001019802", 1890, 1, 1)]
    [InlineData("199602292386", "199602292386", 1996, 2, 29)]
    [InlineData("960229-2386", "199602292386", 1996, 2, 29)]
    [InlineData("9602292386", "199602292386", 1996, 2, 29)]
    [InlineData("201701012393", "201701012393", 2017, 1, 1)]
    [InlineData(" 170101-2393 ", "201701012393", 2017, 1, 1)]
    public void Personnummer_in_every_written_form_reads_as_twelve_digits(string text, string digits, int year, int month, int day)
    {
        var number = PersonalNumber.Read(text, Today).ShouldNotBeNull();
        number.Reveal().ShouldBe(digits);
        number.BirthDate.ShouldBe(new DateOnly(year, month, day));
        number.IsCoordinationNumber.ShouldBeFalse();
    }

    [Theory]
    [InlineData("197001782395", 1970, 1, 18)]
    [InlineData("191401682396", 1914, 1, 8)]
    public void Samordningsnummer_counts_its_day_from_sixty(string text, int year, int month, int day)
    {
        var number = PersonalNumber.Read(text, Today).ShouldNotBeNull();
        number.IsCoordinationNumber.ShouldBeTrue();
        number.BirthDate.ShouldBe(new DateOnly(year, month, day));
    }

    [Theory]
    [InlineData("")]
    [InlineData("199602292387")]
    [InlineData("199702292385")]
    [InlineData("199613012385")]
    [InlineData("19960229 2386")]
    [InlineData("1996-02292386")]
    [InlineData("99602292386")]
    [InlineData("1996022923866")]
    [InlineData("19960229238A")]
    [InlineData("１99602292386")]
    [InlineData("960229*2386")]
    [InlineData("179001019802")]
    public void What_is_no_number_is_refused(string text) => PersonalNumber.Read(text, Today).ShouldBeNull();

    [Fact]
    public void Birth_after_today_is_refused()
    {
        PersonalNumber.Read("201701012393", new DateOnly(2017, 1, 1)).ShouldNotBeNull();
        PersonalNumber.Read("201701012393", new DateOnly(2016, 12, 31)).ShouldBeNull();
    }

    [Fact]
    public void Every_made_number_reads_back_and_every_other_check_digit_is_refused() =>
        Gen.Select(Births, Gen.Int[1, 999], Gen.Bool).Sample((birth, serial, coordination) =>
        {
            var right = Make(birth, serial, coordination);
            var read = PersonalNumber.Read(right, Today);
            for (var wrong = 1; wrong < 10; wrong++)
            {
                var other = right[..11] + (char)('0' + ((right[11] - '0' + wrong) % 10));
                PersonalNumber.Read(other, Today).ShouldBeNull();
            }

            return read?.BirthDate == birth && read.Reveal() == right && read.IsCoordinationNumber == coordination;
        });

    [Fact]
    public void Short_form_finds_the_century_back_for_everybody_under_two_hundred() =>
        Gen.Select(Births, Gen.Int[1, 999]).Sample((birth, serial) =>
        {
            var full = Make(birth, serial, coordination: false);
            var sign = Today.Year - birth.Year >= 100 ? '+' : '-';
            var shortForm = $"{full[2..8]}{sign}{full[8..]}";
            return PersonalNumber.Read(shortForm, Today)?.Reveal() == full;
        });

    [Fact]
    public void Age_rises_on_the_birthday_alone() =>
        Gen.Select(Births, Gen.Int[0, 40_000]).Sample((birth, days) =>
        {
            var (today, tomorrow) = (birth.AddDays(days), birth.AddDays(days + 1));
            var rise = Age.At(birth, tomorrow) - Age.At(birth, today);
            var isBirthday = tomorrow.Month == birth.Month && tomorrow.Day == birth.Day;
            var isLeapBirthday = birth is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(tomorrow.Year) && tomorrow is { Month: 3, Day: 1 };
            return rise == (isBirthday || isLeapBirthday ? 1 : 0);
        });

    [Fact]
    public void Number_never_shows_itself()
    {
        var number = PersonalNumber.Read("199602292386", Today).ShouldNotBeNull();
        number.ToString().ShouldNotContain("2386");
        string.Create(CultureInfo.InvariantCulture, $"{number}").ShouldNotContain("1996");
        System.Text.Json.JsonSerializer.Serialize(number).ShouldNotContain("2386");
    }

    private static string Make(DateOnly birth, int serial, bool coordination)
    {
        var day = birth.Day + (coordination ? 60 : 0);
        var eleven = string.Create(CultureInfo.InvariantCulture, $"{birth:yyyyMM}{day:00}{serial:000}");
        var sum = eleven[2..].Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(product => (product / 10) + (product % 10));
        return eleven + (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
