using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Tests.Grpc;

/// <summary>
/// Broken protobuf on every rpc of Voting. MEDBORGARBUDGET_FUZZ_SEEDS says how many calls; a failure names its seed, and
/// MEDBORGARBUDGET_FUZZ_FIRST begins there.
/// </summary>
public sealed class ProtobufFuzzTests(EmbeddedVoting voting) : IClassFixture<EmbeddedVoting>
{
    private const int FrameHead = 5;

    /// <summary>What a caller may be told of its own call.</summary>
    private static readonly StatusCode[] Fair =
    [
        StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.AlreadyExists, StatusCode.PermissionDenied, StatusCode.Unauthenticated,
        StatusCode.FailedPrecondition, StatusCode.Aborted, StatusCode.OutOfRange, StatusCode.ResourceExhausted, StatusCode.Unimplemented,
    ];

    private static readonly MethodDescriptor[] Methods =
        [.. new[] { BallotIntakeService.Descriptor, V1.VotingService.Descriptor, GuardService.Descriptor }.SelectMany(service => service.Methods)];

    private readonly HashSet<string> _receipts = [];

    [Fact]
    public async Task B4_Broken_protobuf_is_told_as_the_callers_fault_and_only_acknowledged_ballots_are_stored()
    {
        var round = await TestRound.OpenAsync(voting);
        var ground = new FuzzGround(round, voting.Tokens.Service("budget"));
        var answers = new SortedDictionary<StatusCode, int>();
        foreach (var seed in SeededDraw.Seeds("MEDBORGARBUDGET_FUZZ_SEEDS", 2000, "MEDBORGARBUDGET_FUZZ_FIRST"))
        {
            // A third goes where ballots come in.
            var draw = new SeededDraw(seed);
            var method = draw.Below(3) == 0 ? Methods[0] : draw.Of(Methods);
            var status = await SendAsync(seed, method, FuzzedCall.Draw(draw, method, ground));
            answers[status] = answers.GetValueOrDefault(status) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{string.Join(", ", answers.Select(answer => $"{answer.Key} {answer.Value}"))}; {_receipts.Count} receipts");
        _receipts.ShouldNotBeEmpty();
        (await CountLedgerAsync()).ShouldBe(_receipts.Count);
        (await round.CastAsync(VotingFixture.NewVoter(), "an-honest-key", 0)).Version.ShouldBe(1);
    }

    private async Task<StatusCode> SendAsync(int seed, MethodDescriptor method, FuzzedCall call)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{method.Service.FullName}/{method.Name}");
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        request.Content = new ByteArrayContent(call.Frame);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Add("Idempotency-Key", call.Key);
        if (call.Bearer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {call.Bearer}");
        }

        using var answer = await voting.Http.SendAsync(request, Stop.Token);
        var body = await answer.Content.ReadAsByteArrayAsync(Stop.Token);
        var what = $"seed {seed}, {method.FullName}";
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, what);
        var status = (StatusCode)int.Parse(Field(answer, "grpc-status") ?? throw new ShouldAssertException($"{what}: no status"), CultureInfo.InvariantCulture);
        Fair.ShouldContain(status, $"{what}: {Field(answer, "grpc-message")}");
        if (status == StatusCode.OK)
        {
            Keep(method, body.AsSpan(FrameHead), what);
        }

        return status;
    }

    private void Keep(MethodDescriptor method, ReadOnlySpan<byte> message, string what)
    {
        if (method.OutputType == Receipt.Descriptor)
        {
            _receipts.Add(Receipt.Parser.ParseFrom(message).ReceiptCode);
        }
        else if (method.OutputType == CastBallotsResponse.Descriptor)
        {
            foreach (var outcome in CastBallotsResponse.Parser.ParseFrom(message).Outcomes)
            {
                Fair.ShouldContain((StatusCode)(outcome.Refusal?.Code ?? 0), $"{what}: {outcome.Refusal?.Message}");
                _receipts.UnionWith(outcome.Refusal is null ? [Receipt.Parser.ParseJson(outcome.Receipt.ToStringUtf8()).ReceiptCode] : []);
            }
        }
    }

    private async Task<int> CountLedgerAsync()
    {
        await using var scope = voting.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<VotingDb>().Ledger.CountAsync(Stop.Token);
    }

    private static string? Field(HttpResponseMessage answer, string name) =>
        answer.TrailingHeaders.TryGetValues(name, out var values) || answer.Headers.TryGetValues(name, out values) ? values.Single() : null;
}
