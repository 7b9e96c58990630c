namespace Medborgarbudget.Contracts.Tests.Descriptors;

public sealed class DescriptorSnapshotTests
{
    [Fact]
    public void Protos_are_what_was_committed() => Golden.ShouldHold("descriptors.txt", DescriptorText.Of(ContractDescriptors.Files));

    [Fact]
    public void Embedded_descriptors_are_those_of_the_generated_code()
    {
        var generated = Generated.Files.OrderBy(file => file.Name, StringComparer.Ordinal);

        DescriptorText.Of(generated).ShouldBe(DescriptorText.Of(ContractDescriptors.Files));
    }
}
