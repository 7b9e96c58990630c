using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>An authorization code or refresh token that was used. Its id is in the token, and in nothing else.</summary>
internal sealed class SpentTokenRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset SpentAt { get; init; }

    /// <summary>The token is refused for its age from then on, and the row may go.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>
/// Knows which codes and refresh tokens were used, so that none is used twice, whichever replica is asked. A row is written when a token is used and not when it is
/// given: the token itself, sealed and signed, says that it was given.
/// </summary>
internal sealed class SpentTokens
{
    private const int Tries = 5;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly Gathered<Token, TimeSpan?> _spending;

    public SpentTokens(IServiceScopeFactory scopes, TimeProvider clock)
    {
        (_scopes, _clock) = (scopes, clock);
        _spending = new(SpendAllAsync);
    }

    /// <summary>Uses a token. Returns when that is committed: null, or how long ago the token was used first.</summary>
    public Task<TimeSpan?> SpendAsync(Guid id, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        _spending.AskAsync(new Token(id, expiresAt), cancellationToken);

    /// <summary>Deletes the rows of tokens that expired by the time given.</summary>
    public async Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await Db(scope).SpentTokens.Where(row => row.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private static IdentityDb Db(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<IdentityDb>();

    // Hardly ever was one of them used before. When one was, or another replica is quicker, the key of the table says so, nothing is written, and it is asked which.
    private async Task<IReadOnlyList<TimeSpan?>> SpendAllAsync(IReadOnlyList<Token> tokens)
    {
        var now = _clock.GetUtcNow();
        var spent = new Dictionary<Guid, DateTimeOffset>();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await WriteAsync([.. tokens.Where(token => !spent.ContainsKey(token.Id)).DistinctBy(token => token.Id)], now);
                return Answers(tokens, spent, now);
            }
            catch (DbUpdateException) when (tries < Tries)
            {
                spent = await FindAsync([.. tokens.Select(token => token.Id)]);
            }
        }
    }

    private async Task WriteAsync(List<Token> tokens, DateTimeOffset now)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = Db(scope);
        db.SpentTokens.AddRange(tokens.Select(token => new SpentTokenRow { Id = token.Id, SpentAt = now, ExpiresAt = token.ExpiresAt }));
        await db.SaveChangesAsync();
    }

    private async Task<Dictionary<Guid, DateTimeOffset>> FindAsync(List<Guid> ids)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await Db(scope).SpentTokens.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.SpentAt);
    }

    /// <summary>Of two callers with one token the first has used it.</summary>
    private static TimeSpan?[] Answers(IReadOnlyList<Token> tokens, Dictionary<Guid, DateTimeOffset> spent, DateTimeOffset now)
    {
        var answers = new TimeSpan?[tokens.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = spent.TryAdd(tokens[i].Id, now) ? null : now - spent[tokens[i].Id];
        }

        return answers;
    }

    private sealed record Token(Guid Id, DateTimeOffset ExpiresAt);
}
