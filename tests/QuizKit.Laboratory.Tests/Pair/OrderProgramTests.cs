// Orders as programs, on the host and in the kernel, against recursion over the tree.

using System.Numerics;
using ILGPU.Runtime;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Pair;
using QuizKit.Numerics;
using Xunit;

namespace QuizKit.Laboratory.Tests.Pair;

[Collection(OnTheCpu.Name)]
public sealed class OrderProgramTests(CpuFixture cpu)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_program_gives_the_bits_of_its_tree(bool isFused)
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var products = 1 + random.Next(40);
            var tree = RandomOrders.Tree(products + 1, random);
            float[] a = RandomOrders.Numbers(products, random), w = RandomOrders.Numbers(products, random);
            var bias = RandomOrders.Numbers(1, random)[0];

            var sum = OrderProgram.Of(tree, isFused).Run(a, w, bias);

            Assert.True(sum.Equals(RandomOrders.Evaluate(tree, a, w, bias, isFused)), $"{tree}, fused: {isFused}");
        }
    }

    [Fact]
    public void Fused_and_unfused_programs_are_told_apart_by_random_numbers()
    {
        var random = new Random(2);
        var tree = RandomOrders.BiasLast(30);

        Assert.Contains(Enumerable.Range(0, 20), _ =>
        {
            float[] a = RandomOrders.Numbers(30, random), w = RandomOrders.Numbers(30, random);
            return OrderProgram.Of(tree, isFused: false).Run(a, w, 1f) != OrderProgram.Of(tree, isFused: true).Run(a, w, 1f);
        });
    }

    [Fact]
    public void The_stack_stays_as_low_as_the_logarithm_of_the_length()
    {
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var addends = 2 + random.Next(200);

            var program = OrderProgram.Of(RandomOrders.Tree(addends, random), isFused: false);

            Assert.InRange(program.Depth, 1, BitOperations.Log2((uint)addends) + 1);
            Assert.Equal(program.Depth, MeasuredDepth(program));
        }
    }

    [Fact]
    public void A_sum_from_left_to_right_is_two_instructions_whatever_its_length()
    {
        var program = OrderProgram.Of(RandomOrders.BiasLast(4096), isFused: false);

        Assert.Equal([new OrderInstruction(OrderStep.Push, 0, 1, 4096), new OrderInstruction(OrderStep.ExtendBias)], program.Instructions);
        Assert.Equal(
            [new OrderInstruction(OrderStep.PushBias), new OrderInstruction(OrderStep.Extend, 0, 1, 4096)], OrderProgram.Of(RandomOrders.BiasFirst(4096), isFused: false).Instructions);
    }

    [Fact]
    public void Lanes_are_runs_with_a_stride()
    {
        var program = OrderProgram.Of(RandomOrders.TwoLanes(7), isFused: true);

        Assert.Equal(
            [
                new OrderInstruction(OrderStep.Push, 0, 2, 4),
                new OrderInstruction(OrderStep.Push, 1, 2, 3),
                new OrderInstruction(OrderStep.Add),
                new OrderInstruction(OrderStep.ExtendBias),
            ],
            program.Instructions);
    }

    [Fact]
    public void A_product_that_meets_the_bias_is_the_one_that_is_fused()
    {
        // given: a product whose rounding shows, and a bias that cancels its head
        var a = 1f + (1f / 4096f);
        var program = OrderProgram.Of(SummationTree.Of(SummationTree.Of(0), SummationTree.Of(1)), isFused: true);

        Assert.Equal(MathF.ScaleB(1, -24), program.Run([a], [a], -(1f + (1f / 2048f))));
    }

    [Fact]
    public void An_operation_of_three_addends_is_refused()
    {
        var tree = SummationTree.Of(SummationTree.Of(0), SummationTree.Of(1), SummationTree.Of(2));

        Assert.Contains("adds 3 numbers in one operation", Assert.Throws<ArgumentException>(() => OrderProgram.Of(tree, isFused: false)).Message);
    }

    [Fact]
    public void The_kernel_gives_each_element_the_bits_of_its_own_program()
    {
        // given: a layer of 5 examples, 23 inputs and 7 outputs, whose elements have six orders at random
        var random = new Random(4);
        var shape = new LinearShape(5, 23, 7);
        var orders = Enumerable.Range(0, 6).Select(i => LinearOrder.Uniform(shape, RandomOrders.Tree(shape.Addends, random), isFused: i % 2 == 1).Orders[0]).ToList();
        var orderOf = Enumerable.Range(0, shape.Elements).Select(_ => (byte)random.Next(orders.Count)).ToArray();
        var order = new LinearOrder(shape, orders, orderOf);
        float[] inputs = RandomOrders.Numbers(5 * 23, random), weights = RandomOrders.Numbers(7 * 23, random), biases = RandomOrders.Numbers(7, random);
        using var network = new ImitatedNetwork(cpu.Accelerator, new NetworkOrders(order, Square(), Head()), inputs);
        using var w = cpu.Accelerator.Allocate1D(weights);
        using var b = cpu.Accelerator.Allocate1D(biases);

        var sums = network.Layer(1, w.View, b.View);

        for (var element = 0; element < shape.Elements; element++)
        {
            var (example, output) = (element / 7, element % 7);
            var tree = orders[orderOf[element]].Tree!;
            var expected = RandomOrders.Evaluate(
                tree, inputs[(example * 23)..((example + 1) * 23)], weights[(output * 23)..((output + 1) * 23)], biases[output], orderOf[element] % 2 == 1);
            Assert.True(expected.Equals(sums[element]), $"element {element}: {tree}");
        }

        // then: the next layer stands on the ReLU of this one, and the output leaves it as it is
        float[] headWeights = RandomOrders.Numbers(7, random), nextWeights = RandomOrders.Numbers(49, random);
        using var h = cpu.Accelerator.Allocate1D(headWeights);
        using var n = cpu.Accelerator.Allocate1D(nextWeights);
        using var zero = cpu.Accelerator.Allocate1D<float>([0f]);
        var relu = Enumerable.Range(0, 5).Select(example => sums[(example * 7)..((example + 1) * 7)].Select(z => MathF.Max(z, 0)).ToArray()).ToList();
        var logits = network.Head(h.View, zero.View);
        var next = network.Layer(2, n.View, b.View);
        for (var example = 0; example < 5; example++)
        {
            Assert.Equal(RandomOrders.Evaluate(RandomOrders.BiasLast(7), relu[example], headWeights, 0f, isFused: false), logits[example]);
            for (var output = 0; output < 7; output++)
            {
                Assert.Equal(
                    RandomOrders.Evaluate(RandomOrders.BiasFirst(7), relu[example], nextWeights[(output * 7)..((output + 1) * 7)], biases[output], isFused: true), next[(example * 7) + output]);
            }
        }

        static LinearOrder Square() => LinearOrder.Uniform(new LinearShape(5, 7, 7), RandomOrders.BiasFirst(7), isFused: true);

        static LinearOrder Head() => LinearOrder.Uniform(new LinearShape(5, 7, 1), RandomOrders.BiasLast(7), isFused: false);
    }

    private static int MeasuredDepth(OrderProgram program)
    {
        int depth = 0, most = 0;
        foreach (var instruction in program.Instructions)
        {
            depth += instruction.Step switch { OrderStep.Push or OrderStep.PushBias => 1, OrderStep.Add => -1, _ => 0 };
            most = Math.Max(most, depth);
        }

        Assert.Equal(1, depth);
        return most;
    }
}
