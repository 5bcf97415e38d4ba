// Writes a rule, or a revealed tree, as a C# class that imitates the implementation bit for bit.

using System.Globalization;
using System.Text;
using QuizKit.Laboratory.Formats;
using QuizKit.Laboratory.Orders;
using static System.FormattableString;

namespace QuizKit.Laboratory.Rules;

/// <summary>
/// The text of a class. Each rule becomes a method that adds up a run of numbers at a constant stride; a rule for sums, such as that of the
/// blocks, takes those in place of numbers.
/// </summary>
internal sealed class RuleCode
{
    private readonly RuleArithmetic _arithmetic;
    private readonly bool _isDot;
    private readonly string _number;
    private readonly string _sum;
    private readonly List<string> _methods = [];
    private readonly Dictionary<(OrderRule Rule, bool OfSums), string> _names = [];

    private RuleCode(RuleArithmetic arithmetic, bool isDot)
    {
        (_arithmetic, _isDot) = (arithmetic, isDot);
        (_number, _sum) = (TypeOf(arithmetic.Format)!, TypeOf(arithmetic.Kept)!);
    }

    /// <summary>Returns the class for a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="arithmetic">How its operations round.</param>
    /// <param name="target">The implementation.</param>
    /// <param name="proof">What supports the rule, in sentences, one a line.</param>
    /// <returns>The text, or null for a format that has no type in .NET.</returns>
    public static string? Of(OrderRule rule, RuleArithmetic arithmetic, OrderTarget target, IReadOnlyList<string> proof) =>
        TypeOf(arithmetic.Format) is null ? null
            : new RuleCode(arithmetic, target.Operation == OrderOperation.Dot).Write(rule, target, proof);

