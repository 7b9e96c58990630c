using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Cli.Gateway;

/// <summary>A simulated person with roles; signs in again whenever the access token grows old.</summary>
internal sealed class Person(string key, SignIn signIn, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private string _token = "";
    private DateTimeOffset _renewAt;
    private IReadOnlyCollection<HeldRole> _roles = [];

    public string Key => key;

    public string PersonId { get; private set; } = "";

    /// <summary>In the whole organisation: a role in one of its sub-budgets is none in another that is made.</summary>
    public bool Holds(Role role, string organisationId) =>
        _roles.Any(held => held.Role == role && held.OrganisationId == organisationId && held.SubBudgetId.Length == 0);

    /// <summary>Reads who the person is and which roles are held.</summary>
    public async Task LearnAsync(Calls calls, IdentityService.IdentityServiceClient identity, CancellationToken cancellationToken)
    {
        var me = await calls.AskAsync("Reading who is signed in", this, options => identity.GetMeAsync(new GetMeRequest(), options), cancellationToken);
        (PersonId, _roles) = (me.PersonId, me.Roles);
    }

    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (clock.GetUtcNow() >= _renewAt)
            {
                (_token, _renewAt) = await signIn.AsAsync(key, cancellationToken);
            }

            return _token;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || IsTimeout(exception, cancellationToken))
        {
            // Told as the calls tell it, so that an outage in the middle of a sign-in is waited for as any other.
            throw new RpcException(new Status(StatusCode.Unavailable, exception.Message, exception));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static bool IsTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is TaskCanceledException && !cancellationToken.IsCancellationRequested;
}
