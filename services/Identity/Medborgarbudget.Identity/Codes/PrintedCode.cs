using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.Codes;

/// <summary>A code on its way to whom it is for. Hides itself in logs.</summary>
internal sealed record PrintedCode(CodeHolder Holder, SecretCode Code)
{
    public override string ToString() => "(printed code)";
}
