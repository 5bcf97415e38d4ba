// The PTX of each matrix instruction on CUDA in software, in this process: the operands get to their places, and the parameters are found.

using System.Buffers.Binary;
using QuizKit.Cuda.Emulator;
using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Cuda.Emulator.Devices;
using QuizKit.Devices.Workloads;
using QuizKit.Laboratory.TensorCores;
using Xunit;

namespace QuizKit.Laboratory.Tests.TensorCores;

public sealed class MatrixInstructionTests
{
    public static IEnumerable<object[]> Instructions { get; } = MatrixInstruction.All.Select(instruction => new object[] { instruction.Name });

    [Theory]
    [MemberData(nameof(Instructions))]
    public void The_unit_of_the_emulator_is_found_through_the_instruction(string name)
    {
        var instruction = MatrixInstruction.All.Single(instruction => instruction.Name == name);

        var found = TensorCoreStudy.Probe(instruction, EmulatedUnit(instruction), capability: 90, Scale.Quick, seed: 6, default);

        Assert.Null(found.Problem);
        Assert.Equal(new UnitReplay(2000, 2000, null), found.Replay);
        Assert.Equal("Hopper", found.Published!.Architecture);
        Assert.Empty(found.Published.Differences);
        Assert.True(found.IsProven);
    }

    [Fact]
    public void A_unit_of_another_generation_is_named_by_what_differs()
    {
        var instruction = MatrixInstruction.All[0];

        var found = TensorCoreStudy.Probe(instruction, EmulatedUnit(instruction), capability: 80, Scale.Quick, seed: 6, default);

        Assert.False(found.IsProven);
        Assert.Equal("Ampere", found.Published!.Architecture);
        Assert.Equal(["products in a step: 16, published 8", "fraction bits: 25, published 24"], found.Published.Differences);
    }

    [Fact]
    public void The_steps_of_an_instruction_are_ranges_of_elements()
    {
        var instruction = MatrixInstruction.All.Single(instruction => instruction.Operand == OperandFormat.E5M2);

        var found = TensorCoreStudy.Probe(instruction, EmulatedUnit(instruction), capability: 90, Scale.Quick, seed: 6, default);

        Assert.Equal(
            "0–1, 4–5, 8–9, 12–13, 16–17, 20–21, 24–25, 28–29 | 2–3, 6–7, 10–11, 14–15, 18–19, 22–23, 26–27, 30–31",
            found.Parameters!.Order);
        Assert.Empty(found.Parameters.Open);
    }

    private static DotUnit EmulatedUnit(MatrixInstruction instruction)
    {
        var device = new CudaDevice(new CudaDeviceOptions { Workers = 1 });
        var kernel = device.Load(instruction.Ptx).Kernel("multiply");
        return new DotUnit(instruction.Operand, FloatFormat.Binary32, instruction.K, problems =>
        {
            var words = instruction.Pack([.. problems]);
            var warps = words.Length / instruction.WordsOfWarp;
            var inputs = device.Memory.Allocate(4 * words.Length);
            var outputs = device.Memory.Allocate(4 * 128 * warps);
            var bytes = new byte[4 * words.Length];
            for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
            device.Memory.Write(inputs, bytes);
            var parameters = new byte[16];
            BinaryPrimitives.WriteUInt64LittleEndian(parameters, inputs);
            BinaryPrimitives.WriteUInt64LittleEndian(parameters.AsSpan(8), outputs);
            device.Launch(kernel, new LaunchConfiguration(new(warps), new(32), 0), parameters);
            var results = new byte[4 * 128 * warps];
            device.Memory.Read(outputs, results);
            device.Memory.Free(inputs);
            device.Memory.Free(outputs);
            return MatrixInstruction.Unpack([.. results.Chunk(4).Select(word => BinaryPrimitives.ReadUInt32LittleEndian(word))], problems.Count);
        });
    }
}
