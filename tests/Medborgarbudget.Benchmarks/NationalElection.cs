using Medborgarbudget.Tally;

namespace Medborgarbudget.Benchmarks;

/// <summary>
/// A made-up national election, the same for the same number of ballots everywhere: 500 projects in 21 regions, costs from half a
/// million to some 60 million kronor, 250 kronor a voter. A ballot approves one to nine projects, half of them in the voter's own
/// region, popular ones more often; one ballot in a hundred is blank.
/// </summary>
internal static class NationalElection
{
    public const int ProjectCount = 500;

    private const int Regions = 21;
    private const long MoneyPerVoter = 250;
    private const int MostOnBallot = 9;
    private const ulong Seed = 20_260_101;

    public static Election Generate(int ballots)
    {
        var random = new SplitMix(Seed);
        var builder = new ElectionBuilder(VoteType.Approval, ballots * MoneyPerVoter * 100);
        for (var project = 0; project < ProjectCount; project++)
        {
            builder.AddProject($"P{project:000}", $"Projekt {project}", Cost(ref random, ballots));
        }

        Span<int> chosen = stackalloc int[MostOnBallot];
        for (var ballot = 0; ballot < ballots; ballot++)
        {
            builder.AddBallot(chosen[..Fill(chosen, ref random)]);
        }

        return builder.Build();
    }

    /// <summary>Costs follow the budget, so that elections of any size are alike: about one in five thousand to one in fifty of it.</summary>
    private static long Cost(ref SplitMix random, int ballots)
    {
        var size = random.Unit();
        var kronor = ballots * MoneyPerVoter * (0.00025 + (0.03 * size * size * size));
        return Math.Max(1, (long)kronor) * 100;
    }

    private static int Fill(Span<int> chosen, ref SplitMix random)
    {
        if (random.Below(100) == 0)
        {
            return 0;
        }

        var wanted = 1 + random.Below(MostOnBallot);
        var region = random.Below(Regions);
        var count = 0;
        while (count < wanted)
        {
            var popularity = random.Unit();
            var place = (int)(popularity * popularity * ProjectCount);
            var project = random.Below(2) == 0 ? place : Math.Min(ProjectCount - 1, (place / Regions * Regions) + region);
            if (!chosen[..count].Contains(project))
            {
                chosen[count++] = project;
            }
        }

        return count;
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.</summary>
    private struct SplitMix(ulong state)
    {
        private ulong state = state;

        public int Below(int limit) => (int)Math.BigMul((ulong)limit, Next(), out _);

        public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

        private ulong Next()
        {
            unchecked
            {
                state += 0x9E3779B97F4A7C15;
                var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
                mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
                return mixed ^ (mixed >> 31);
            }
        }
    }
}
