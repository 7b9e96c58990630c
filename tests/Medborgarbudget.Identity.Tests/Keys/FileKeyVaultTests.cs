using Medborgarbudget.Identity.Keys;

namespace Medborgarbudget.Identity.Tests.Keys;

public sealed class FileKeyVaultTests : IDisposable
{
    private const string Purpose = "test|1";

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-kek-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string KeyPath => Path.Combine(_folder, "sub", "kek.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task First_start_makes_a_file_for_the_owner_alone_and_the_next_opens_what_was_wrapped()
    {
        var dataKey = new byte[] { 1, 2, 3, 4 };
        var wrapped = await Vault().WrapAsync(dataKey, Purpose, Cancel);
        (await Vault().UnwrapAsync(wrapped, Purpose, Cancel)).ShouldBe(dataKey);
        wrapped.KeyId.ShouldStartWith("pseudonym-keys/1/");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void Replicas_that_start_together_hold_the_same_key()
    {
        for (var round = 0; round < 100; round++)
        {
            var path = Path.Combine(_folder, $"{round}", "kek.json");
            var ids = new string[4];
            using var start = new Barrier(ids.Length);
            var replicas = Enumerable.Range(0, ids.Length).Select(replica => new Thread(() =>
            {
                start.SignalAndWait();
                ids[replica] = new FileKeyVault(path, TimeProvider.System).CurrentKeyId;
            })).ToList();
            replicas.ForEach(replica => replica.Start());
            replicas.ForEach(replica => replica.Join());

            ids.Distinct().Count().ShouldBe(1);
            Directory.GetFiles(Path.GetDirectoryName(path)!).ShouldBe([path]);
        }
    }

    [Fact]
    public async Task New_key_wraps_and_the_old_one_still_opens()
    {
        var before = await Vault().WrapAsync(new byte[] { 7 }, Purpose, Cancel);
        var id = KeyEncryptionKeys.Rotate(KeyPath, TimeProvider.System);
        var vault = Vault();
        vault.CurrentKeyId.ShouldBe(id);
        id.ShouldStartWith("pseudonym-keys/2/");
        (await vault.WrapAsync(new byte[] { 8 }, Purpose, Cancel)).KeyId.ShouldBe(id);
        (await vault.UnwrapAsync(before, Purpose, Cancel)).ShouldBe([7]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Replica_from_before_the_rotation_opens_what_a_later_one_wrapped()
    {
        var early = Vault();
        KeyEncryptionKeys.Rotate(KeyPath, TimeProvider.System);
        var wrapped = await Vault().WrapAsync(new byte[] { 9 }, Purpose, Cancel);
        (await early.HoldsAsync(wrapped.KeyId, Cancel)).ShouldBeTrue();
        (await early.UnwrapAsync(wrapped, Purpose, Cancel)).ShouldBe([9]);
    }

    [Fact]
    public async Task Newly_made_file_is_told_from_the_lost_one()
    {
        var wrapped = await Vault().WrapAsync(new byte[] { 1 }, Purpose, Cancel);
        File.Delete(KeyPath);
        var vault = Vault();
        (await vault.HoldsAsync(wrapped.KeyId, Cancel)).ShouldBeFalse();
        var refused = await Should.ThrowAsync<KeyVaultException>(async () => await vault.UnwrapAsync(wrapped, Purpose, Cancel));
        refused.Message.ShouldBe($"The key-encryption key {wrapped.KeyId} is missing.");
    }

    [Fact]
    public async Task Key_opens_for_its_purpose_alone_and_no_changed_byte_passes()
    {
        var vault = Vault();
        var wrapped = await vault.WrapAsync(new byte[32], Purpose, Cancel);
        await Should.ThrowAsync<KeyVaultException>(async () => await vault.UnwrapAsync(wrapped, "test|2", Cancel));
        await Should.ThrowAsync<KeyVaultException>(async () => await vault.UnwrapAsync(wrapped with { Bytes = [1, 2, 3] }, Purpose, Cancel));
        for (var i = 0; i < wrapped.Bytes.Length; i++)
        {
            var changed = (byte[])wrapped.Bytes.Clone();
            changed[i] ^= 1;
            await Should.ThrowAsync<KeyVaultException>(async () => await vault.UnwrapAsync(wrapped with { Bytes = changed }, Purpose, Cancel));
        }
    }

    [Fact]
    public async Task Failure_and_texts_tell_no_key()
    {
        var vault = Vault();
        var wrapped = await vault.WrapAsync("a data key in thirty-two letters"u8.ToArray(), Purpose, Cancel);
        var failed = await Should.ThrowAsync<KeyVaultException>(async () => await vault.UnwrapAsync(wrapped, "other", Cancel));
        var secret = KeyEncryptionKeys.Load(KeyPath).Keys[0].Secret;
        using var open = new OpenPseudonymKey(default, Convert.FromBase64String(secret));
        string[] texts = [failed.ToString(), wrapped.ToString(), open.ToString(), KeyEncryptionKeys.Load(KeyPath).Keys[0].ToString()];
        foreach (var text in texts)
        {
            text.ShouldNotContain(secret);
            text.ShouldNotContain(Convert.ToBase64String(wrapped.Bytes));
            text.ShouldNotContain("thirty-two");
        }
    }

    private FileKeyVault Vault() => new(KeyPath, TimeProvider.System);
}
