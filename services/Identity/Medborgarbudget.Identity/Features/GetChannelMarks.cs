using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Ballots;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// What the count needs of the marks on the roll: how many by place and channel, and the pseudonyms with a paper mark, whose web ballots are
/// annulled. Numbers by area are nobody's to see: with a place they would single people out.
/// </summary>
internal sealed class GetChannelMarks(RollStore rolls, MarkStore marks, KeyStore keys, VoterPseudonyms pseudonyms)
{
    public async Task<Result<ChannelMarks>> Handle(GetChannelMarksRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        var page = PseudonymPage.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await rolls.FindSubBudgetAsync(id, cancellationToken) is not { } subBudget)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        if (!subBudget.Window.IsOver)
        {
            return IdentityErrors.VotingNotOver;
        }

        if (await marks.HasOpenShiftAsync(id, cancellationToken))
        {
            return IdentityErrors.ShiftOpen;
        }

        return await rolls.FindHeadAsync(id, cancellationToken) is { ImportId: { } import }
            ? await ReadAsync(id, import, page, cancellationToken)
            : IdentityErrors.RollMissing;
    }

    private async Task<Result<ChannelMarks>> ReadAsync(SubBudgetId subBudget, RollImportId import, PseudonymPage page, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(subBudget, cancellationToken) is not { Wrapped: { } wrapped })
        {
            return IdentityErrors.PseudonymKeyDestroyed;
        }

        var channels = await marks.CountByChannelAsync(import, cancellationToken);
        var places = await marks.CountByPlaceAsync(subBudget, import, cancellationToken);
        return new ChannelMarks
        {
            Places = { places.Select(Told) },
            Channels = { channels.Select(count => new ChannelPersons { Channel = (WireChannel)count.Channel, Persons = count.Persons }) },
            PaperPseudonyms = await pseudonyms.PageAsync(subBudget, wrapped, marks.PaperKeysAsync(import), page, cancellationToken),
        };
    }

    private static PlaceMarks Told(PlaceCount count) => new()
    {
        PlaceId = count.Place.Id.ToString(),
        Name = count.Place.Name,
        Paper = count.Marks.GetValueOrDefault(Channel.Paper),
        Kiosk = count.Marks.GetValueOrDefault(Channel.Kiosk),
        Telephone = count.Marks.GetValueOrDefault(Channel.Telephone),
    };
}
