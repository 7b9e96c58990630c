using System.Collections.Concurrent;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>Keeps codes in the memory of the one process that there is; they end with it.</summary>
internal sealed class MemoryKioskCodes(TimeProvider clock) : IKioskCodeStore
{
    private readonly ConcurrentDictionary<string, KioskCode> _byCode = new(StringComparer.Ordinal);

    public Task KeepAsync(KioskCode code)
    {
        foreach (var old in _byCode.Where(pair => pair.Value.Until <= clock.GetUtcNow()))
        {
            _byCode.TryRemove(old);
        }

        _byCode[code.Code] = code;
        return Task.CompletedTask;
    }

    public Task<KioskCode?> FindByIdAsync(string id) => Task.FromResult(_byCode.Values.FirstOrDefault(code => code.Id == id));

    public Task<KioskCode?> FindAsync(string code) => Task.FromResult(_byCode.GetValueOrDefault(code));

    public Task<bool> TakeAsync(KioskCode code) => Task.FromResult(_byCode.TryRemove(new KeyValuePair<string, KioskCode>(code.Code, code)));
}
