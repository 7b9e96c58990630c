namespace Medborgarbudget.Identity.Storage;

/// <summary>
/// Lets callers who wait at the same time share one question to the database: while one is under way, those who come wait for the next. Nothing is remembered, so
/// each answer is of a question that began after it was asked for. On a voting day a database answers one question about twenty persons at little more than the
/// cost of one about one. When a question fails, all who shared it fail. Ballot tokens are signed so too, which asks no database.
/// </summary>
/// <param name="ask">Answers in the order of the questions.</param>
/// <param name="most">As many questions as are asked together.</param>
internal sealed class Gathered<TQuestion, TAnswer>(Func<IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> ask, int most = 256)
{
    private readonly Lock _lock = new();
    private readonly Queue<Item> _waiting = [];
    private bool _isAsking;

    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken cancellationToken)
    {
        var item = new Item(question, new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            _waiting.Enqueue(item);
            if (!_isAsking)
            {
                _isAsking = true;

                // Without the context of whoever comes first: the question is not hers alone, nor does it end with her request.
                ThreadPool.UnsafeQueueUserWorkItem(static gathered => _ = gathered.AskAllAsync(), this, preferLocal: false);
            }
        }

        return item.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task AskAllAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                var answers = await ask(batch.ConvertAll(item => item.Question));
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Answer.SetResult(answers[i]);
                }
            }
            catch (Exception failure)
            {
                batch.ForEach(item => item.Answer.TrySetException(failure));
            }
        }
    }

    /// <summary>Those who wait, at most so many; none ends the asking.</summary>
    private List<Item> Take()
    {
        lock (_lock)
        {
            var batch = new List<Item>(Math.Min(_waiting.Count, most));
            while (batch.Count < most && _waiting.TryDequeue(out var item))
            {
                batch.Add(item);
            }

            _isAsking = batch.Count > 0;
            return batch;
        }
    }

    private sealed record Item(TQuestion Question, TaskCompletionSource<TAnswer> Answer);
}
