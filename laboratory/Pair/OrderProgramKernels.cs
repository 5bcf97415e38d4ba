// A linear layer on a device in a revealed order: one work item for each element, which interprets the program of the element.

using QuizKit.Laboratory.Orders;

namespace QuizKit.Laboratory.Pair;

internal static class OrderProgramKernels
{
    /// <summary>The integers of an instruction: its step, the first product, the stride and the count.</summary>
    public const int InstructionLength = 4;

    /// <summary>The integers before the instructions of a program: the number of instructions, and whether it is fused.</summary>
    public const int HeaderLength = 2;

    /// <summary>
    /// Element (e, o) is the sum of inputs[e, i]·weights[o, i] and biases[o] in the order of its program, which begins at
    /// programs[starts[e, o]]. The ReLUs follow all sums. Neighbouring work items share a row of the weights.
    /// </summary>
    [Kernel]
    internal static void LinearKernel(
        Index1D index, FloatView inputs, FloatView weights, FloatView biases, IntView programs, IntView starts, FloatView sums,
        LinearLaunch launch)
    {
        var stack = LocalMemory.Allocate<float>(OrderProgram.MostDepth);
        for (int i = index; i < launch.Shape.Elements; i += launch.Items)
        {
            int output = i / launch.Shape.Examples, example = i - (output * launch.Shape.Examples);
            var element = (example * launch.Shape.Outputs) + output;
            var sum = Run(
                inputs, example * launch.Shape.Inputs, weights, output * launch.Shape.Inputs, biases[output], programs, starts[element],
                stack);
            sums[element] = sum;
            sums[launch.Shape.Elements + element] = Exact32Functions.Relu(sum);
        }
    }

    private static float Run(
        FloatView inputs, int row, FloatView weights, int column, float bias, IntView programs, int start, ArrayView<float> stack)
    {
        var isFused = programs[start + 1] != 0;
        var end = start + HeaderLength + (programs[start] * InstructionLength);
        var top = -1;

        // The sum on top is kept in a register; the stack holds those below it.
        var sum = 0f;
        for (var at = start + HeaderLength; at < end; at += InstructionLength)
        {
            int step = programs[at], first = programs[at + 1], stride = programs[at + 2], count = programs[at + 3];
            if (step == (int)OrderStep.Add)
            {
                top--;
                sum = Exact32.Add(stack[top], sum);
            }
            else if (step == (int)OrderStep.ExtendBias)
            {
                sum = Exact32.Add(sum, bias);
            }
            else
            {
                if (step != (int)OrderStep.Extend)
                {
                    if (top >= 0) stack[top] = sum;
                    top++;
                }

                if (step == (int)OrderStep.PushBias)
                {
                    sum = bias;
                }
                else
                {
                    if (step == (int)OrderStep.Push)
                    {
                        sum = Exact32.Multiply(inputs[row + first], weights[column + first]);
                        first += stride;
                        count--;
                    }

                    sum = isFused
                        ? ExtendFused(sum, inputs, row + first, weights, column + first, stride, count)
                        : Extend(sum, inputs, row + first, weights, column + first, stride, count);
                }
            }
        }

        return sum;
    }

    private static float Extend(float sum, FloatView inputs, int a, FloatView weights, int w, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            sum = Exact32.Add(sum, Exact32.Multiply(inputs[a], weights[w]));
            a += stride;
            w += stride;
        }

        return sum;
    }

    private static float ExtendFused(float sum, FloatView inputs, int a, FloatView weights, int w, int stride, int count)
    {
        for (var i = 0; i < count; i++)
        {
            sum = Exact32.FusedMultiplyAdd(inputs[a], weights[w], sum);
            a += stride;
            w += stride;
        }

        return sum;
    }
}

/// <summary>The shape of a layer and the number of work items.</summary>
internal readonly record struct LinearLaunch(LinearShape Shape, int Items);
