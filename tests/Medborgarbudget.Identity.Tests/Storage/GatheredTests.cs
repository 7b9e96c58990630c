using System.Collections.Concurrent;
using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Tests.Storage;

public sealed class GatheredTests : IDisposable
{
    private readonly ConcurrentQueue<int[]> _asked = [];
    private readonly SemaphoreSlim _database = new(0);
    private readonly Gathered<int, string> _gathered;

    public GatheredTests() => _gathered = new Gathered<int, string>(async numbers =>
    {
        _asked.Enqueue([.. numbers]);
        await _database.WaitAsync(Cancel);
        return numbers.Contains(13) ? throw new InvalidDataException("13") : [.. numbers.Select(number => $"{number}")];
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Those_who_come_while_a_question_is_under_way_share_the_next_and_each_gets_her_own_answer()
    {
        var first = await AskAsync(1);
        var others = Enumerable.Range(100, 50).Select(number => _gathered.AskAsync(number, Cancel)).ToList();
        _database.Release(2);
        (await first).ShouldBe("1");
        (await Task.WhenAll(others)).ShouldBe(Enumerable.Range(100, 50).Select(number => $"{number}"));
        _asked.Select(batch => batch.Length).ShouldBe([1, 50]);
    }

    [Fact]
    public async Task Nobody_gets_the_answer_of_a_question_that_began_before_hers()
    {
        var first = await AskAsync(7);
        var second = _gathered.AskAsync(7, Cancel);
        _database.Release(1);
        await first;
        second.IsCompleted.ShouldBeFalse();
        _database.Release(1);
        (await second).ShouldBe("7");
    }

    [Fact]
    public async Task Failure_is_told_to_who_shared_the_question_and_to_nobody_after()
    {
        var first = await AskAsync(1);
        var (unlucky, cause) = (_gathered.AskAsync(2, Cancel), _gathered.AskAsync(13, Cancel));
        _database.Release(2);
        (await first).ShouldBe("1");
        await Should.ThrowAsync<InvalidDataException>(unlucky);
        await Should.ThrowAsync<InvalidDataException>(cause);
        _database.Release(1);
        (await _gathered.AskAsync(2, Cancel)).ShouldBe("2");
    }

    [Fact]
    public async Task Who_goes_away_leaves_the_others_their_answers()
    {
        var first = await AskAsync(1);
        using var patience = new CancellationTokenSource();
        var (impatient, patient) = (_gathered.AskAsync(2, patience.Token), _gathered.AskAsync(3, Cancel));
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(impatient);
        _database.Release(2);
        await first;
        (await patient).ShouldBe("3");
    }

    /// <summary>Asks, and returns when the question is under way.</summary>
    private async Task<Task<string>> AskAsync(int number)
    {
        var answer = _gathered.AskAsync(number, Cancel);
        while (_asked.IsEmpty)
        {
            await Task.Delay(1, Cancel);
        }

        return answer;
    }
}
