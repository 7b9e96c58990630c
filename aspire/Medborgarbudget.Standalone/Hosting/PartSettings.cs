using System.Globalization;

namespace Medborgarbudget.Standalone.Hosting;

/// <summary>The configuration of each part, as a deployment would give it to each process.</summary>
internal sealed class PartSettings(DataFolder folder, string sockets, Uri gateway, RealBackends? backends, string? embeddedStore)
{
    private const string Gateway = "Gateway";

    private readonly Dictionary<string, string> _secrets = Part.Services.Select(part => part.Name).Append(Gateway).ToDictionary(name => name, _ => Secrets.New());
    private readonly string _webSecret = Secrets.New();

    public Dictionary<string, string?> Of(Part part)
    {
        var settings = Everywhere();
        settings["Listen:Socket"] = SocketOf(part.File);
        settings["Auth:ServiceSecret"] = _secrets[part.Name];
        settings["Storage:Provider"] = backends is null ? "sqlite" : "postgres";
        settings["Storage:ConnectionString"] = backends?.PostgresOf(part.Name) ?? $"Data Source={folder.PathOf($"{part.File}.db")}";
        settings["Messaging:Transport"] = backends is null ? "in-process" : "rabbitmq";
        settings["Messaging:RabbitMq"] = backends?.RabbitMq;
        settings["Redis:ConnectionString"] = backends?.Redis ?? embeddedStore;
        settings["Voting:LogKeyFile"] = folder.PathOf("voting.keys");

        // Demo data are made at another time than the machine's, and one process has one clock.
        settings["Voting:MostClockDriftSeconds"] = "0";
        if (part.Name == "Identity")
        {
            AddIdentity(settings);
        }

        return settings;
    }

    public Dictionary<string, string?> OfWeb()
    {
        var settings = Everywhere();
        settings["Listen:Socket"] = SocketOf("web");
        settings["Gateway:Address"] = gateway.ToString();
        settings["Web:ClientSecret"] = _webSecret;
        return settings;
    }

    public Dictionary<string, string?> OfGateway(int port, int grpcPort)
    {
        var settings = Everywhere();
        settings["Auth:ServiceSecret"] = _secrets[Gateway];
        settings["Services:Web:Address"] = $"unix:{SocketOf("web")}";
        settings["Gateway:Port"] = port.ToString(CultureInfo.InvariantCulture);
        settings["Gateway:GrpcPort"] = grpcPort.ToString(CultureInfo.InvariantCulture);
        settings["Gateway:LoopbackOnly"] = "true";
        return settings;
    }

    private Dictionary<string, string?> Everywhere()
    {
        var settings = new Dictionary<string, string?> { ["Auth:Issuer"] = gateway.ToString() };
        foreach (var part in Part.Services)
        {
            settings[$"Services:{part.Name}:Address"] = $"unix:{SocketOf(part.File)}";
        }

        return settings;
    }

    private void AddIdentity(Dictionary<string, string?> settings)
    {
        settings["Identity:Issuer"] = gateway.ToString();
        settings["Identity:KeyFile"] = folder.PathOf("identity.keys");
        settings["Identity:KeyEncryptionKeyFile"] = folder.PathOf("identity-kek.keys");
        settings["Identity:AllowHttp"] = "true";
        settings["Identity:SimulatedEid"] = "true";
        settings["Identity:NetworkLeaders:0"] = Demo.DemoPersons.NetworkLeader;
        settings["Identity:Web:Address"] = gateway.ToString();
        settings["Identity:Web:Secret"] = _webSecret;
        foreach (var (service, secret) in _secrets)
        {
            settings[$"Identity:Services:{service}:Secret"] = secret;
        }
    }

    private string SocketOf(string name) => Path.Combine(sockets, name);
}
