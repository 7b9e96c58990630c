using Medborgarbudget.Web.Layout;

namespace Medborgarbudget.Web.Work;

/// <summary>What waits for the signed-in official.</summary>
internal static class WorkPages
{
    public static void MapWork(this IEndpointRouteBuilder app) => app.MapGet("/arbete", Show);

    private static async Task<IResult> Show(Officials officials, WorkQueue queue, CancellationToken cancellationToken)
    {
        if (officials.AskToSignIn() is { } signIn)
        {
            return signIn;
        }

        var me = await officials.MeAsync(cancellationToken);
        return Page.Of<WorkPage>(new WorkModel(await queue.ReadAsync(me, cancellationToken), me.Roles.Count > 0));
    }
}

/// <param name="Items">The most pressing first.</param>
/// <param name="HasRole">She holds any role anywhere.</param>
public sealed record WorkModel(IReadOnlyList<WorkItem> Items, bool HasRole);
