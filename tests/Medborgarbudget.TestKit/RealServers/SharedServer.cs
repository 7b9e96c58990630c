namespace Medborgarbudget.TestKit.RealServers;

/// <summary>
/// A server that all tests of a process share: the one that the test run names, else one that is started for the
/// first test that asks. What came of the start (an address or the reason why there is none) holds for all of them.
/// </summary>
internal sealed class SharedServer<TAddress>(string name, Func<TAddress?> given, Func<Task<TAddress>> start)
    where TAddress : class
{
    // A failed start is remembered too: waiting for Docker again in every test would take minutes to say the same.
    private readonly Lazy<Task<TAddress>> _started = new(start);

    /// <summary>The address of the server. Skips the test where there is no server and none is required.</summary>
    internal Task<TAddress> AddressAsync(CancellationToken cancellationToken) =>
        // What the test run has promised is not second-guessed: when it does not answer, the test fails.
        given() is { } address
            ? Task.FromResult(address)
            : ServerPolicy.StartOrSkipAsync(name, () => _started.Value.WaitAsync(cancellationToken));
}
