namespace Medborgarbudget.Web.Hosting;

/// <summary>A shared device at a voting place.</summary>
/// <param name="Path">Of the sub-budget that is voted in, without language.</param>
/// <param name="Name">Of the sub-budget.</param>
/// <param name="VotingPlace">Where it stands.</param>
/// <param name="Voter">Random, another for each voter: a form sent anew by the browser's way back is known by it.</param>
/// <param name="Until">When it is a kiosk no longer.</param>
public sealed record Kiosk(string Path, string Name, string VotingPlace, string Voter, DateTimeOffset Until);
