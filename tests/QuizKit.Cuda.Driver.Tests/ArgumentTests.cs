// What a program does wrong gets the error of a real driver, and the process goes on.

using System.Text;
using QuizKit.Cuda.Emulator;
using Xunit;

namespace QuizKit.Cuda.Driver.Tests;

public sealed unsafe class ArgumentTests : InContext
{
    private const int InvalidValue = 1, OutOfMemory = 2, InvalidDevice = 101, InvalidContext = 201, NoBinary = 209, InvalidPtx = 218,
        InvalidHandle = 400, NotFound = 500;

    private const nint NoHandle = 0x7777;

    /// <summary>The functions that write through their first parameter.</summary>
    public static TheoryData<string> Writers => [
        "cuDriverGetVersion", "cuDeviceGetCount", "cuDeviceGet", "cuCtxCreate_v2", "cuCtxGetCurrent", "cuCtxGetCacheConfig",
        "cuCtxGetSharedMemConfig", "cuCtxGetDevice", "cuDevicePrimaryCtxRetain", "cuMemAlloc_v2", "cuMemAllocHost_v2", "cuMemGetInfo_v2",
        "cuStreamCreate", "cuStreamCreateWithPriority", "cuEventCreate", "cuModuleLoadData", "cuDeviceTotalMem_v2",
    ];

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_null_pointer_for_a_result_is_an_invalid_value(string function) =>
        Assert.Equal(InvalidValue, Cuda.Call3(function, 0, 0, 0));

    [Fact]
    public void A_function_of_a_context_fails_on_a_thread_that_has_none()
    {
        nint pointer;
        var results = new List<int>();
        var address = (nint)(&pointer);

        var thread = new Thread(() => results.AddRange(
        [
            Cuda.Call2("cuMemAlloc_v2", address, 64), Cuda.Call0("cuCtxSynchronize"), Cuda.Call2("cuStreamCreate", address, 0),
            Cuda.LoadData(Cuda.AddText, out _), Cuda.Launch(NoHandle, new(1), new(1)),
        ]));
        thread.Start();
        thread.Join();

        Assert.All(results, result => Assert.Equal(InvalidContext, result));
        Assert.Equal(5, results.Count);
    }

