using System.Linq.Expressions;
using System.Reflection;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Messaging.Storage;

/// <summary>
/// Pages by the key of the last row given. Ids are time-ordered (UUID version 7) and both databases compare them from the first byte,
/// so the order of ids is the order of creation.
/// </summary>
public static class Keyset
{
    private static readonly MethodInfo Compared = typeof(Keyset).GetMethod(nameof(InDatabase), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The rows created before the one with this id; all when <paramref name="last"/> is no id (the first page).</summary>
    public static IQueryable<TRow> Before<TRow, TId>(this IQueryable<TRow> rows, Expression<Func<TRow, TId>> id, string? last)
        where TId : struct, IId<TId> => Narrow(rows, id, last, ExpressionType.LessThan);

    /// <summary>The rows created after the one with this id; all when <paramref name="last"/> is no id (the first page).</summary>
    public static IQueryable<TRow> After<TRow, TId>(this IQueryable<TRow> rows, Expression<Func<TRow, TId>> id, string? last)
        where TId : struct, IId<TId> => Narrow(rows, id, last, ExpressionType.GreaterThan);

    private static IQueryable<TRow> Narrow<TRow, TId>(IQueryable<TRow> rows, Expression<Func<TRow, TId>> id, string? last, ExpressionType comparison)
        where TId : struct, IId<TId>
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!Id.TryParse<TId>(last, out var value))
        {
            return rows;
        }

        Expression<Func<TId>> parameter = () => value;
        var method = Compared.MakeGenericMethod(typeof(TId));
        var compared = Expression.MakeBinary(comparison, id.Body, parameter.Body, liftToNull: false, method);
        return rows.Where(Expression.Lambda<Func<TRow, bool>>(compared, id.Parameters));
    }

    /// <summary>Stands in the expression for the database's own comparison; ids have none in C#, where their order means nothing.</summary>
    private static bool InDatabase<TId>(TId one, TId other) => throw new InvalidOperationException($"{one} and {other} are compared in the database.");
}
