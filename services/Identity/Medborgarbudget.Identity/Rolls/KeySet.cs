namespace Medborgarbudget.Identity.Rolls;

/// <summary>
/// The keyed hashes of a roll so far. A <see cref="HashSet{T}"/> takes 36 bytes for each place and nearly twice the places: this one has the keys
/// in their places alone, so that a million take 32 MiB instead of 75 while it grows.
/// </summary>
internal sealed class KeySet
{
    private UInt128[] _places = new UInt128[1024];
    private int _count;
    private bool _hasZero;

    /// <summary>False when the key was there already.</summary>
    public bool Add(UInt128 key)
    {
        // An empty place is zero.
        if (key == default)
        {
            return !_hasZero && (_hasZero = true);
        }

        var place = PlaceOf(_places, key);
        if (_places[place] == key)
        {
            return false;
        }

        _places[place] = key;
        if (++_count > _places.Length / 4 * 3)
        {
            Grow();
        }

        return true;
    }

    private void Grow()
    {
        var places = new UInt128[_places.Length * 2];
        foreach (var key in _places)
        {
            if (key != default)
            {
                places[PlaceOf(places, key)] = key;
            }
        }

        _places = places;
    }

    /// <summary>Where the key stands, or would. Its last bits are as good as random.</summary>
    private static int PlaceOf(UInt128[] places, UInt128 key)
    {
        var place = (int)(key & (UInt128)(places.Length - 1));
        while (places[place] != default && places[place] != key)
        {
            place = (place + 1) & (places.Length - 1);
        }

        return place;
    }
}
