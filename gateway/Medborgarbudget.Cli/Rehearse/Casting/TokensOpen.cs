namespace Medborgarbudget.Cli.Rehearse.Casting;

/// <summary>Waits until Identity gives ballot tokens: it learns by event that the voting has opened.</summary>
internal sealed class TokensOpen(BallotApi api, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task AwaitAsync(string code, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (await api.RedeemAsync(code, cancellationToken) is null)
        {
            if (clock.GetElapsedTime(started) > Patience)
            {
                throw CommandException.Failed($"Exchanging a voting code: {api.FirstRefusal ?? "the gateway gave no answer."}");
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }

        api.ForgetRefusals();
    }
}
