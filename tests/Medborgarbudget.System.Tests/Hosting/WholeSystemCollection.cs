namespace Medborgarbudget.System.Tests.Hosting;

/// <summary>Tests that run a whole system each, one class after the other: side by side they would starve one another.</summary>
internal static class WholeSystemCollection
{
    public const string Name = "whole system";
}
