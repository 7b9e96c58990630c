using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Tests.Features;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Medborgarbudget.Identity.Tests.Keys;

/// <summary>Somebody has Voting's database and tries every personal number there is.</summary>
public sealed class InversionTests(SqliteIdentity host) : IClassFixture<SqliteIdentity>
{
    private const string Number = "199602292386";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task V5_pseudonym_is_not_inverted_without_its_key_where_an_unkeyed_hash_is()
    {
        var (subBudget, pid) = await PseudonymAsync();
        var planted = new byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Prefix(subBudget), .. Encoding.ASCII.GetBytes(Number)], planted);

        var found = Search(subBudget, WithoutKey, [pid, planted[..PidBytes]]);

        found.ShouldBe(new Dictionary<string, string> { [Convert.ToHexString(planted[..PidBytes])] = Number });
    }

    [Fact]
    public async Task V5_pseudonym_is_inverted_with_its_key()
    {
        var (subBudget, pid) = await PseudonymAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<KeyStore>().FindAsync(subBudget, Cancel);
        var key = await scope.ServiceProvider.GetRequiredService<Pseudonyms>().UnwrapAsync(subBudget, row!.Wrapped!, Cancel);

        var found = Search(subBudget, [(input, hash) => HMACSHA256.HashData(key, input, hash)], [pid]);

        found.ShouldBe(new Dictionary<string, string> { [Convert.ToHexString(pid)] = Number });
    }

    [Fact]
    public void V5_space_holds_ten_million_valid_numbers()
    {
        (Days.Length * NumbersPerDay).ShouldBeGreaterThanOrEqualTo(10_000_000);
        var sample = Days.Where((_, i) => i % 500 == 0).SelectMany(NumbersOf).Select(Encoding.ASCII.GetString).ToList();
        sample.ShouldBeUnique();
        sample.ShouldAllBe(number => PersonalNumber.Read(number, new DateOnly(2027, 1, 1)) != null);
    }

    private const int NumbersPerDay = 999;
    private const int NumberBytes = 12;
    private const int PrefixBytes = 3 + 16;
    private const int PidBytes = 16;

    private static readonly DateOnly FirstDay = new(1990, 1, 1);

    /// <summary>Twenty-eight years of births.</summary>
    private static readonly DateOnly[] Days = [.. Enumerable.Range(0, 28 * 366).Select(FirstDay.AddDays).Where(day => day.Year < 2018)];

    /// <summary>What is hashed: sub-budget and number, as the protocol says. Gives 32 bytes.</summary>
    private delegate void Guess(ReadOnlySpan<byte> input, Span<byte> hash);

    /// <summary>What can be tried without K: the number alone, and everything of the protocol but the key.</summary>
    private static readonly Guess[] WithoutKey =
    [
        (input, hash) => SHA256.HashData(input[PrefixBytes..], hash),
        (input, hash) => SHA256.HashData(input, hash),
    ];

    /// <summary>Tries every number of the space on both cores; gives what was found, by hash. Ends early when everything is.</summary>
    private static Dictionary<string, string> Search(SubBudgetId subBudget, Guess[] guesses, IReadOnlyList<byte[]> wanted)
    {
        var found = new ConcurrentDictionary<string, string>();
        Parallel.ForEach(Days, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancel }, (day, loop) =>
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            byte[] input = [.. Prefix(subBudget), .. new byte[NumberBytes]];
            foreach (var number in NumbersOf(day))
            {
                number.CopyTo(input, PrefixBytes);
                foreach (var guess in guesses)
                {
                    guess(input, hash);
                    Compare(hash, number);
                }
            }

            if (found.Count == wanted.Count)
            {
                loop.Stop();
            }
        });
        return found.ToDictionary();

        void Compare(ReadOnlySpan<byte> hash, byte[] number)
        {
            foreach (var one in wanted)
            {
                if (hash.StartsWith(one))
                {
                    found[Convert.ToHexString(one)] = Encoding.ASCII.GetString(number);
                }
            }
        }
    }

    private static IEnumerable<byte[]> NumbersOf(DateOnly day)
    {
        var date = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        for (var serial = 1; serial <= NumbersPerDay; serial++)
        {
            var digits = new byte[NumberBytes];
            Encoding.ASCII.GetBytes(date, digits);
            (digits[8], digits[9], digits[10]) = (Digit(serial / 100), Digit(serial / 10), Digit(serial));
            digits[11] = CheckDigit(digits.AsSpan(2, 9));
            yield return digits;
        }
    }

    private static byte Digit(int value) => (byte)('0' + (value % 10));

    private static byte CheckDigit(ReadOnlySpan<byte> nine)
    {
        var sum = 0;
        for (var i = 0; i < nine.Length; i++)
        {
            var product = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return Digit(10 - (sum % 10));
    }

    private static byte[] Prefix(SubBudgetId subBudget) => [.. "mb1"u8, .. subBudget.Value.ToByteArray(bigEndian: true)];

    /// <summary>The pseudonym in a ballot token of a known person: what Voting's ledger has.</summary>
    private async Task<(SubBudgetId SubBudget, byte[] Pid)> PseudonymAsync()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportAsync($"key_type,key\npersonal_number,{Number}\n");
        await roll.EnterAsync("Voting");
        await using var scope = host.Services.CreateAsyncScope();
        var person = await scope.ServiceProvider.GetRequiredService<PersonStore>()
            .FindOrAddAsync(new PersonKey(RollKeyType.PersonalNumber, Number), "Bo Låtsas", Cancel);
        var token = new JsonWebToken((await roll.TokenAsync(person)).Token);
        return (roll.SubBudget, Base64Url.DecodeFromChars(token.GetClaim("pid").Value));
    }
}