    /// <summary>The name of the class for a target: <c>NumpySum</c>.</summary>
    public static string NameOf(string target) => string.Concat(
        target.Split('.', '-', ' ').Where(word => word.Length > 0)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string? TypeOf(BinaryRounding format) =>
        format == BinaryRounding.Binary32 ? "float"
        : format == BinaryRounding.Binary64 ? "double"
        : format == BinaryRounding.Binary16 ? "Half"
        : null;

    private string Write(OrderRule rule, OrderTarget target, IReadOnlyList<string> proof)
    {
        var main = MethodOf(rule, ofSums: false);
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line($"// {(_isDot ? "The dot product" : "The sum")} of {target.Id} ({target.Place}), bit for bit.");
        Line("// Written by gpu-checks order --emit.");
        Line();
        Line("using System;");
        Line();
        Line("/// <summary>");
        foreach (var line in Wrapped($"The order of {target.Id}: {rule.Words}.")) Line("/// " + Escape(line));
        Line($"/// Each sum is kept in {_arithmetic.Kept.Name}{(_isDot ? $"; products are {_arithmetic.Products}" : "")}.");
        Line("/// </summary>");
        Line("/// <remarks>");
        foreach (var line in proof) Line("/// " + Escape(line));
        Line("/// </remarks>");
        Line($"public static class {NameOf(target.Id)}");
        Line("{");
        if (_isDot)
        {
            Line("    /// <summary>Returns the dot product of two arrays of the same length, which is at least 1.</summary>");
            Line($"    public static {_number} Dot(ReadOnlySpan<{_number}> x, ReadOnlySpan<{_number}> y) =>");
            Line($"        {Cast(_number, _sum)}{main}(x, y, 0, 1, x.Length);");
        }
        else
        {
            Line("    /// <summary>Returns the sum of an array of at least one number.</summary>");
            Line($"    public static {_number} Sum(ReadOnlySpan<{_number}> x) => {Cast(_number, _sum)}{main}(x, 0, 1, x.Length);");
        }

        foreach (var method in _methods)
        {
            Line();
            text.Append(method);
        }

        Line("}");
        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    // Lines of at most a hundred characters.
    private static IEnumerable<string> Wrapped(string text)
    {
        const int Width = 100;
        while (text.Length > Width && text.LastIndexOf(' ', Width) is > 0 and var end)
        {
            yield return text[..end];
            text = text[(end + 1)..];
        }

        yield return text;
    }

    private static string Cast(string to, string from) => to == from ? "" : $"({to})";

    /// <summary>The method of a rule, written once.</summary>
    private string MethodOf(OrderRule rule, bool ofSums)
    {
        ofSums = ofSums && (_isDot || _sum != _number);
        if (_names.TryGetValue((rule, ofSums), out var known)) return known;
        var stem = rule switch
        {
            ChainRule { Group: 0 } => "InOrder",
            ChainRule => "FirstBehindGroups",
            BackwardRule => "Backward",
            HalvesRule => "Halves",
            LanesRule lanes => Invariant($"Lanes{lanes.Width}"),
            BlocksRule blocks => Invariant($"Blocks{blocks.Block}"),
            CascadeRule => "Cascade",
            _ => "ByLength",
        } + (ofSums ? "OfSums" : "");
        var name = stem;
        for (var i = 2; _names.ContainsValue(name); i++) name = Invariant($"{stem}_{i}");
        _names.Add((rule, ofSums), name);
        var place = _methods.Count;
        var writer = new Method(this, ofSums);
        writer.Body(rule, name);
        var type = ofSums ? _sum : _number;
        var operands = writer.HasFactors ? $"ReadOnlySpan<{type}> x, ReadOnlySpan<{type}> y" : $"ReadOnlySpan<{type}> x";
        _methods.Insert(place, $$"""
                /// <summary>{{Escape(Capital(SummaryOf(rule)))}}.</summary>
                private static {{_sum}} {{name}}({{operands}}, int first, int stride, int count)
                {
            {{writer}}    }

            """.ReplaceLineEndings("\n"));
        return name;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string SummaryOf(OrderRule rule) => rule is CasesRule cases
        ? Invariant($"one order below {cases.From} numbers, another from there on") : rule.Words;

    /// <summary>The body of a method.</summary>
    private sealed class Method(RuleCode code, bool ofSums)
    {
        private readonly StringBuilder _text = new();
        private int _depth = 2;

        public bool HasFactors => code._isDot && !ofSums;

        private string Sum => code._sum;

        public override string ToString() => _text.ToString();

        public void Body(OrderRule rule, string name)
        {
            switch (rule)
            {
                case ChainRule { Group: 0 }:
                    Line($"var sum = {Value("first")};");
                    Loop("var i = 1", "i < count", "i++", () => Line(Add("sum", "first + (i * stride)")));
                    Line("return sum;");
                    break;
                case ChainRule chain:
                    Line(Invariant($"var grouped = (count - 1) / {chain.Group} * {chain.Group};"));
                    Line($"if (grouped == 0) return {Call(new ChainRule(), "first", "stride", "count")};");
                    Line($"var sum = {Call(new ChainRule(), "first + stride", "stride", "grouped")};");
                    Line(Add("sum", "first"));
                    Loop("var i = grouped + 1", "i < count", "i++", () => Line(Add("sum", "first + (i * stride)")));
                    Line("return sum;");
                    break;
                case BackwardRule:
                    Line($"var sum = {Value("first + ((count - 1) * stride)")};");
                    Loop("var i = count - 2", "i >= 0", "i--", () => Line(Add("sum", "first + (i * stride)")));
                    Line("return sum;");
                    break;
                case HalvesRule halves:
                    Halves(halves, name);
                    break;
                case BlocksRule blocks:
                    Line(Invariant($"var sums = new {Sum}[(count + {blocks.Block - 1}) / {blocks.Block}];"));
                    Loop("var block = 0", "block < sums.Length", "block++", () =>
                    {
                        Line(Invariant($"var start = block * {blocks.Block};"));
                        var length = Invariant($"Math.Min({blocks.Block}, count - start)");
                        Line($"sums[block] = {Call(blocks.Inner, "first + (start * stride)", "stride", length)};");
                    });
                    Line($"return {code.MethodOf(blocks.Outer, ofSums: true)}(sums, 0, 1, sums.Length);");
                    break;
                case CascadeRule cascade:
                    Cascade(cascade);
                    break;
                case CasesRule cases:
                    Line(Invariant($"return count < {cases.From}"));
                    Line($"    ? {Call(cases.Few, "first", "stride", "count")}");
                    Line($"    : {Call(cases.Many, "first", "stride", "count")};");
                    break;
                default:
                    Lanes((LanesRule)rule);
                    break;
            }
        }

        private void Halves(HalvesRule rule, string name)
        {
            Line(Invariant($"if (count <= {rule.Block}) return {Call(rule.Inner, "first", "stride", "count")};"));
            Line("var half = " + rule.Kind switch
            {
                HalfKind.Down when rule.Multiple == 1 => "count / 2;",
                HalfKind.Down => Invariant($"count / 2 / {rule.Multiple} * {rule.Multiple};"),
                HalfKind.Up when rule.Multiple > 1 =>
                    Invariant($"(((count + 1) / 2) + {rule.Multiple - 1}) / {rule.Multiple} * {rule.Multiple};"),
                HalfKind.PowerOfTwo => "1 << System.Numerics.BitOperations.Log2((uint)(count - 1));",
                _ => "(count + 1) / 2;",
            });
            if (rule.Multiple > 1)
                Line($"if (half == 0 || half >= count) return {Call(rule.Inner, "first", "stride", "count")};");
            var operands = HasFactors ? "x, y" : "x";
            Line(rule.Kind == HalfKind.Interleaved
                ? $"return {name}({operands}, first, 2 * stride, half) + {name}({operands}, first + stride, 2 * stride, count - half);"
                : $"return {name}({operands}, first, stride, half) + {name}({operands}, first + (half * stride), stride, count - half);");
        }

        private void Cascade(CascadeRule rule)
        {
            Line($"Span<{Sum}> levels = stackalloc {Sum}[32];");
            Line($"levels.Fill({Zero});");
            Loop("var i = 0", "i < count", "i++", () =>
            {
                Line(Add("levels[0]", "first + (i * stride)"));
                Line(Invariant($"long full = {rule.Step};"));
                Loop("var level = 0", "(i + 1) % full == 0", Invariant($"level++, full *= {rule.Step}"), () =>
                {
                    Line("levels[level + 1] += levels[level];");
                    Line($"levels[level] = {Zero};");
                });
            });
            Line("var sum = levels[0];");
            Loop("var level = 1", "level < levels.Length", "level++", () => Line("sum += levels[level];"));
            Line("return sum;");
        }

        private void Lanes(LanesRule rule)
        {
            var goesToLanes = rule.Tail is TailKind.FirstLanes or TailKind.LastLanes;
            Line(Invariant($"var whole = count / {rule.Width};"));
            Line(Invariant($"var rest = count % {rule.Width};"));
            if (!goesToLanes)
            {
                var few = rule.Tail == TailKind.Together ? rule.TailRule! : new ChainRule();
                Line($"if (whole == 0) return {Call(few, "first", "stride", "count")};");
            }

            Line(Invariant($"Span<{Sum}> lanes = stackalloc {Sum}[{rule.Width}];"));
            if (goesToLanes) Line($"lanes.Fill({Zero});");
            Loop("var lane = 0", goesToLanes ? "whole > 0 && lane < lanes.Length" : "lane < lanes.Length", "lane++", () =>
                Line($"lanes[lane] = {Call(rule.Inner, "first + (lane * stride)", "stride * lanes.Length", "whole")};"));
            Line("var tail = first + (whole * lanes.Length * stride);");
            if (goesToLanes)
            {
                var lane = rule.Tail == TailKind.FirstLanes ? "i" : "lanes.Length - rest + i";
                Loop("var i = 0", "i < rest", "i++", () => Line(Add($"lanes[{lane}]", "tail + (i * stride)")));
            }

            var place = 0;
            var additions = new Queue<(int To, int From)>(rule.Additions);
            var isFolded = false;
            foreach (var node in rule.Fold.InPostorder())
            {
                var to = TreeParts.First(node);
                if (node.Leaf < 0)
                {
                    // A regular fold is a loop, unless the rest is added in the middle of it.
                    isFolded = isFolded || (additions.Count == rule.Additions.Count && IsUndivided(rule) && Fold(rule));
                    var (sum, from) = additions.Dequeue();
                    if (!isFolded) Line(Invariant($"lanes[{sum}] += lanes[{from}];"));
                }

                if (place == rule.Place && !goesToLanes)
                {
                    if (rule.Tail == TailKind.Each)
                        Loop("var i = 0", "i < rest", "i++", () => Line(Add(Invariant($"lanes[{to}]"), "tail + (i * stride)")));
                    else
                        Line(Invariant($"if (rest > 0) lanes[{to}] += {Call(rule.TailRule!, "tail", "stride", "rest")};"));
                }

                place++;
            }

            Line("return lanes[0];");
        }

        /// <summary>Whether the rest is not added between two additions of lanes.</summary>
        private static bool IsUndivided(LanesRule rule)
        {
            if (rule.Tail is TailKind.FirstLanes or TailKind.LastLanes) return true;
            var nodes = rule.Fold.InPostorder().ToList();
            return rule.Place == nodes.Count - 1 || nodes.Take(rule.Place + 1).All(node => node.Leaf >= 0);
        }

        /// <summary>Writes the additions of lanes as a loop, where one of three has the same order.</summary>
        private bool Fold(LanesRule rule)
        {
            if (IsFold(new ChainRule()))
            {
                Loop("var lane = 1", "lane < lanes.Length", "lane++", () => Line("lanes[0] += lanes[lane];"));
                return true;
            }

            if ((rule.Width & (rule.Width - 1)) != 0) return false;
            if (IsFold(new HalvesRule(HalfKind.Down, 1, 1, new ChainRule())))
            {
                Loop("var step = 1", "step < lanes.Length", "step *= 2", () =>
                    Loop("var lane = 0", "lane < lanes.Length", "lane += 2 * step", () => Line("lanes[lane] += lanes[lane + step];")));
                return true;
            }

            if (!IsFold(new HalvesRule(HalfKind.Interleaved, 1, 1, new ChainRule()))) return false;
            Loop("var half = lanes.Length / 2", "half > 0", "half /= 2", () =>
                Loop("var lane = 0", "lane < half", "lane++", () => Line("lanes[lane] += lanes[lane + half];")));
            return true;

            bool IsFold(OrderRule fold) => rule.Fold.IsSameOrderAs(fold.TreeOf(rule.Width));
        }

        /// <summary>The number that changes no sum, not even one of negative zeros.</summary>
        private string Zero => Sum switch
        {
            "float" => "-0f",
            "double" => "-0d",
            _ => "Half.NegativeZero",
        };

        /// <summary>A number, or a product, at an index as the beginning of a sum.</summary>
        private string Value(string index)
        {
            if (!HasFactors) return ofSums ? $"x[{index}]" : $"{Cast(Sum, code._number)}x[{index}]";
            var widen = code._arithmetic.IsExact ? Cast(Sum, code._number) : "";
            var product = $"{widen}x[{index}] * {widen}y[{index}]";
            return Cast(Sum, code._number).Length == 0 || widen.Length > 0 ? product : $"({Sum})({code._number})({product})";
        }

        /// <summary>The addition of a number, or a product, to a sum.</summary>
        private string Add(string sum, string index)
        {
            if (!HasFactors || !code._arithmetic.IsFused) return $"{sum} += {Value(index)};";
            var type = Sum == "float" ? "MathF" : Sum == "double" ? "Math" : "Half";
            return $"{sum} = {type}.FusedMultiplyAdd(x[{index}], y[{index}], {sum});";
        }

        private string Call(OrderRule rule, string first, string stride, string count)
        {
            var name = code.MethodOf(rule, ofSums);
            return $"{name}({(HasFactors ? "x, y" : "x")}, {first}, {stride}, {count})";
        }

        private void Loop(string start, string condition, string step, Action body)
        {
            Line($"for ({start}; {condition}; {step})");
            Line("{");
            _depth++;
            body();
            _depth--;
            Line("}");
        }

        private void Line(string line) => _text.Append(CultureInfo.InvariantCulture, $"{new string(' ', 4 * _depth)}{line}\n");
    }
}
