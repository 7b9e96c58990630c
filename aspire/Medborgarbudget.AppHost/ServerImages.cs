using Microsoft.Extensions.Configuration;

namespace Medborgarbudget.AppHost;

/// <summary>
/// Images of the servers by configuration (<c>Images:postgres</c>, <c>Images:redis</c>, <c>Images:rabbitmq</c>, as <c>name:tag</c>), for machines that
/// cannot pull the official ones.
/// </summary>
internal sealed class ServerImages(IConfiguration configuration)
{
    public string? Of(string server) => configuration[$"Images:{server}"] is { Length: > 0 } image ? image : null;
}

/// <summary>Puts a configured image in the place of the official one.</summary>
internal static class ServerImagesExtensions
{
    public static IResourceBuilder<T> With<T>(this IResourceBuilder<T> server, ServerImages images)
        where T : ContainerResource
    {
        if (images.Of(server.Resource.Name) is { } image)
        {
            var colon = image.LastIndexOf(':');
            server.WithImage(image[..colon], image[(colon + 1)..]).WithImageRegistry(null);
        }

        return server;
    }
}
