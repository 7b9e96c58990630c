namespace Medborgarbudget.Web.Layout;

/// <summary>What is wrong in a form.</summary>
/// <param name="Field">Id of the field in the page; empty where it is the whole.</param>
/// <param name="Text">Said the same in the summary and at the field.</param>
public sealed record Fault(string Field, string Text);
