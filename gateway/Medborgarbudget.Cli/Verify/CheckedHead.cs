using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>A head that is well formed, signed, and follows the one before it.</summary>
/// <param name="Line">In heads.jsonl, from 1.</param>
/// <param name="FollowsBroken">Whether lines between it and the head before could not be used: then the order of the ballots between is unknown.</param>
internal sealed record CheckedHead(int Line, TreeHead Head, bool FollowsBroken);
