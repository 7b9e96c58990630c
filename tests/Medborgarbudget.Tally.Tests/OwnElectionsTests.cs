using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Tally.Tests;

/// <summary>The elections that the repository ships. Their <c>selected</c> columns were worked out by another program.</summary>
public sealed class OwnElectionsTests
{
    public static TheoryData<string, PbFindingCode[]> Files => new()
    {
        { "lindkullen_2025.pb", [] },
        { "lindkullen_2025_unga.pb", [] },
        { "lindkullen_2024_byalaget.pb", [PbFindingCode.ByteOrderMark, PbFindingCode.DecimalComma] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_election_is_clean_and_its_declared_rule_gives_its_outcome(string name, PbFindingCode[] findings)
    {
        var file = PbText.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "elections", name)));
        file.Report.Findings.Select(finding => finding.Code).ShouldBe(findings);
        PbFormat.MissingMeta(file.Election).ShouldBeEmpty();
        var declared = DeclaredRule.Of(file.Election);
        declared.Caveat.ShouldBeNull();
        file.CityOutcome.ShouldNotBeNull().AgreesWith(declared.Rule!.Count(file.Election)).ShouldBeTrue();
    }

    [Fact]
    public void Money_is_in_ore_where_the_file_has_decimals()
    {
        var file = PbText.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "elections", "lindkullen_2025.pb")));
        (file.Election.MoneyDecimals, file.Election.Budget, file.Election.Projects[1].Cost).ShouldBe((2, 100_000_050, 4_850_050));
        file.Election.Projects[0].Name.ShouldBe("Lekplats vid \"Gläntan\"");
    }
}
