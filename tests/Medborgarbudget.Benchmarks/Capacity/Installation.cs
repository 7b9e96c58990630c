namespace Medborgarbudget.Benchmarks.Capacity;

/// <summary>A program whose number follows the load.</summary>
/// <param name="RequestedMillicores">Of a pod: what the autoscaler's percentage is of, as overlay <c>prod</c> has it.</param>
internal sealed record ScaledProgram(string Name, int RequestedMillicores, Func<UnitCosts, double> MicrosOfVoter)
{
    public static readonly IReadOnlyList<ScaledProgram> All =
    [
        new("gateway", 500, costs => costs.Ballot.GatewayMicros + (Installation.ReadsOfVoter * costs.Page.ReadMicros)),
        new("web", 500, costs => Installation.PagesOfVoter * costs.Page.WebMicros),
        new("identity", 1_000, costs => costs.SignIn.IdentityMicros),
        new("voting", 500, costs => costs.Ballot.VotingMicros),
    ];
}

/// <summary>What so many voters need, from what one of each costs.</summary>
/// <param name="Voters">Who vote, all in all.</param>
internal sealed record Installation(UnitCosts Costs, long Voters)
{
    public const int ReadsOfVoter = 30;
    public const int PagesOfVoter = 12;

    /// <summary>An autoscaler adds pods when they use more than this of what they request.</summary>
    private const double Utilisation = 0.6;

    /// <summary>Cores of a cluster are slower than they are called, and TLS, telemetry and the questions of a page come on top.</summary>
    private const double Reserve = 2;

    private const int FewestPods = 2;
    private const int Turnout = 5;
    private const long SwedesEntitled = 8_196_423;
    private const int RedisMasters = 3;
    private const double Mebibyte = 1024 * 1024;

    /// <summary>The worst hour that is planned for: everybody in the last one before the close.</summary>
    public double PeakPerSecond => Voters / 3600.0;

    /// <summary>The last hour of a day in which people vote as in Estonia: 4.5 times the mean of 24 hours.</summary>
    public double OrdinaryPeakPerSecond => Voters * 4.5 / 86_400;

    /// <summary>The worst minute: television, half of all within three. More than is planned for waits in the waiting room, so long.</summary>
    public double TelevisionPerSecond => Voters / 2.0 / 180;

    public double WaitMinutes => ((TelevisionPerSecond / PeakPerSecond) - 1) * 3;

    public long Roll => Math.Max(Voters, Math.Min(Voters * Turnout, SwedesEntitled));

    public double CoresOf(ScaledProgram program) => PeakPerSecond * program.MicrosOfVoter(Costs) / 1e6;

    public int PodsOf(ScaledProgram program, double perSecond) =>
        Math.Max(FewestPods, (int)Math.Ceiling(perSecond * program.MicrosOfVoter(Costs) / 1e6 * Reserve / (Utilisation * program.RequestedMillicores / 1_000)));

    public double PostgresCores => PeakPerSecond * (Costs.Ballot.PostgresMicros + Costs.SignIn.PostgresMicros) / 1e6;

    public double WalMebibytesPerSecond => PeakPerSecond * (Costs.Ballot.WalBytes + Costs.SignIn.WalBytes) / Mebibyte;

    public double WalGibibytes => Voters * (Costs.Ballot.WalBytes + Costs.SignIn.WalBytes) / Mebibyte / 1024;

    /// <summary>Roll, ballots, sign-ins; the same again for dead rows and for what stands in the other databases, and five at the least.</summary>
    public double DatabaseGibibytes => 5 + (2 * ((Roll * Costs.SignIn.RollBytes) + (Voters * (Costs.Ballot.LedgerBytes + Costs.SignIn.Bytes))) / Mebibyte / 1024);

    public double RedisCores => PeakPerSecond * Costs.Ballot.RedisMicros / 1e6;

    /// <summary>Of each master and of its copy: its share of the ballots, the same again while the log is rewritten, and a quarter of a GiB for lines and sessions.</summary>
    public double RedisMebibytes => 256 + (2 * Voters * Costs.Ballot.RedisBytes / RedisMasters / Mebibyte);
}
