using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Caching;

/// <summary>
/// What a kept answer saves, as medians of interleaved rounds. The service here has no database and shares the process, and others may share
/// the machine, so less is asked than goal G8 asks of the whole system (5 and 1.2); a cache that does nothing gives 1.
/// </summary>
public sealed class SpeedTests(GatewayFixture fixture)
{
    private const int Rounds = 7;
    private const int Connections = 16;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task G8_kept_answers_cost_a_part_of_those_passed_on_and_unchanged_ones_less()
    {
        // As long as a list of fifty proposals.
        var list = Padded(30_000);
        await using var keeping = await fixture.WithBudgetAsync(TimeProvider.System);
        await using var passing = await fixture.WithBudgetAsync(TimeProvider.System, ("Gateway:Cache:MaxBytes", "0"));
        using var answer = await keeping.ReadAsync(list);
        var ways = new (GatewayHost Gateway, string Path, string Header)[]
        {
            (passing, list, ""), (keeping, list, ""), (keeping, list, $"If-None-Match: {answer.Headers.ETag!.Tag}\r\n"),
        };
        var rates = ways.Select(_ => new List<double>()).ToList();

        for (var round = 0; round <= Rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var rate = await RateAsync(ways[way].Gateway.Address, ways[way].Path, ways[way].Header);
                if (round > 0)
                {
                    rates[way].Add(rate);
                }
            }
        }

        var medians = rates.ConvertAll(Median);
        TestContext.Current.SendDiagnosticMessage($"passed on {medians[0]:0}/s, kept {medians[1]:0}/s, unchanged {medians[2]:0}/s");
        (medians[1] / medians[0]).ShouldBeGreaterThan(2.5, $"{medians[0]:0}/s and {medians[1]:0}/s");
        (medians[2] / medians[1]).ShouldBeGreaterThan(1.1, $"{medians[1]:0}/s and {medians[2]:0}/s");
    }

    private string Padded(int length)
    {
        var id = Guid.NewGuid().ToString();
        fixture.Stage.Of(id).Padding = length;
        return Catalogue.Path(id);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<double> RateAsync(Uri gateway, string path, string header)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {gateway.Authority}\r\n{header}\r\n");
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(gateway, request, started)));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Asks again as soon as the answer is there. On bare sockets, so that it is the gateway that is measured.</summary>
    private static async Task<int> AskAsync(Uri gateway, byte[] request, long started)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway.Host, gateway.Port, TestContext.Current.CancellationToken);
        var buffer = new byte[64 * 1024];
        var count = 0;
        for (; Stopwatch.GetElapsedTime(started) < Round; count++)
        {
            await socket.SendAsync(request, TestContext.Current.CancellationToken);
            for (var (have, need) = (0, int.MaxValue); have < need;)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(have), TestContext.Current.CancellationToken);
                read.ShouldBeGreaterThan(0);
                have += read;
                need = need == int.MaxValue ? LengthOf(buffer.AsSpan(0, have)) : need;
            }
        }

        return count;
    }

    /// <summary>Of the whole answer, once its headers are there.</summary>
    private static int LengthOf(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return int.MaxValue;
        }

        if (answer.IndexOf("304"u8) == "HTTP/1.1 ".Length)
        {
            return end + 4;
        }

        var headers = Encoding.ASCII.GetString(answer[..end]);
        headers.ShouldStartWith("HTTP/1.1 200");
        if (headers.Contains("chunked", StringComparison.Ordinal))
        {
            return answer.EndsWith("\r\n0\r\n\r\n"u8) ? answer.Length : int.MaxValue;
        }

        var length = headers.Split("\r\n").SingleOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        length.ShouldNotBeNull(headers);
        return end + 4 + int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
