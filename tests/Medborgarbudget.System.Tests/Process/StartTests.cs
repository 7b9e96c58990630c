using System.Diagnostics;
using Medborgarbudget.System.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Medborgarbudget.System.Tests.Process;

/// <summary>What keeps the program from starting is said in one line, and it ends with 2.</summary>
[Collection(WholeSystemCollection.Name)]
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-start-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Second_program_on_the_same_folder_or_port_does_not_start()
    {
        using var running = await StandaloneProcess.RunAsync(Sub("first"), Cancel);

        (await OnlyLineAsync(Sub("first"))).ShouldStartWith("Another Medborgarbudget works on");
        (await OnlyLineAsync(Sub("second"), running.Port)).ShouldBe($"Port {running.Port} is in use: choose another with --port.");
    }

    [Fact]
    public async Task Folder_of_a_newer_version_is_left_as_it_is()
    {
        var database = Path.Combine(_folder, "network.db");
        await ExecuteAsync(database, """
            CREATE TABLE "__EFMigrationsHistory" ("migration_id" TEXT NOT NULL PRIMARY KEY, "product_version" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_FromTheFuture', '99.0.0');
            """);

        (await OnlyLineAsync(_folder)).ShouldContain("newer version");

        (await ExecuteAsync(database, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Damaged_database_is_said_to_be_damaged()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "budget.db"), new string('x', 20_000), Cancel);

        (await OnlyLineAsync(_folder)).ShouldContain("damaged");
    }

    [Fact]
    public async Task Folder_that_cannot_be_made_is_said_to_be_unusable()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", Cancel);

        (await OnlyLineAsync(Path.Combine(file, "data"))).ShouldStartWith("The data folder cannot be used");
    }

    [Theory]
    [InlineData("64k")]
    [InlineData("8m")]
    public async Task Full_or_read_only_disk_is_said_to_be_so(string size)
    {
        var folder = Directory.CreateDirectory(Sub("disk")).FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder) == 0)
        {
            try
            {
                (await OnlyLineAsync(folder)).ShouldStartWith("The disk is full");
            }
            finally
            {
                await RunAsync("umount", "-l", folder);
            }
        }
        else
        {
            // Whoever may not mount is not root, and so bound by the folder's mode.
            (await RunAsync("chmod", "555", folder)).ShouldBe(0);
            (await OnlyLineAsync(folder)).ShouldStartWith("The data folder cannot be written");
        }
    }

    private string Sub(string name) => Path.Combine(_folder, name);

    private static async Task<string> OnlyLineAsync(string folder, int? port = null)
    {
        var (exitCode, errors) = await StandaloneProcess.FailAsync(folder, Cancel, port);
        exitCode.ShouldBe(2, errors);
        return errors.TrimEnd('\n').Split('\n').ShouldHaveSingleItem();
    }

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Cancel);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = global::System.Diagnostics.Process.Start(start)!;
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode;
    }
}
