using System.Security.Cryptography;
using Medborgarbudget.System.Tests.Cli.Published;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Paper;

namespace Medborgarbudget.System.Tests.Cli;

/// <summary>V3, C6: whatever is changed in what is published about paper and annulled ballots is found, also by whoever can sign it.</summary>
public sealed class PaperTamperTests : IDisposable
{
    private readonly PublishedVote vote = PublishedVote.CountedWithPaper();

    public void Dispose() => vote.Dispose();

    [Fact]
    public async Task V3_A_vote_with_paper_is_in_order()
    {
        using var folder = new VoteFolder(vote);
        (await folder.VerifyAsync()).ShouldBeEmpty();
        Directory.Delete(folder.PathOf("sealed"), recursive: true);
        (await folder.VerifyAsync()).ShouldBeEmpty("the public has no sealed files");
    }

    [Theory]
    [InlineData("channels.json")]
    [InlineData("sealed/paper")]
    [InlineData("sealed/annulled")]
    public async Task V3_Every_changed_byte_of_the_files_about_paper_is_reported_with_its_place(string name)
    {
        using var folder = new VoteFolder(vote);
        for (var at = 0; at < vote.Files[name].Length; at += 1 + (vote.Files[name].Length / 40))
        {
            var changed = vote.Files[name].ToArray();
            changed[at] ^= (byte)(1 + RandomNumberGenerator.GetInt32(255));
            folder.Put(name, changed);
            (await folder.VerifyAsync()).ShouldContain(fault => fault.Covers(name, at), $"{name}, byte {at}");
        }
    }

    [Theory]
    [InlineData("channels.json")]
    [InlineData("sealed/paper")]
    [InlineData("sealed/annulled")]
    public async Task V3_A_file_about_paper_that_is_taken_away_is_missed(string name)
    {
        using var folder = new VoteFolder(vote);
        File.Delete(folder.PathOf(name));
        (await folder.VerifyAsync()).ShouldContain(fault => fault.File == name && fault.What.StartsWith("it is not there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task C6_A_stuffed_card_that_was_signed_is_found()
    {
        vote.Cards.Add(vote.Cards[^1] with { Reading = CardReading.FromBytes([0, 0, 1]) });
        vote.PutPaper();
        vote.Count(vote.LastChoices());
        await ShouldFindAsync("sealed/paper", "comes after card 45");
    }

    [Fact]
    public async Task C6_A_card_with_other_choices_than_the_counted_list_is_found()
    {
        vote.Cards[0] = vote.Cards[0] with { Reading = CardReading.FromBytes([0, 0, 6]) };
        vote.PutPaper();
        vote.SignFiles();
        await ShouldFindAsync("counted-list.pb", "the sealed ballots have");
    }

    [Fact]
    public async Task C6_A_card_that_no_rule_allows_is_found()
    {
        vote.Cards[0] = vote.Cards[0] with { Reading = CardReading.FromBytes([0, 0, 0, 0, 1, 0, 2, 0, 3]) };
        vote.PutPaper();
        vote.Count(vote.LastChoices());
        await ShouldFindAsync("sealed/paper", "card 1 is not filled in by the manifest's rule");
    }

    [Fact]
    public async Task C6_A_ballot_that_counts_although_its_voter_is_annulled_is_found()
    {
        vote.Annul(vote.Ballots[70].Voter, isAnnulled: false);
        vote.Count(vote.LastChoices());
        await ShouldFindAsync("counted-list.pb", "ballots, and channels.json");
        vote.Annul(vote.Ballots[70].Voter);
        vote.PutPaper(annulledTold: 2);
        vote.Annul(vote.Ballots[70].Voter, isAnnulled: false);
        vote.Count(vote.LastChoices());
        await ShouldFindAsync("sealed/annulled", "it has 3 pseudonyms, and channels.json 2");
    }

    [Fact]
    public async Task C6_Somebody_annulled_who_has_no_ballot_in_the_box_is_found()
    {
        vote.Annul(vote.NeverLogged().Voter);
        vote.PutPaper();
        vote.Count(vote.LastChoices());
        await ShouldFindAsync("sealed/annulled", "1 of its pseudonyms have no ballot in the box");
    }

    [Fact]
    public async Task V3_Figures_of_a_place_that_do_not_balance_are_found()
    {
        vote.Files["channels.json"] = global::System.Text.Encoding.UTF8.GetBytes(
            global::System.Text.Encoding.UTF8.GetString(vote.Files["channels.json"]).Replace("\"spoiled\":3", "\"spoiled\":4", StringComparison.Ordinal));
        vote.SignFiles();
        await ShouldFindAsync("channels.json", "do not balance");
    }

    [Fact]
    public async Task V3_Cards_told_with_another_ground_are_found()
    {
        var told = new ChannelsRecord(
            PublishedVote.SubBudget, PublishedVote.Voters, 3, [new PaperTally("", "Biblioteket", new CardNumbers(50, 45, 3, 2), 40, [0, 5, 0, 0, 0, 0, 0])]);
        vote.Files["channels.json"] = told.Canonical();
        vote.SignFiles();
        await ShouldFindAsync("sealed/paper", "(Unreadable), and channels.json 0");
    }

    private async Task ShouldFindAsync(string file, string what)
    {
        using var folder = new VoteFolder(vote);
        var faults = await folder.VerifyAsync();
        faults.ShouldContain(
            fault => fault.File == file && fault.What.Contains(what, StringComparison.Ordinal), string.Join("; ", faults.Select(fault => fault.ToString())));
    }
}
