using CsCheck;
using Medborgarbudget.Identity.Rolls;

namespace Medborgarbudget.Identity.Tests.Domain;

public sealed class RollKeySetTests
{
    // Few different last bits, so that keys meet in one place, and zero, which an empty place looks like.
    private static readonly Gen<UInt128> Keys = Gen.Select(Gen.ULong[0, 3], Gen.ULong[0, 2_000], (first, last) => new UInt128(first, last));

    [Fact]
    public void Key_is_added_once() => Keys.Array[0, 10_000].Sample(keys =>
    {
        var (set, known) = (new KeySet(), new HashSet<UInt128>());
        return Array.TrueForAll(keys, key => set.Add(key) == known.Add(key));
    });
}
