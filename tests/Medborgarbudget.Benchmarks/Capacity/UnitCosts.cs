namespace Medborgarbudget.Benchmarks.Capacity;

/// <summary>What one of each costs, as measured. Microseconds are processor time, bytes are on disk unless said otherwise.</summary>
/// <param name="Conditions">Machine and size of the measurement.</param>
internal sealed record UnitCosts(string Conditions, BallotCosts Ballot, SignInCosts SignIn, PageCosts Page);

/// <summary>A voter who looks at the ballot with a token that is new, and casts.</summary>
/// <param name="RedisBytes">In memory, while the vote is open.</param>
/// <param name="GatewayMebibytes">The most that was resident.</param>
internal sealed record BallotCosts(
    double GatewayMicros, double VotingMicros, double PostgresMicros, double RedisMicros, double RedisBytes, double LedgerBytes, double WalBytes, double GatewayMebibytes, double VotingMebibytes);

/// <summary>A voter from no session to a ballot token.</summary>
/// <param name="RollBytes">Of an entry of the roll, whether or not the person comes.</param>
internal sealed record SignInCosts(double IdentityMicros, double PostgresMicros, double Bytes, double WalBytes, double RollBytes, double IdentityMebibytes);

/// <summary>A public read that the gateway has kept, and a page of the web that asks nothing.</summary>
internal sealed record PageCosts(double ReadMicros, double WebMicros, double WebMebibytes);
