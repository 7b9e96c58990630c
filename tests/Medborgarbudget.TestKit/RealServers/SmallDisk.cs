using System.Globalization;
using Docker.DotNet.Models;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>A small disk in memory for the data of a dedicated server, so that it can be filled. It is empty again after a stop.</summary>
public sealed record SmallDisk(int Megabytes)
{
    /// <summary>Where it is in the container.</summary>
    internal const string Path = "/small";

    /// <summary>A shell command that fills it to the last byte.</summary>
    public static string Fill => $"dd if=/dev/zero of={Path}/filler bs=64k 2>/dev/null || dd if=/dev/zero of={Path}/filler bs=1 oflag=append conv=notrunc 2>/dev/null || true";

    /// <summary>A shell command that makes room again.</summary>
    public static string Free => $"rm {Path}/filler";

    internal void AddTo(CreateContainerParameters create) => create.HostConfig!.Tmpfs = new Dictionary<string, string>
    {
        [Path] = string.Create(CultureInfo.InvariantCulture, $"size={Megabytes}m,mode=1777"),
    };
}