    [Fact]
    public void A_context_made_current_on_another_thread_works_there()
    {
        var result = -1;
        var thread = new Thread(() =>
        {
            Cuda.Call1("cuCtxSetCurrent", Context);
            result = Cuda.Call0("cuCtxSynchronize");
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, result);
    }

    [Fact]
    public void There_is_one_device_and_no_second()
    {
        int device, canAccess;
        Assert.Equal(1, Cuda.Made("cuDeviceGetCount") & int.MaxValue);
        Assert.Equal(InvalidDevice, Cuda.Call2("cuDeviceGet", (nint)(&device), 1));
        Assert.Equal(InvalidDevice, Cuda.Call2("cuDeviceGet", (nint)(&device), -1));
        Assert.Equal(InvalidDevice, Cuda.Call3("cuDeviceCanAccessPeer", (nint)(&canAccess), 0, 1));
        Assert.Equal(InvalidDevice, Cuda.Call4("cuDeviceGetP2PAttribute", (nint)(&canAccess), 1, 0, 0));
    }

    [Fact]
    public void A_name_is_cut_to_its_room_and_ends_in_a_zero()
    {
        var name = stackalloc byte[8];
        name[4] = 0x55;
        Assert.Equal(0, Cuda.Call3("cuDeviceGetName", (nint)name, 4, 0));
        Assert.Equal("CUD", Encoding.ASCII.GetString(name, 3));
        Assert.Equal((0, 0x55), (name[3], name[4]));
        Assert.Equal(InvalidValue, Cuda.Call3("cuDeviceGetName", (nint)name, 0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100_000)]
    public void An_attribute_that_does_not_exist_is_an_invalid_value(int attribute)
    {
        int value;
        Assert.Equal(InvalidValue, Cuda.Call3("cuDeviceGetAttribute", (nint)(&value), attribute, 0));
    }

    [Fact]
    public void Memory_ends_where_the_device_says_and_comes_back()
    {
        nint free, total, pointer;
        Cuda.Call2("cuMemGetInfo_v2", (nint)(&free), (nint)(&total));
        var before = free;

        Assert.Equal(OutOfMemory, Cuda.Call2("cuMemAlloc_v2", (nint)(&pointer), free + 1));
        Assert.Equal(OutOfMemory, Cuda.Call2("cuMemAlloc_v2", (nint)(&pointer), -1));
        Assert.Equal(InvalidValue, Cuda.Call2("cuMemAlloc_v2", (nint)(&pointer), 0));
        var made = Cuda.Made("cuMemAlloc_v2", 1000);
        Cuda.Call2("cuMemGetInfo_v2", (nint)(&free), (nint)(&total));
        Assert.Equal(before - 1000, free);
        Cuda.Call1("cuMemFree_v2", made);
        Cuda.Call2("cuMemGetInfo_v2", (nint)(&free), (nint)(&total));
        Assert.Equal(before, free);
    }

    [Fact]
    public void Only_the_start_of_an_allocation_can_be_freed_and_once()
    {
        var pointer = Cuda.Made("cuMemAlloc_v2", 64);
        Assert.Equal(InvalidValue, Cuda.Call1("cuMemFree_v2", pointer + 4));
        Assert.Equal(InvalidValue, Cuda.Call1("cuMemFree_v2", 0x1234));
        Assert.Equal(0, Cuda.Call1("cuMemFree_v2", 0));
        Assert.Equal(0, Cuda.Call1("cuMemFree_v2", pointer));
        Assert.Equal(InvalidValue, Cuda.Call1("cuMemFree_v2", pointer));
    }

    [Fact]
    public void A_copy_that_names_no_direction_knows_an_address_of_the_device_behind_the_end_and_after_the_free()
    {
        var (pointer, other) = (Cuda.Made("cuMemAlloc_v2", 64), Cuda.Made("cuMemAlloc_v2", 64));
        var host = stackalloc byte[64];

        Assert.Equal(InvalidValue, Cuda.Call4("cuMemcpyAsync", pointer + 64, (nint)host, 16, 0));
        Assert.Equal(InvalidValue, Cuda.Call4("cuMemcpyAsync", (nint)host, pointer - 16, 16, 0));
        Cuda.Call1("cuMemFree_v2", pointer);
        Assert.Equal(InvalidValue, Cuda.Call4("cuMemcpyAsync", (nint)host, pointer, 16, 0));
        Assert.Equal(InvalidValue, Cuda.Call3("cuMemcpy", pointer + 63, other, 1));
        Assert.Equal(0, Cuda.Call4("cuMemcpyAsync", other, (nint)host, 16, 0));
    }

    [Fact]
    public void A_copy_stays_within_its_allocation()
    {
        var pointer = Cuda.Made("cuMemAlloc_v2", 64);
        var host = stackalloc byte[80];
        for (var i = 0; i < 80; i++) host[i] = (byte)i;

        Assert.Equal(0, Cuda.Call3("cuMemcpyHtoD_v2", pointer, (nint)host, 64));
        Assert.Equal(InvalidValue, Cuda.Call3("cuMemcpyHtoD_v2", pointer, (nint)host, 65));
        Assert.Equal(InvalidValue, Cuda.Call3("cuMemcpyHtoD_v2", pointer + 1, (nint)host, 64));
        Assert.Equal(InvalidValue, Cuda.Call3("cuMemcpyHtoD_v2", pointer, 0, 64));
        Assert.Equal(InvalidValue, Cuda.Call3("cuMemcpyDtoH_v2", (nint)host, pointer, 65));
        Assert.Equal(InvalidValue, Cuda.Call4("cuMemsetD8Async", pointer, 1, 65, 0));
        Assert.Equal(InvalidValue, Cuda.Call3("cuMemsetD32_v2", pointer + 2, 1, 4));
        Assert.Equal(0, Cuda.Call3("cuMemcpyDtoH_v2", (nint)host, pointer + 60, 4));
        Assert.Equal([60, 61, 62, 63], new ReadOnlySpan<byte>(host, 4).ToArray());
    }

    [Fact]
    public void A_copy_without_directions_finds_them_by_the_addresses()
    {
        var (first, second) = (Cuda.Made("cuMemAlloc_v2", 16), Cuda.Made("cuMemAlloc_v2", 16));
        var host = stackalloc int[] { 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0 };

        Assert.Equal(0, Cuda.Call4("cuMemcpyAsync", first, (nint)host, 16, 0));
        Assert.Equal(0, Cuda.Call4("cuMemcpyAsync", second, first, 16, 0));
        Assert.Equal(0, Cuda.Call4("cuMemcpyAsync", (nint)(host + 4), second, 16, 0));
        Assert.Equal(0, Cuda.Call4("cuMemcpyAsync", (nint)(host + 8), (nint)(host + 4), 16, 0));
        Assert.Equal([1, 2, 3, 4], new ReadOnlySpan<int>(host + 8, 4).ToArray());
    }

    [Fact]
    public void A_fill_of_wider_elements_writes_each_of_them()
    {
        var pointer = Cuda.Made("cuMemAlloc_v2", 12);
        var host = stackalloc uint[3];
        Assert.Equal(0, Cuda.Call3("cuMemsetD32_v2", pointer, 0x01020304, 2));
        Assert.Equal(0, Cuda.Call3("cuMemsetD16_v2", pointer + 8, 0x0506, 2));
        Assert.Equal(0, Cuda.Call3("cuMemcpyDtoH_v2", (nint)host, pointer, 12));
        Assert.Equal([0x01020304u, 0x01020304u, 0x05060506u], new ReadOnlySpan<uint>(host, 3).ToArray());
    }

    [Fact]
    public void Memory_of_the_host_is_registered_once_and_unregistered_once()
    {
        const int AlreadyRegistered = 712, NotRegistered = 713;
        var host = stackalloc byte[64];
        nint device;
        Assert.Equal(InvalidValue, Cuda.Call3("cuMemHostGetDevicePointer_v2", (nint)(&device), (nint)host, 0));
        Assert.Equal(0, Cuda.Call3("cuMemHostRegister_v2", (nint)host, 64, 0));
        Assert.Equal(AlreadyRegistered, Cuda.Call3("cuMemHostRegister_v2", (nint)host + 32, 64, 0));
        Assert.Equal(0, Cuda.Call3("cuMemHostGetDevicePointer_v2", (nint)(&device), (nint)host, 0));
        Assert.Equal(InvalidValue, Cuda.Call1("cuMemFreeHost", (nint)host));
        Assert.Equal(0, Cuda.Call1("cuMemHostUnregister", (nint)host));
        Assert.Equal(NotRegistered, Cuda.Call1("cuMemHostUnregister", (nint)host));

        var ours = Cuda.Made("cuMemAllocHost_v2", 64);
        Assert.Equal(0, Cuda.Call1("cuMemFreeHost", ours));
    }

    [Fact]
    public void The_kind_of_memory_is_known_by_its_address()
    {
        int kind;
        var device = Cuda.Made("cuMemAlloc_v2", 64);
        var host = Cuda.Made("cuMemAllocHost_v2", 64);
        Assert.Equal(0, Cuda.Call3("cuPointerGetAttribute", (nint)(&kind), 2, device + 63));
        Assert.Equal(2, kind);
        Assert.Equal(0, Cuda.Call3("cuPointerGetAttribute", (nint)(&kind), 2, host));
        Assert.Equal(1, kind);
        Assert.Equal(InvalidValue, Cuda.Call3("cuPointerGetAttribute", (nint)(&kind), 2, device + 64));
        Cuda.Call1("cuMemFreeHost", host);
    }

    [Theory]
    [InlineData("cuStreamSynchronize")]
    [InlineData("cuStreamDestroy_v2")]
    [InlineData("cuEventQuery")]
    [InlineData("cuEventSynchronize")]
    [InlineData("cuEventDestroy_v2")]
    [InlineData("cuModuleUnload")]
    public void What_is_not_a_handle_is_an_invalid_handle(string function) =>
        Assert.Equal(InvalidHandle, Cuda.Call1(function, NoHandle));

    [Fact]
    public void A_handle_of_another_kind_is_an_invalid_handle() =>
        Assert.Equal(InvalidHandle, Cuda.Call1("cuStreamSynchronize", Cuda.Made("cuEventCreate")));

    [Fact]
    public void A_context_that_is_gone_is_an_invalid_context()
    {
        var other = Cuda.Made("cuCtxCreate_v2");
        Assert.Equal(0, Cuda.Call1("cuCtxDestroy_v2", other));
        Assert.Equal(InvalidContext, Cuda.Call1("cuCtxDestroy_v2", other));
        Assert.Equal(InvalidContext, Cuda.Call1("cuCtxSetCurrent", other));
        Assert.Equal(0, Cuda.Call0("cuCtxSynchronize"));
    }

    [Fact]
    public void A_context_takes_its_memory_with_it()
    {
        var other = Cuda.Made("cuCtxCreate_v2");
        var pointer = Cuda.Made("cuMemAlloc_v2", 64);
        Cuda.Call1("cuCtxDestroy_v2", other);
        Assert.Equal(InvalidValue, Cuda.Call1("cuMemFree_v2", pointer));
    }

    [Fact]
    public void Events_have_the_time_between_them()
    {
        float milliseconds;
        var (start, end, none) = (Cuda.Made("cuEventCreate"), Cuda.Made("cuEventCreate"), Cuda.Made("cuEventCreate", 2));
        Assert.Equal(InvalidHandle, Cuda.Call3("cuEventElapsedTime", (nint)(&milliseconds), start, end));
        Cuda.Call2("cuEventRecord", start, 0);
        Thread.Sleep(20);
        Cuda.Call2("cuEventRecord", end, 0);
        Cuda.Call2("cuEventRecord", none, 0);

        Assert.Equal(0, Cuda.Call3("cuEventElapsedTime", (nint)(&milliseconds), start, end));
        Assert.True(milliseconds >= 19, $"{milliseconds} ms");
        Assert.Equal(InvalidHandle, Cuda.Call3("cuEventElapsedTime", (nint)(&milliseconds), start, none));
    }

    [Fact]
    public void An_error_has_its_name_and_its_text()
    {
        nint text;
        Assert.Equal("CUDA_ERROR_ILLEGAL_ADDRESS", Cuda.Text("cuGetErrorName", 700));
        Assert.Equal("an illegal memory access was encountered", Cuda.Text("cuGetErrorString", 700));
        Assert.All(Enum.GetValues<CudaError>(), result => Assert.NotEmpty(Cuda.Text("cuGetErrorString", (int)result)));
        Assert.Equal(InvalidValue, Cuda.Call2("cuGetErrorString", 12345, (nint)(&text)));
        Assert.Equal(0, text);
    }

    [Fact]
    public void A_module_has_its_kernels_and_no_other()
    {
        Assert.Equal(0, Cuda.LoadData(Cuda.AddText, out var module));
        Assert.Equal(NotFound, Cuda.GetFunction(module, "subtract", out _));
        Assert.Equal(0, Cuda.GetFunction(module, "add", out var function));
        Assert.Equal(0, Cuda.Call1("cuModuleUnload", module));
        Assert.Equal(InvalidHandle, Cuda.GetFunction(module, "add", out _));
        Assert.Equal(InvalidHandle, Cuda.Launch(function, new(1), new(1)));
    }

    [Fact]
    public void A_variable_of_a_module_is_found_by_its_name_until_the_module_is_unloaded()
    {
        var number = 0;
        Assert.Equal(0, Cuda.LoadData(".version 7.0\n.target sm_80\n.address_size 64\n.global .u32 table[3] = {7, 8, 9};\n", out var module));
        Assert.Equal(0, Cuda.GetGlobal(module, "table", out var address, out var bytes));
        Assert.Equal(12, bytes);
        Assert.Equal(0, Cuda.Call3("cuMemcpyDtoH_v2", (nint)(&number), address + 8, 4));
        Assert.Equal(9, number);
        Assert.Equal(NotFound, Cuda.GetGlobal(module, "tables", out _, out _));
        Cuda.Call1("cuModuleUnload", module);
        Assert.Equal(InvalidValue, Cuda.Call3("cuMemcpyDtoH_v2", (nint)(&number), address, 4));
    }

    [Fact]
    public void A_text_that_is_not_PTX_is_an_invalid_PTX() => Assert.Equal(InvalidPtx, Cuda.LoadData("void add() { }", out _));

    [Fact]
    public void Machine_code_is_of_no_use() => Assert.Equal(NoBinary, Cuda.LoadData("\u007FELF\u0002\u0001\u0001", out _));

    [Fact]
    public void The_error_log_has_the_line_and_ends_in_its_room()
    {
        var text = Cuda.AddText.Replace(".version 7.0", "versio", StringComparison.Ordinal);
        var log = stackalloc byte[200];
        var options = stackalloc int[] { 5, 6 };
        var values = stackalloc nint[] { (nint)log, 200 };
        Assert.Equal(InvalidPtx, Load(text, options, values));
        var message = Encoding.UTF8.GetString(log, (int)values[1] - 1);
        Assert.Contains("PTX line 1:", message, StringComparison.Ordinal);
        Assert.Equal(0, log[values[1] - 1]);

        values[1] = 10;
        log[10] = 0x55;
        Assert.Equal(InvalidPtx, Load(text, options, values));
        Assert.Equal((message[..9], 0, 0x55), (Encoding.UTF8.GetString(log, 9), log[9], log[10]));
    }

    private static int Load(string text, int* options, nint* values)
    {
        nint module;
        fixed (byte* image = (byte[])[.. Encoding.UTF8.GetBytes(text), 0])
        {
            var load = (delegate* unmanaged<nint*, byte*, uint, int*, nint*, int>)Cuda.Entry("cuModuleLoadDataEx");
            return load(&module, image, 2, options, values);
        }
    }
}
