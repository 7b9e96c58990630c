namespace Medborgarbudget.TestKit.RealServers;

/// <summary>
/// What <c>tests/run.sh</c> tells the test processes, by environment variable; none has to be set in an editor.
/// </summary>
internal static class TestServerSettings
{
    /// <summary>
    /// Label of every test container; the value is the process that owns it, so that leftovers can be told.
    /// </summary>
    internal const string OwnerLabel = "medborgarbudget.test.owner";

    /// <summary>User and password of every test server; they listen on 127.0.0.1 only.</summary>
    internal const string Credential = "test";

    internal static string? Postgres => Read("MEDBORGARBUDGET_TEST_POSTGRES");

    internal static string? Redis => Read("MEDBORGARBUDGET_TEST_REDIS");

    internal static string? RabbitMq => Read("MEDBORGARBUDGET_TEST_RABBITMQ");

    internal static string? RabbitMqManagement => Read("MEDBORGARBUDGET_TEST_RABBITMQ_MANAGEMENT");

    internal static string PostgresImage => Read("MEDBORGARBUDGET_TEST_IMAGE_POSTGRES") ?? "postgres:17";

    internal static string RedisImage => Read("MEDBORGARBUDGET_TEST_IMAGE_REDIS") ?? "redis:7.4";

    internal static string RabbitMqImage => Read("MEDBORGARBUDGET_TEST_IMAGE_RABBITMQ") ?? "rabbitmq:4-management";

    internal static string? Clock => Read("MEDBORGARBUDGET_TEST_CLOCK");

    internal static string Node => Read("MEDBORGARBUDGET_TEST_NODE") ?? "node";

    /// <summary>
    /// In CI a test that cannot get its server fails; for a person at an editor it is skipped with the reason.
    /// </summary>
    internal static bool ServersAreRequired =>
        string.Equals(Read("CI"), "true", StringComparison.OrdinalIgnoreCase);

    private static string? Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
