namespace Medborgarbudget.AppHost;

/// <summary>
/// How a part of the system is told its configuration: the same keys as in every other way to run it. The names of resources are those of the
/// Kubernetes manifests: a service, its Deployment and its Service are called alike, its database is <c>{service}-database</c>, its secret
/// <c>{service}-client</c>.
/// </summary>
internal sealed class SystemParts(
    IDistributedApplicationBuilder builder, IResourceBuilder<PostgresServerResource> postgres, IResourceBuilder<RabbitMQServerResource> rabbitmq)
{
    private const string PublicAddress = "http://localhost:5080/";
    private const int Port = 5080;
    private const int GrpcPort = 5081;

    private readonly Dictionary<string, IResourceBuilder<ParameterResource>> _secrets = [];
    private readonly List<IResourceBuilder<ProjectResource>> _migrations = [];

    /// <summary>A service with a database of its own, which the same program migrates before it starts.</summary>
    /// <param name="configure">What it is told besides, at its migration too.</param>
    public IResourceBuilder<ProjectResource> AddService<TProject>(string name, Action<IResourceBuilder<ProjectResource>>? configure = null)
        where TProject : IProjectMetadata, new()
    {
        var database = postgres.AddDatabase($"{name}-database", name);
        var secret = AddSecret(name);
        var migration = Configure(builder.AddProject<TProject>($"{name}-migrate")).WithArgs("migrate").WaitFor(database).WaitFor(rabbitmq);
        _migrations.Add(migration);
        return Configure(builder.AddProject<TProject>(name))
            .WithHttpEndpoint(env: "Listen__Port", name: "http")
            .AsHttp2Service()
            .WaitForCompletion(migration);

        IResourceBuilder<ProjectResource> Configure(IResourceBuilder<ProjectResource> part)
        {
            part.AsDevelopment()
                .WithEnvironment("Auth__ServiceSecret", secret)
                .WithEnvironment("Storage__Provider", "postgres")
                .WithEnvironment("Storage__ConnectionString", database)
                .WithEnvironment("Messaging__Transport", "rabbitmq")
                .WithEnvironment("Messaging__RabbitMq", rabbitmq);
            configure?.Invoke(part);
            return part;
        }
    }

    public IResourceBuilder<ProjectResource> AddWeb<TProject>(string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name)
            .AsDevelopment()
            .WithEnvironment("Gateway__Address", PublicAddress)
            .WithEnvironment("Web__ClientSecret", AddSecret(name))
            .WithHttpEndpoint(env: "Listen__Port", name: "http")
            .AsHttp2Service();

    public IResourceBuilder<ProjectResource> AddGateway<TProject>(string name, IResourceBuilder<RedisResource> store)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name)
            .AsDevelopment()
            .WithEnvironment("Auth__ServiceSecret", AddSecret(name))
            .WithEnvironment("Redis__ConnectionString", store)
            .WithHttpEndpoint(port: Port, env: "Gateway__Port", name: "http")
            .WithHttpEndpoint(port: GrpcPort, env: "Gateway__GrpcPort", name: "grpc")
            .WithExternalHttpEndpoints();

    /// <summary>The one who signs people in: by the simulated e-ID, for a developer alone at the machine.</summary>
    public void IsSignIn(IResourceBuilder<ProjectResource> part) =>
        part.WithEnvironment("Identity__Issuer", PublicAddress)
            .WithEnvironment("Identity__AllowHttp", "true")
            .WithEnvironment("Identity__SimulatedEid", "true")
            .WithEnvironment("Identity__KeyFile", KeyFile("identity.keys"))
            .WithEnvironment("Identity__KeyEncryptionKeyFile", KeyFile("identity-kek.keys"))
            .WithEnvironment("Identity__Web__Address", PublicAddress)
            .WithEnvironment(context =>
            {
                // Asked for at the start, when every part has its secret.
                foreach (var (name, secret) in _secrets)
                {
                    context.EnvironmentVariables[name == "web" ? "Identity__Web__Secret" : $"Identity__Services__{name}__Secret"] = secret.Resource;
                }
            });

    public void IsBallotBox(IResourceBuilder<ProjectResource> part, IResourceBuilder<RedisResource> store) =>
        part.WithEnvironment("Redis__ConnectionString", store)
            .WithEnvironment("Voting__LogKeyFile", KeyFile("voting.keys"))
            .WaitFor(store);

    /// <summary>Tells everyone where the services are, by <c>Services:{name}:Address</c>, and whose tokens hold.</summary>
    public void Connect(params IReadOnlyList<IResourceBuilder<ProjectResource>> parts)
    {
        foreach (var part in parts.Concat(_migrations))
        {
            part.WithEnvironment("Auth__Issuer", PublicAddress);
            foreach (var other in parts.Where(other => other.Resource.Name != "gateway"))
            {
                part.WithEnvironment($"Services__{other.Resource.Name}__Address", other.GetEndpoint("http"));
            }
        }
    }

    private string KeyFile(string name) => Path.Combine(builder.AppHostDirectory, "data", name);

    private IResourceBuilder<ParameterResource> AddSecret(string name) =>
        _secrets[name] = builder.AddParameter($"{name}-client", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
}

/// <summary>What every program is told.</summary>
internal static class DevelopmentExtensions
{
    // Whom the gateway believes about a client's address is its own setting (Gateway:TrustedProxies); nobody else believes anyone.
    public static IResourceBuilder<ProjectResource> AsDevelopment(this IResourceBuilder<ProjectResource> part) =>
        part.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development").DisableForwardedHeaders();
}
