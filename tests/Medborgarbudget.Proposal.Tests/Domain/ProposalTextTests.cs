using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals.Tests.Domain;

public sealed class ProposalTextTests
{
    [Fact]
    public void Text_with_faults_tells_of_every_one()
    {
        var fields = new Fields();

        ProposalText.Read(fields, "Två\nrader", "", new string('x', 201), -1);

        fields.Error!.Faults.Select(fault => fault.Field)
            .ShouldBe(["text.title", "text.text", "text.place", "text.costGuessOre"], ignoreOrder: true);
    }

    [Fact]
    public void Searchable_text_is_letters_and_digits_in_lower_case() =>
        Samples.Text("ÅPARKEN – utegym!", "Ca 10×20 m.\nÖppet (24/7)").Searchable().ShouldBe("åparken utegym ca 10 20 m öppet 24 7");

    [Fact]
    public void Search_words_are_read_as_the_text_is() =>
        ProposalText.SearchWords("  Åparken, UTEGYM; åparken %' or 1=1 ").ShouldBe(["åparken", "utegym", "or", "1"]);

    [Fact]
    public void Search_for_nothing_has_no_words()
    {
        ProposalText.SearchWords(null).ShouldBeEmpty();
        ProposalText.SearchWords(" _%\\ ").ShouldBeEmpty();
    }
}
