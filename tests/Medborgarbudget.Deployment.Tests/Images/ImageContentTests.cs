using System.Formats.Tar;
using System.Text.Json;

namespace Medborgarbudget.Deployment.Tests.Images;

[Collection(ImageCollection.Name)]
public sealed class ImageContentTests(BuiltImages images)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static TheoryData<string> Names => [.. BuiltImages.Names];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_only_program_in_an_image_is_dotnet(string name)
    {
        var programs = new List<string>();
        await EachFileAsync(name, entry =>
        {
            if ((entry.Mode & Executable) != 0 && !entry.Name.Contains(".so", StringComparison.Ordinal) && entry.Name.Split('/') is not ["etc" or "dev" or ".dockerenv", ..])
            {
                programs.Add(entry.Name);
            }
        });
        programs.ShouldBe(["usr/share/dotnet/dotnet"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_in_an_image_belongs_to_the_user_it_runs_as(string name)
    {
        var own = new List<string>();
        await EachFileAsync(name, entry =>
        {
            if (entry.Uid != 0 || (entry.Name.StartsWith("app/", StringComparison.Ordinal) && (entry.Mode & UnixFileMode.OtherWrite) != 0))
            {
                own.Add(entry.Name);
            }
        });
        own.ShouldBeEmpty();
        (await CommandLine.RunAsync("docker", Cancel, "image", "inspect", "--format", "{{.Config.User}}", images.Of(name))).ShouldBe("10001:10001");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_bill_of_materials_names_every_library_that_the_program_loads(string name)
    {
        var components = new List<string>();
        var loaded = new List<string>();
        await EachFileAsync(name, entry =>
        {
            if (entry.Name == "app/sbom.cdx.json")
            {
                components.AddRange(Purls(entry));
            }
            else if (entry.Name.StartsWith("app/", StringComparison.Ordinal) && entry.Name.EndsWith(".deps.json", StringComparison.Ordinal))
            {
                loaded.AddRange(Packages(entry));
            }
        });
        loaded.Count.ShouldBeGreaterThan(20);
        loaded.Except(components).ShouldBeEmpty();
        components.ShouldContain(purl => purl.StartsWith("pkg:generic/dotnet-aspnetcore-runtime@10.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_checkout_in_another_folder_gives_the_same_digest()
    {
        var built = await CommandLine.RunAsync(RepositoryFolder.Path("deploy", "images", "reproduce.sh"), Cancel, "web");
        built.ShouldStartWith("web is reproducible: sha256:");
    }

    private async Task EachFileAsync(string name, Action<TarEntry> look)
    {
        var container = await CommandLine.RunAsync("docker", Cancel, "create", images.Of(name));
        var file = Path.Combine(Path.GetTempPath(), $"mb-image-{Guid.NewGuid():N}.tar");
        try
        {
            await CommandLine.RunAsync("docker", Cancel, "export", "--output", file, container);
            await using var stream = File.OpenRead(file);
            await using var reader = new TarReader(stream);
            while (await reader.GetNextEntryAsync(copyData: false, Cancel) is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                {
                    look(entry);
                }
            }
        }
        finally
        {
            File.Delete(file);
            await CommandLine.RunAsync("docker", CancellationToken.None, "rm", container);
        }
    }

    private static IEnumerable<string> Purls(TarEntry entry)
    {
        using var document = JsonDocument.Parse(entry.DataStream!);
        return [.. document.RootElement.GetProperty("components").EnumerateArray().Where(part => part.TryGetProperty("purl", out _)).Select(part => part.GetProperty("purl").GetString()!)];
    }

    private static IEnumerable<string> Packages(TarEntry entry)
    {
        using var document = JsonDocument.Parse(entry.DataStream!);
        return
        [
            .. document.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => library.Name.Split('/'))
                .Select(parts => $"pkg:nuget/{parts[0]}@{parts[1]}"),
        ];
    }
}
