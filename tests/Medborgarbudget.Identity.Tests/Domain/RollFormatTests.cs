using CsCheck;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class RollFormatTests
{
    private const string Header = "key_type,key,area,birth_date";
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly EligibilityRule Everyone = EligibilityRule.OfAges(new AgeRule(0, 0, Today));
    private static readonly EligibilityRule From13 = EligibilityRule.OfAges(new AgeRule(13, 0, Today));

    [Fact]
    public void Row_with_a_personal_number_carries_its_birth_date()
    {
        var row = Read(Header, "personal_number,960229-2386,Norr,").Row.ShouldNotBeNull();
        row.ShouldBe(new RollRow(RollKeyType.PersonalNumber, "199602292386", "Norr", new DateOnly(1996, 2, 29), []));
        row.ToString().ShouldNotContain("2386");
    }

    [Theory]
    [InlineData("area;key;key_type", "Söder;elev-7;local")]
    [InlineData("key_type\tarea\tkey", "local\tSöder\televe-7")]
    [InlineData("key_type,key,area", "local,\"elev-7\",\"Söder\"")]
    [InlineData("\uFEFFKEY_TYPE,Key,Area", "local,elev-7, Söder ")]
    public void Order_of_columns_separator_and_quotation_marks_are_free(string header, string line) =>
        Read(header, line).Row.ShouldNotBeNull().Area.ShouldBe("Söder");

    [Theory]
    [InlineData("personal_number,199602292387,Norr,", RollFaults.PersonalNumberInvalid)]
    [InlineData("personal_number,199602292386,Norr,1996-03-01", RollFaults.BirthDateDiffers)]
    [InlineData("passport,1,Norr,", RollFaults.KeyTypeUnknown)]
    [InlineData("local,,Norr,", RollFaults.LocalKeyInvalid)]
    [InlineData("local,19960229-2386,Norr,", RollFaults.LocalKeyIsPersonalNumber)]
    [InlineData("local,elev-7,Norr,2026-11-24", RollFaults.BirthDateInvalid)]
    [InlineData("local,elev-7,Norr,23/11/2010", RollFaults.BirthDateInvalid)]
    [InlineData("local,elev-7,Norr", RollFaults.ColumnsWrong)]
    [InlineData("local,\"elev-7,Norr,", RollFaults.QuoteOpen)]
    [InlineData("local,elev\"7\",Norr,", RollFaults.QuoteOpen)]
    [InlineData("local,elev-\u0000,Norr,", RollFaults.CharacterForbidden)]
    public void Fault_is_told_by_code(string line, string code) => Read(Header, line).Fault.ShouldBe(code);

    [Fact]
    public void Too_long_lines_keys_and_areas_are_told()
    {
        Read(Header, "local," + new string('a', 65) + ",Norr,").Fault.ShouldBe(RollFaults.LocalKeyInvalid);
        Read(Header, "local,a," + new string('a', 61) + ",").Fault.ShouldBe(RollFaults.AreaTooLong);
        Read("key_type,key,groups", "local,a,Skola;" + new string('a', 61)).Fault.ShouldBe(RollFaults.GroupTooLong);
        Read(Header, new string('a', 1_001)).Fault.ShouldBe(RollFaults.LineTooLong);
    }

    [Fact]
    public void Age_limit_asks_local_keys_for_a_birth_date()
    {
        Read(Header, "local,elev-7,Norr,", From13).Fault.ShouldBe(RollFaults.BirthDateMissing);
        Read(Header, "local,elev-7,Norr,2013-11-23", From13).Row.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", RollFaults.HeaderMissing)]
    [InlineData("local,elev-7", RollFaults.HeaderMissing)]
    [InlineData("key_type,key,name", RollFaults.ColumnUnknown)]
    [InlineData("key_type,key,key", RollFaults.ColumnUnknown)]
    public void Header_must_name_known_columns_once(string header, string code) => RollFormat.OfHeader(header).Fault.ShouldBe(code);

    [Fact]
    public void Mapping_reads_columns_of_other_names_and_passes_over_the_rest()
    {
        var row = Read(Mapped(), "Pnr|Namn|Nyko", "960229-2386|\"Test|person\"|0101").Row;
        row.ShouldBe(new RollRow(RollKeyType.PersonalNumber, "199602292386", "Norr", new DateOnly(1996, 2, 29), []));
    }

    [Fact]
    public void Mapping_leaves_areas_as_written_where_it_translates_none() =>
        Read(Mapped() with { Areas = new Dictionary<string, string>() }, "pnr|nyko", "960229-2386|0101").Row.ShouldNotBeNull().Area.ShouldBe("0101");

    [Fact]
    public void Area_code_that_the_mapping_does_not_know_is_a_fault_and_none_is_no_area()
    {
        Read(Mapped(), "pnr|nyko", "960229-2386|0102").Fault.ShouldBe(RollFaults.AreaUnknown);
        Read(Mapped(), "pnr|nyko", "960229-2386|").Row.ShouldNotBeNull().Area.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pnr|kommun")]
    [InlineData("pnr|nyko|NYKO")]
    [InlineData("pnr;nyko")]
    public void Mapped_column_must_stand_in_the_header_once(string header) => RollFormat.OfHeader(header, Mapped()).Fault.ShouldBe(RollFaults.ColumnMissing);

    [Fact]
    public void No_line_whatever_breaks_the_reader() =>
        Gen.String.Sample(line =>
        {
            var (row, fault) = Read(Header, line);
            return row is null != fault is null && (fault is null || RollFaults.TextOf(fault).Length > 0);
        });

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\"Skola; Hyresgäst;;\"", new[] { "Skola", "Hyresgäst" })]
    public void Groups_are_parted_by_semicolons(string written, string[] groups) =>
        Read("key_type,key,groups", "local,elev-7," + written).Row.ShouldNotBeNull().Groups.ShouldBe(groups);

    [Fact]
    public void Guardian_rule_asks_local_keys_for_a_birth_date() =>
        Read(Header, "local,elev-7,Norr,", Everyone with { GuardianUnder = 15 }).Fault.ShouldBe(RollFaults.BirthDateMissing);

    [Theory]
    [InlineData("put", false)]
    [InlineData(" remove ", true)]
    public void Change_says_whether_the_entry_is_put_or_removed(string change, bool isRemoval) =>
        Changed("key_type,key,area,change", $"local,elev-7,Norr,{change}").Row.ShouldNotBeNull().IsRemoval.ShouldBe(isRemoval);

    [Theory]
    [InlineData("")]
    [InlineData("delete")]
    public void Any_other_change_is_a_fault(string change) =>
        Changed("key_type,key,change", $"local,elev-7,{change}").Fault.ShouldBe(RollFaults.ChangeUnknown);

    [Fact]
    public void Of_a_removal_the_key_alone_counts()
    {
        var row = Changed("key_type,key,area,birth_date,change", $"local,elev-7,{new string('a', 61)},okänt,remove", From13).Row;
        row.ShouldBe(new RollRow(RollKeyType.Local, "elev-7", "", null, []) { IsRemoval = true });
        Changed("key_type,key,change", "personal_number,199602292387,remove").Fault.ShouldBe(RollFaults.PersonalNumberInvalid);
        var mapping = Mapped();
        mapping = mapping with { Sources = new Dictionary<string, RollSource>(mapping.Sources) { ["change"] = new(null, "remove") } };
        Read(mapping, "pnr|nyko", "960229-2386|0102").Row.ShouldNotBeNull().IsRemoval.ShouldBeTrue();
    }

    [Fact]
    public void Changes_alone_have_a_column_that_says_what_they_are()
    {
        RollFormat.OfHeader("key_type,key,change").Fault.ShouldBe(RollFaults.ColumnUnknown);
        RollFormat.OfHeader("key_type,key", isChanges: true).Fault.ShouldBe(RollFaults.HeaderMissing);
        RollFormat.OfHeader("change,key_type,key", isChanges: true).Fault.ShouldBeNull();
    }

    private static (RollRow? Row, string? Fault) Changed(string header, string line, EligibilityRule? rule = null) =>
        RollFormat.OfHeader(header, isChanges: true).Format.ShouldNotBeNull().Read(line, rule ?? Everyone, Today);

    private static RollMapping Mapped() => new(
        '|',
        new Dictionary<string, RollSource> { ["key_type"] = new(null, "personal_number"), ["key"] = new("PNR", ""), ["area"] = new("Nyko", "") },
        new Dictionary<string, string> { ["0101"] = "Norr" });

    private static (RollRow? Row, string? Fault) Read(RollMapping mapping, string header, string line) =>
        RollFormat.OfHeader(header, mapping).Format.ShouldNotBeNull().Read(line, Everyone, Today);

    private static (RollRow? Row, string? Fault) Read(string header, string line, EligibilityRule? rule = null) =>
        RollFormat.OfHeader(header).Format.ShouldNotBeNull().Read(line, rule ?? Everyone, Today);
}
