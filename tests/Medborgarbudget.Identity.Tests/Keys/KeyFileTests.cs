using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Identity.Keys;

namespace Medborgarbudget.Identity.Tests.Keys;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-keys-").FullName;

    private string KeyPath => Path.Combine(_folder, "sub", "identity.json");

    [Fact]
    public void First_start_makes_keys_for_the_owner_alone_and_the_next_reads_them()
    {
        var made = KeyFile.LoadOrCreate(KeyPath, TimeProvider.System);
        var read = KeyFile.LoadOrCreate(KeyPath, TimeProvider.System);
        read.Master.ShouldBe(made.Master);
        read.Access.Single().ShouldBe(made.Access.Single());
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Replicas_that_start_together_end_with_the_same_keys()
    {
        var starts = Enumerable.Range(0, 8).Select(_ => Task.Run(() => KeyFile.LoadOrCreate(KeyPath, TimeProvider.System).Master));
        (await Task.WhenAll(starts)).Distinct().Count().ShouldBe(1);
        Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(-1, "first", "second first")]
    [InlineData(0, "second", "second first")]
    [InlineData(59, "second", "second first")]
    [InlineData(60, "second", "second")]
    public void Key_signs_from_its_time_on_and_the_one_before_is_trusted_while_its_tokens_live(int minutesAfter, string signing, string holding)
    {
        var begins = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        StoredKey[] keys = [new("first", begins.AddDays(-9), ""), new("second", begins.AddHours(-1), "", begins)];
        var now = begins.AddMinutes(minutesAfter);
        SigningSchedule.Signing(keys, now).Id.ShouldBe(signing);
        string.Join(' ', SigningSchedule.Holding(keys, now, TimeSpan.FromHours(1)).Select(key => key.Id)).ShouldBe(holding);
    }

    [Fact]
    public void Clock_that_stands_before_every_key_signs_with_the_oldest()
    {
        var begins = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        SigningSchedule.Signing([new("first", begins, ""), new("second", begins, "", begins.AddHours(1))], begins.AddYears(-1)).Id.ShouldBe("first");
    }

    [Fact]
    public void Sealed_value_opens_for_its_purpose_alone_and_no_changed_byte_passes()
    {
        var sealer = new Sealer(Ring());
        var value = sealer.Seal("199602292386", "person-key");
        Encoding.UTF8.GetString(value).ShouldNotContain("2386");
        sealer.OpenText(value, "person-key").ShouldBe("199602292386");
        Should.Throw<CryptographicException>(() => sealer.OpenText(value, "roll-key"));
        for (var i = 0; i < value.Length; i++)
        {
            var changed = (byte[])value.Clone();
            changed[i] ^= 1;
            Should.Throw<CryptographicException>(() => sealer.OpenText(changed, "person-key"));
        }
    }

    [Fact]
    public void Hash_depends_on_the_installations_key() =>
        new KeyedHashes(Ring()).OfPerson(new PersonKey(RollKeyType.Local, "a"))
            .ShouldNotBe(new KeyedHashes(Ring()).OfPerson(new PersonKey(RollKeyType.Local, "a")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private KeyRing Ring() => new(KeyFile.LoadOrCreate(Path.Combine(_folder, Guid.NewGuid().ToString("N")), TimeProvider.System), TimeProvider.System.GetUtcNow());
}
