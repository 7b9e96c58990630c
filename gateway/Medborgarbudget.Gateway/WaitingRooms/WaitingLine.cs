using Medborgarbudget.Contracts.Gateway.V1;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>
/// One line: numbers are given in the order of coming and admitted in that order at a rate. While nobody waits, at most a second's worth
/// of admissions is saved. <c>line.lua</c> does the same, step by step. Times are microseconds.
/// </summary>
internal sealed class WaitingLine(int opensAt)
{
    private const long Second = 1_000_000;

    private WaitingRoomMode _mode = WaitingRoomMode.Automatic;
    private int _ownRate;
    private bool _isOpen;
    private long _issued;
    private long _admitted;

    /// <summary>The time up to which admissions have been used.</summary>
    private long _since;

    private long _second;
    private long _arrivals;
    private long _arrivalsBefore;

    /// <summary>Nothing would be lost if it were forgotten.</summary>
    public bool IsIdle => !_isOpen && _mode == WaitingRoomMode.Automatic && _ownRate == 0;

    private int Rate => Math.Max(1, _ownRate > 0 ? _ownRate : opensAt);

    public void Set(WaitingRoomMode mode, int rate) => (_mode, _ownRate) = (mode, rate);

    public Standing Step(LineStep step, long number, long now)
    {
        // Clocks of several gateways may differ: the line never goes back.
        now = Math.Max(now, _since);
        var isNew = step != LineStep.Look && (number < 1 || number > _issued);
        CountArrival(now, isNew && (step == LineStep.Enter || _isOpen));
        Advance(now);
        Decide(now);
        if (_isOpen && isNew)
        {
            number = Join(now);
        }

        return new Standing(_isOpen, _isOpen ? number : 0, _issued, _admitted, Rate, _mode);
    }

    private void CountArrival(long now, bool counts)
    {
        if (now / Second != _second)
        {
            _arrivalsBefore = now / Second == _second + 1 ? _arrivals : 0;
            (_second, _arrivals) = (now / Second, 0);
        }

        _arrivals += counts ? 1 : 0;
    }

    private void Advance(long now)
    {
        if (_issued > _admitted)
        {
            var steps = Math.Min(_issued - _admitted, (now - _since) * Rate / Second);
            _admitted += steps;
            _since += steps * Second / Rate;
        }

        if (_issued == _admitted)
        {
            _since = Math.Max(_since, now - Second);
        }
    }

    private void Decide(long now)
    {
        var wasOpen = _isOpen;
        _isOpen = _mode switch
        {
            WaitingRoomMode.Open => true,
            WaitingRoomMode.Automatic when opensAt > 0 => _arrivals > opensAt || (_isOpen && (_issued > _admitted || _arrivalsBefore > opensAt)),
            _ => false,
        };
        if (_isOpen && !wasOpen)
        {
            _since = now;
        }

        if (!_isOpen)
        {
            _admitted = _issued;
        }
    }

    private long Join(long now)
    {
        _issued++;
        if (_admitted == _issued - 1 && (now - _since) * Rate >= Second)
        {
            _admitted = _issued;
            _since += Second / Rate;
        }

        return _issued;
    }
}
