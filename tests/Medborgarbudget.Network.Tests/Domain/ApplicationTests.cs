using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network.Tests.Domain;

public sealed class ApplicationTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private static Application New() => Application.Submit(
        OrganisationId.From(Guid.NewGuid()),
        new ApplicationText("kansli@provby.invalid", "Två områden", new("Kommunstyrelsen", new(2027, 1, 10), "§ 3", "KS 1"), ["Ada"], ["Bo"]),
        Now);

    [Fact]
    public void Application_is_answered_once()
    {
        foreach (var answered in new[] { New().Admit().Value, New().Decline("Full kohort").Value, New().Withdraw().Value })
        {
            answered.Admit().Error.ShouldBe(NetworkErrors.ApplicationNotOpen);
            answered.Decline("x").Error.ShouldBe(NetworkErrors.ApplicationNotOpen);
            answered.Withdraw().Error.ShouldBe(NetworkErrors.ApplicationNotOpen);
        }
    }

    [Fact]
    public void Decline_keeps_its_reason()
    {
        var declined = New().Decline("Full kohort").Value;

        declined.State.ShouldBe(MembershipState.Declined);
        declined.Reason.ShouldBe("Full kohort");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Application_names_one_to_twenty_people(int count, bool isTaken)
    {
        var fields = new Fields();

        ApplicationText.ReadNames(fields, [.. Enumerable.Repeat("Ada Provare", count)], "projectLeaders");

        (fields.Error is null).ShouldBe(isTaken);
    }
}
