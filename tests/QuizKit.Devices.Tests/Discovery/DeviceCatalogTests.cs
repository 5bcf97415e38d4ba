// The catalog offers the CPU everywhere, and says why it leaves any other device out.

using System.Text.RegularExpressions;
using QuizKit.Devices.Discovery;
using Xunit;

namespace QuizKit.Devices.Tests.Discovery;

[Collection(OnTheCpu.Name)]
public sealed class DeviceCatalogTests(CpuFixture cpu)
{
    [Fact]
    public void The_first_device_is_the_cpu_on_any_machine()
    {
        var first = cpu.Catalog.Devices[0];

        Assert.Equal("cpu", first.Id);
        Assert.Equal(DeviceKind.Cpu, first.Kind);
        Assert.True(first.SupportsFloat64);
        Assert.Matches(@"^ILGPU \d+\.\d+\.\d+ CPU accelerator on \.NET 10", first.Platform);
    }

    [Fact]
    public void The_cpu_accelerator_has_two_multiprocessors_or_more_so_that_the_order_of_atomics_can_vary()
    {
        Assert.True(cpu.Catalog.Devices[0].Multiprocessors >= 2);
        Assert.Equal(cpu.Catalog.Devices[0].Multiprocessors, cpu.Accelerator.NumMultiprocessors);
    }

    [Theory]
    [InlineData("OpenCL")]
    [InlineData("CudaSoftware")]
    [InlineData("Cuda")]
    public void A_kind_of_device_is_either_offered_or_left_out_with_a_reason_and_a_remedy(string kindName)
    {
        var kind = Enum.Parse<DeviceKind>(kindName);

        var offered = cpu.Catalog.Devices.Where(device => device.Kind == kind).ToList();
        var leftOut = cpu.Catalog.LeftOut.Where(device => device.Kind == kind).ToList();

        Assert.NotEqual(0, offered.Count + leftOut.Count);
        Assert.All(leftOut, device => Assert.All([device.Name, device.Reason, device.Remedy], text => Assert.False(string.IsNullOrWhiteSpace(text))));
    }

    [Fact]
    public void Ids_are_unique_and_number_the_second_device_of_a_kind_from_one()
    {
        var ids = cpu.Catalog.Devices.Select(device => device.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches(new Regex("^(cpu|opencl|cuda)(:[1-9][0-9]*)?$"), id));
    }

    [Fact]
    public void Opening_a_device_of_another_catalog_names_it()
    {
        var stranger = cpu.Catalog.Devices[0] with { Id = "opencl:99" };

        var error = Assert.Throws<ArgumentException>(() => cpu.Catalog.Open(stranger));

        Assert.Contains("'opencl:99'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pocl_without_the_generic_address_space_is_left_out_for_that_reason()
    {
        var leftOut = DeviceCatalog.WhyLeftOut("pthread", "Portable Computing Language 3.0", supportsOpenCL2: true, hasGenericAddressSpace: false);

        Assert.NotNull(leftOut);
        Assert.Equal("pthread", leftOut.Name);
        Assert.Contains("generic address space", leftOut.Reason, StringComparison.Ordinal);
        Assert.Contains("PoCL", leftOut.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_of_OpenCL_1_is_left_out_for_its_version_first()
    {
        var leftOut = DeviceCatalog.WhyLeftOut("old", "Old 1.2", supportsOpenCL2: false, hasGenericAddressSpace: false);

        Assert.NotNull(leftOut);
        Assert.Contains("OpenCL C 2.0", leftOut.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Apple OpenCL 1.2", "Apple's OpenCL ends at 1.2")]
    [InlineData("Old 1.2", "Install a newer OpenCL driver")]
    public void Nobody_is_sent_to_look_for_a_driver_that_there_is_not(string platform, string remedy) =>
        Assert.Contains(
            remedy,
            DeviceCatalog.WhyLeftOut("M2", platform, supportsOpenCL2: false, hasGenericAddressSpace: false)!.Remedy,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(100, "-1", "CUDA_VISIBLE_DEVICES=-1 hides every device", "Unset CUDA_VISIBLE_DEVICES")]
    [InlineData(100, "", "CUDA_VISIBLE_DEVICES= hides every device", "Unset CUDA_VISIBLE_DEVICES")]
    [InlineData(100, null, "finds no device", "nvidia-smi")]
    [InlineData(34, null, "stub of the CUDA toolkit", "LD_LIBRARY_PATH")]
    [InlineData(803, null, "does not fit its kernel module", "Restart")]
    [InlineData(804, null, "does not fit its kernel module", "compatibility package")]
    [InlineData(999, "0", "does not start", "nvidia-smi")]
    public void A_CUDA_that_does_not_start_has_the_reason_of_its_code(int code, string? visible, string reason, string remedy)
    {
        var leftOut = DeviceCatalog.WhyCudaDoesNotStart(new CudaStart("/usr/lib/libcuda.so.1", code), visible);

        Assert.Contains(reason, leftOut.Reason, StringComparison.Ordinal);
        Assert.Contains($"cuInit of /usr/lib/libcuda.so.1 returned {code}", leftOut.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, leftOut.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_offers_both_is_not_left_out() =>
        Assert.Null(DeviceCatalog.WhyLeftOut("new", "New 3.0", supportsOpenCL2: true, hasGenericAddressSpace: true));
}
