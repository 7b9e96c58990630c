using Google.Protobuf;
using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Clients;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Voting.Counting;

/// <summary>Who was marked by officers, as Identity says.</summary>
/// <param name="Marks">The numbers, without pseudonyms.</param>
/// <param name="PaperVoters">The pseudonyms of everybody with a paper mark.</param>
internal sealed record MarksRead(ChannelMarks Marks, IReadOnlyList<byte[]> PaperVoters)
{
    public IReadOnlyList<Paper.PlaceMarks> Places => [.. Marks.Places.Select(place => new Paper.PlaceMarks(place.PlaceId, place.Name, place.Paper))];
}

/// <summary>Asks Identity for the officers' marks.</summary>
internal sealed class OfficersMarks(ServiceChannels channels)
{
    private const int PageSize = 200_000;

    /// <summary>Reads every page. Errors: those of Identity; request.unavailable when it does not answer.</summary>
    public async Task<Result<MarksRead>> ReadAsync(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        var identity = new ElectorateService.ElectorateServiceClient(channels.To("Identity"));
        var request = new GetChannelMarksRequest { SubBudgetId = subBudget.ToString(), PageSize = PageSize };
        var voters = new List<byte[]>();
        try
        {
            while (true)
            {
                var page = await identity.GetChannelMarksAsync(request, cancellationToken: cancellationToken);
                var some = page.PaperPseudonyms.Span;
                for (var at = 0; at < some.Length; at += Pseudonym.Length)
                {
                    voters.Add(some.Slice(at, Pseudonym.Length).ToArray());
                }

                if (some.Length < PageSize * Pseudonym.Length)
                {
                    page.PaperPseudonyms = ByteString.Empty;
                    return new MarksRead(page, voters);
                }

                request.PageToken = System.Buffers.Text.Base64Url.EncodeToString(voters[^1]);
            }
        }
        catch (RpcException exception)
        {
            // Without a roll nobody was marked: a rehearsal among the officials, or a sub-budget that Identity has not heard of.
            var error = exception.ToError();
            return error.Code is "identity.roll_missing" or "identity.sub_budget_missing" ? new MarksRead(new ChannelMarks(), []) : error;
        }
    }
}
