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

    [Fact]
    public void Newest_key_signs_and_the_older_stays_published()
    {
        var now = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (old, young) = (SigningKeys.NewAccess(now), SigningKeys.NewAccess(now.AddDays(1)));
        var ring = new KeyRing(new KeyFile(1, Convert.ToBase64String(new byte[32]), [old, young], [SigningKeys.NewBallot(now)]));
        ring.Access.Select(key => key.KeyId).ShouldBe([young.Id, old.Id]);
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

    private KeyRing Ring() => new(KeyFile.LoadOrCreate(Path.Combine(_folder, Guid.NewGuid().ToString("N")), TimeProvider.System));
}
