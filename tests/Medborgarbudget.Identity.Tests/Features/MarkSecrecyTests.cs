using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

/// <summary>A host that logs everything there is, to where a test can read it.</summary>
public sealed class TalkativeIdentity() : IdentityFixture(StorageKind.Sqlite)
{
    public ConcurrentQueue<string> Log { get; } = new();

    protected override void Add(WebApplicationBuilder builder)
    {
        base.Add(builder);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new LogLines(Log));
    }
}

/// <summary>The personal number by which an officer names a voter is nowhere afterwards.</summary>
public sealed class MarkSecrecyTests(TalkativeIdentity host) : IClassFixture<TalkativeIdentity>
{
    private const string Number = "199602292386";
    private const string Stranger = "189001019802";
    private const string Mistyped = "199602292387";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Personal_number_of_a_mark_is_in_no_log_no_idempotency_key_no_audit_entry_and_no_file()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportAsync($"key_type,key\npersonal_number,{Number}\nlocal,k1\n");
        await roll.EnterAsync("Voting");
        var places = new PlaceDriver(host, roll);
        var (kiosk, offline) = (await places.DutyAsync(WireChannel.Kiosk), await places.DutyAsync(await places.CreateAsync(offline: true)));
        foreach (var number in new[] { Number, "960229-2386", Stranger, Mistyped })
        {
            await PostAsync(roll, kiosk, "mark", $$$"""{"voter":{"personalNumber":"{{{number}}}"},"channel":"CHANNEL_KIOSK"}""");
            await PostAsync(roll, kiosk, "mark", $$$"""{"voter":{"localKey":"{{{number}}}"},"channel":"CHANNEL_KIOSK"}""");
            await PostAsync(roll, kiosk, "mark", $$$"""{"voter":"{{{number}}}","channel":"{{{number}}}"}""");
            await PostAsync(roll, offline, "settle-offline-marks", $$$"""{"marks":[{"envelope":1,"voter":{"personalNumber":"{{{number}}}"}}]}""");
            await PostAsync(roll, offline, "settle-offline-marks", $$$"""{"marks":[{"envelope":"{{{number}}}","voter":{"personalNumber":"{{{number}}}"}}]}""");
        }

        (await Failures.CodeOf(() => kiosk.MarkAsync(new VoterKey { PersonalNumber = Number }, WireChannel.Kiosk))).ShouldBe("", "the marks above were made");
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        (await db.AuditEntries.CountAsync(row => row.Action == "MarkAtPlace", Cancel)).ShouldBeGreaterThan(1);
        (await db.AuditEntries.Where(row => row.Action == "MarkAtPlace").Select(row => row.Subject).Distinct().SingleAsync(Cancel)).ShouldBe(kiosk.Shift.ShiftId);
        (await db.IdempotencyKeys.Select(row => row.Method).ToListAsync(Cancel)).ShouldAllBe(method => !method.Contains("Mark", StringComparison.Ordinal));
        await db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)", Cancel);
        var file = await FileAsync(host.DatabaseFile);
        file.ShouldContain(kiosk.Shift.ShiftId, customMessage: "the marks are in the file, and not in its log alone");
        var traces = host.Log.Append(file).ToList();
        traces.Count.ShouldBeGreaterThan(100);
        traces.ShouldContain(trace => trace.Contains("MarkAtPlace", StringComparison.Ordinal));
        foreach (var form in new[] { Number, Number[2..], "960229-2386", Stranger, Stranger[2..], Mistyped })
        {
            traces.Where(trace => trace.Contains(form, StringComparison.Ordinal)).ShouldBeEmpty(form);
        }
    }

    /// <summary>With an Idempotency-Key, which these operations do not honour.</summary>
    private async Task PostAsync(RollDriver roll, OnDuty duty, string verb, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/medborgarbudget/v1/shifts/{duty.Shift.ShiftId}:{verb}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", host.Tokens.Person(duty.Officer, new ServiceDefaults.Access.HeldRole(WireRole.VotingOfficer, roll.Organisation)));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await host.Http.SendAsync(request, Cancel);
        ((int)answer.StatusCode).ShouldBeLessThan(500);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        foreach (var number in new[] { Number, Stranger, Mistyped })
        {
            text.ShouldNotContain(number[^6..]);
        }
    }

    private static async Task<string> FileAsync(string path)
    {
        SqliteConnection.ClearAllPools();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancel);
    }
}
