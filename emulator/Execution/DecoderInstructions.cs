// Decodes each instruction by its name and modifiers. What is not known here is an error, with its line.

using QuizKit.Cuda.Emulator.Arithmetic;
using QuizKit.Cuda.Emulator.Ptx;
using Scalar = QuizKit.Cuda.Emulator.Execution.IntegerScalars;

namespace QuizKit.Cuda.Emulator.Execution;

internal sealed unsafe partial class Decoder
{
    private string _root = "";
    private readonly List<string> _modifiers = [];
    private readonly List<PtxType> _types = [];

    private bool Has(string modifier) => _modifiers.Remove(modifier);

    /// <summary>The place among the names of the one that the instruction has; -1 without one.</summary>
    private int Which(params ReadOnlySpan<string> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (Has(names[i])) return i;
        }

        return -1;
    }

    private PtxType Type => _types.Count > 0 ? _types[0] : throw Error($"'{_instruction.Opcode}' has no type");

    private PtxType SecondType => _types.Count > 1 ? _types[1] : throw Error($"'{_instruction.Opcode}' has only one type");

    private PtxException Unknown() => Error($"the instruction '{_instruction.Opcode}' is not known here");

    private void Instruction()
    {
        var parts = _instruction.Opcode.Split('.');
        _root = parts[0];
        _modifiers.Clear();
        _types.Clear();
        foreach (var part in parts.AsSpan(1))
        {
            if (PtxTypes.Parse(part) is var type and not PtxType.None) _types.Add(type);
            else _modifiers.Add(part);
        }

        Dispatch();
        if (_modifiers.Count > 0) throw Error($"the modifier '.{_modifiers[0]}' of '{_instruction.Opcode}' is not known here");
    }

    private void Dispatch()
    {
        switch (_root)
        {
            case "add" or "sub" or "mul" or "mad" or "fma" or "div" or "rem" or "min" or "max" or "neg" or "abs":
            case "sad" or "sqrt" or "rcp":
                Arithmetic();
                break;
            case "mul24" or "mad24":
                var half = Which("lo", "hi");
                if (half < 0) throw Unknown();
                Operation(_root == "mul24" ? 2 : 3, &Scalar.Multiply24, mode: half);
                break;
            case "addc" or "subc" or "madc":
                Carry();
                break;
            case "rsqrt" or "sin" or "cos" or "lg2" or "ex2" or "tanh":
                Approximate(_root);
                break;
            case "and" or "or" or "xor" or "not":
                Logic();
                break;
            case "cnot":
                Operation(1, &Scalar.LogicalNot);
                break;
            case "lop3":
                ExpectOperands(5);
                var table = Operand(4);
                if (table.Kind != PtxOperandKind.Immediate || table.Value > 255) throw Error("the table of lop3 is a number from 0 to 255");
                Operation(3, &Scalar.Lookup3, mode: (int)table.Value, operands: 5);
                break;
            case "shl":
                Shift(&Scalar.ShiftLeft);
                break;
            case "shr":
                Shift(&Scalar.ShiftRight);
                break;
            case "shf":
                var right = Which("l", "r");
                var wrap = Which("clamp", "wrap");
                if (right < 0 || wrap < 0) throw Unknown();
                Operation(3, &Scalar.FunnelShift, mode: right | (wrap << 1));
                break;
            case "popc":
                Operation(1, &Scalar.PopulationCount, result: PtxType.U32);
                break;
            case "clz":
                Operation(1, &Scalar.CountLeadingZeros, result: PtxType.U32);
                break;
            case "bfind":
                Operation(1, &Scalar.FindLeading, mode: Has("shiftamt") ? 1 : 0, result: PtxType.U32);
                break;
            case "fns":
                Operation(3, &Scalar.FindNth);
                break;
            case "brev":
                Operation(1, &Scalar.Reverse);
                break;
            case "bfe":
                Field(&Scalar.ExtractField, 1);
                break;
            case "bfi":
                Field(&Scalar.InsertField, 2);
                break;
            case "dp4a":
                Operation(3, &Scalar.DotProduct, second: SecondType);
                break;
            case "dp2a":
                Operation(3, &Scalar.DotProduct, mode: 1 + Which("lo", "hi"), second: SecondType);
                break;
            case "prmt":
                Operation(3, &Scalar.Permute, mode: 1 + Which("f4e", "b4e", "rc8", "ecl", "ecr", "rc16"));
                break;
            case "testp":
                TestProperty();
                break;
            case "copysign":
                Operation(2, &FloatScalars.CopySign);
                break;
            case "setp":
                SetPredicate();
                break;
            case "set":
                Set();
                break;
            case "selp":
                Select();
                break;
            case "slct":
                SelectBySign();
                break;
            case "mov":
                Move();
                break;
            case "cvt":
                Convert();
                break;
            case "cvta":
                ConvertAddress();
                break;
            case "isspacep":
                IsInSpace();
                break;
            case "ld" or "ldu":
                LoadOrStore(true);
                break;
            case "st":
                LoadOrStore(false);
                break;
            case "atom" or "red":
                Atomic();
                break;
            case "prefetch" or "prefetchu" or "applypriority" or "discard":
                _modifiers.Clear();
                break;
            case "bra":
                Branch();
                break;
            case "brx":
                IndexedBranch();
                break;
            case "call":
                Has("uni");
                Call(_instruction.Call!);
                break;
            case "ret" or "exit":
                Has("uni");
                ExpectOperands(0);
                if (_root == "ret" && _frame.Caller is not null)
                {
                    _frame.Returns.Add(_ops.Count);
                    Emit(New(OpKind.Branch));
                }
                else
                {
                    Emit(New(OpKind.Exit));
                }

                break;
            case "trap":
                Emit(New(OpKind.Trap));
                break;
            case "brkpt" or "nanosleep" or "pmevent":
                _types.Clear();
                break;
            case "bar" or "barrier":
                Barrier();
                break;
            case "membar" or "fence":
                _modifiers.Clear();
                Emit(New(OpKind.Simple) with { Run = &WarpOps.Fence });
                break;
            case "shfl":
                Shuffle();
                break;
            case "vote":
                Vote();
                break;
            case "match":
                Match();
                break;
            case "redux":
                Redux();
                break;
            case "activemask":
                Emit(WithTarget(New(OpKind.Simple) with { Run = &WarpOps.ActiveMask }, PtxType.B32));
                break;
            case "elect":
                Elect();
                break;
            case "mma":
                Matrix();
                break;
            default:
                throw Unknown();
        }
    }

    // ------------------------------------------------------------------------------------------------------ shapes of operands

    private Op WithTarget(Op op, PtxType type, bool isLoose = false)
    {
        (op.D, op.DWidth) = Target(Operand(0), type, isLoose);
        op.Type = Type;
        return op;
    }

    /// <summary>An instruction of one to three operands of its own type.</summary>
    private void Operation(
        int sources, delegate*<ulong, ulong, ulong, ulong, Op*, ulong> scalar, int mode = 0, PtxType result = PtxType.None,
        PtxType second = PtxType.None, PtxType third = PtxType.None, int operands = 0, Rounding rounding = Rounding.Nearest,
        bool isContractible = false, bool isRelu = false)
    {
        ExpectOperands(operands == 0 ? sources + 1 : operands);
        var op = WithTarget(New(OpKind.Simple), result == PtxType.None ? Type : result);
        op.Scalar = scalar;
        op.Run = &Elementwise.Run;
        op.Mode = mode;
        op.Type2 = second;
        op.Rounding = rounding;
        op.IsNegated = isRelu;
        op.Flush = Has("ftz");
        op.Saturate = Has("sat");
        op.PropagatesNaN = Has("NaN");
        (op.A, op.AWidth) = Source(Operand(1), Type);
        if (sources > 1) (op.B, op.BWidth) = Source(Operand(2), Type);
        if (sources > 2) (op.C, op.CWidth) = Source(Operand(3), third == PtxType.None ? Type : third);
        if (isContractible && !op.Saturate) _contractible.Add(_ops.Count, _root);
        SelectFastPath(_root, ref op);
        Emit(op);
    }

    private void SelectFastPath(string root, ref Op op)
    {
        if (_options.UsesFastPaths) FastPaths.Select(root, ref op);
    }

    private Rounding? FloatRounding() => Which("rn", "rz", "rm", "rp") switch
    {
        0 => Rounding.Nearest,
        1 => Rounding.Zero,
        2 => Rounding.Down,
        3 => Rounding.Up,
        _ => null,
    };

    private void Arithmetic()
    {
        if (Has("approx"))
        {
            Approximate(_root);
            return;
        }

        if (Type.IsFloat) FloatArithmetic();
        else IntegerArithmetic();
    }

    private void FloatArithmetic()
    {
        if (_root == "div" && Has("full"))
        {
            Approximate(_root, true);
            return;
        }

        var rounding = FloatRounding();
        var mode = rounding ?? Rounding.Nearest;
        var isPlain = rounding is null && Type is PtxType.F32 or PtxType.F64;
        switch (_root)
        {
            case "add":
                Operation(2, &FloatScalars.Add, rounding: mode, isContractible: isPlain);
                break;
            case "sub":
                Operation(2, &FloatScalars.Subtract, rounding: mode, isContractible: isPlain);
                break;
            case "mul":
                Operation(2, &FloatScalars.Multiply, rounding: mode, isContractible: isPlain);
                break;
            case "fma" or "mad":
                Operation(3, &FloatScalars.FusedMultiplyAdd, rounding: mode, isRelu: Has("relu"));
                break;
            case "div" when rounding is not null:
                Operation(2, &FloatScalars.Divide, rounding: mode);
                break;
            case "sqrt" when rounding is not null:
                Operation(1, &FloatScalars.SquareRoot, rounding: mode);
                break;
            case "rcp" when rounding is not null:
                Operation(1, &FloatScalars.Reciprocal, rounding: mode);
                break;
            case "neg":
                Operation(1, &FloatScalars.Negate);
                break;
            case "abs":
                Operation(1, &FloatScalars.Absolute);
                break;
            case "min":
                Operation(2, &FloatScalars.Minimum);
                break;
            case "max":
                Operation(2, &FloatScalars.Maximum);
                break;
            default:
                throw Unknown();
        }
    }

    private void IntegerArithmetic()
    {
        if (_root is "add" or "sub" or "mad" && _modifiers.Contains("cc"))
        {
            Carry();
            return;
        }

        var part = _root is "mul" or "mad" ? Which("lo", "hi", "wide") : 0;
        if (part < 0) throw Error($"'{_instruction.Opcode}' needs .lo, .hi or .wide");
        var root = _root;
        if (root is "mul" or "mad") _root += part == 0 ? ".lo" : part == 1 ? ".hi" : ".wide";
        var wide = part != 2 ? PtxType.None : Type.Bits == 16 ? PtxType.B32 : PtxType.B64;
        switch (root)
        {
            case "add":
                Operation(2, &Scalar.Add);
                break;
            case "sub":
                Operation(2, &Scalar.Subtract);
                break;
            case "mul" when part == 0:
                Operation(2, &Scalar.MultiplyLow);
                break;
            case "mul" when part == 1:
                Operation(2, &Scalar.MultiplyHigh);
                break;
            case "mul":
                Operation(2, &Scalar.MultiplyWide, result: wide);
                break;
            case "mad" when part == 0:
                Operation(3, &Scalar.MultiplyAddLow);
                break;
            case "mad" when part == 1:
                Operation(3, &Scalar.MultiplyAddHigh);
                break;
            case "mad":
                Operation(3, &Scalar.MultiplyAddWide, result: wide, third: wide);
                break;
            case "sad":
                Operation(3, &Scalar.SumOfDifferences);
                break;
            case "div":
                Operation(2, &Scalar.Divide);
                break;
            case "rem":
                Operation(2, &Scalar.Remainder);
                break;
            case "min":
                Operation(2, &Scalar.Minimum);
                break;
            case "max":
                Operation(2, &Scalar.Maximum);
                break;
            case "neg":
                Operation(1, &Scalar.Negate);
                break;
            case "abs":
                Operation(1, &Scalar.Absolute);
                break;
            default:
                throw Unknown();
        }
    }

    private void Carry()
    {
        var sets = Has("cc");
        var uses = _root is "addc" or "subc" or "madc";
        var kind = _root[..3] switch
        {
            "add" => 0,
            "sub" => 1,
            _ => 2 + Which("lo", "hi"),
        };
        var sources = kind >= 2 ? 3 : 2;
        ExpectOperands(sources + 1);
        var op = WithTarget(New(OpKind.Simple) with { Run = &WarpOps.WithCarry }, Type);
        op.Mode = kind | (uses ? 16 : 0) | (sets ? 32 : 0);
        (op.A, op.AWidth) = Source(Operand(1), Type);
        (op.B, op.BWidth) = Source(Operand(2), Type);
        if (sources == 3) (op.C, op.CWidth) = Source(Operand(3), Type);
        Emit(op);
    }

    private void Approximate(string root, bool isFull = false)
    {
        Has("approx");
        var function = root switch
        {
            "rcp" => Approximation.Reciprocal,
            "sqrt" => Approximation.SquareRoot,
            "rsqrt" => Approximation.ReciprocalSquareRoot,
            "sin" => Approximation.Sine,
            "cos" => Approximation.Cosine,
            "lg2" => Approximation.Logarithm,
            "ex2" => Approximation.Exponential,
            "tanh" => Approximation.Tangent,
            "div" => isFull ? Approximation.FullQuotient : Approximation.Quotient,
            _ => throw Unknown(),
        };
        if (!Type.IsFloat) throw Unknown();
        _root = "approx";
        Operation(function >= Approximation.Quotient ? 2 : 1, &FloatScalars.Approximate, mode: (int)function);
    }

    private void Logic()
    {
        if (Type != PtxType.Pred)
        {
            delegate*<ulong, ulong, ulong, ulong, Op*, ulong> scalar = _root switch
            {
                "and" => &Scalar.And,
                "or" => &Scalar.Or,
                "xor" => &Scalar.Xor,
                _ => &Scalar.Not,
            };
            Operation(_root == "not" ? 1 : 2, scalar);
            return;
        }

        ExpectOperands(_root == "not" ? 2 : 3);
        var op = WithTarget(New(OpKind.Simple) with { Run = &Elementwise.PredicateLogic }, PtxType.Pred);
        op.Mode = _root switch
        {
            "and" => 0,
            "or" => 1,
            "xor" => 2,
            _ => 3,
        };
        (op.A, op.AWidth) = Source(Operand(1), PtxType.Pred);
        if (_root != "not") (op.B, op.BWidth) = Source(Operand(2), PtxType.Pred);
        Emit(op);
    }

    private void Shift(delegate*<ulong, ulong, ulong, ulong, Op*, ulong> scalar)
    {
        ExpectOperands(3);
        var op = WithTarget(New(OpKind.Simple), Type);
        op.Scalar = scalar;
        op.Run = &Elementwise.Run;
        (op.A, op.AWidth) = Source(Operand(1), Type);
        (op.B, op.BWidth) = Source(Operand(2), PtxType.B32);
        SelectFastPath(_root, ref op);
        Emit(op);
    }

    private void Field(delegate*<ulong, ulong, ulong, ulong, Op*, ulong> scalar, int values)
    {
        ExpectOperands(values + 3);
        var op = WithTarget(New(OpKind.Simple) with { Scalar = scalar, Run = &Elementwise.Run }, Type);
        (op.A, op.AWidth) = Source(Operand(1), Type);
        if (values == 2) (op.B, op.BWidth) = Source(Operand(2), Type);
        var (position, length) = (Source(Operand(values + 1), PtxType.B32), Source(Operand(values + 2), PtxType.B32));
        if (values == 1)
        {
            (op.B, op.BWidth) = position;
            (op.C, op.CWidth) = length;
        }
        else
        {
            (op.C, op.CWidth) = position;
            (op.E, op.EWidth) = length;
        }

        Emit(op);
    }

    private void TestProperty()
    {
        ExpectOperands(2);
        var op = WithTarget(New(OpKind.Simple) with { Run = &Elementwise.SetPredicate, Scalar = &FloatScalars.TestProperty }, PtxType.Pred);
        op.Mode = Which("finite", "infinite", "number", "notanumber", "normal", "subnormal");
        if (op.Mode < 0) throw Unknown();
        (op.A, op.AWidth) = Source(Operand(1), Type);
        Emit(op);
    }

    private Compare Comparison(PtxType type)
    {
        var which = Which("eq", "ne", "lt", "le", "gt", "ge", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan");
        if (which < 0)
        {
            which = Which("lo", "ls", "hi", "hs") switch
            {
                0 => 2,
                1 => 3,
                2 => 4,
                3 => 5,
                _ => throw Unknown(),
            };
            if (type.IsFloat || type.IsSigned) throw Unknown();
        }

        if (which > 5 && !type.IsFloat) throw Unknown();
        return (Compare)which;
    }

    private Combine Combination() => Which("and", "or", "xor") switch
    {
        0 => Combine.And,
        1 => Combine.Or,
        2 => Combine.Xor,
        _ => Combine.None,
    };

    private void SetPredicate()
    {
        var op = New(OpKind.Simple);
        op.Type = Type;
        op.Run = &Elementwise.SetPredicate;
        op.Scalar = Type.IsFloat ? &FloatScalars.CompareFloats : &Scalar.CompareIntegers;
        op.Combine = Combination();
        op.Compare = Comparison(Type);
        op.Flush = Has("ftz");
        ExpectOperands(op.Combine == Combine.None ? 3 : 4);
        (op.D, op.DWidth) = Target(Operand(0), PtxType.Pred);
        if (Operand(0).Second is { } second) (op.D2, op.D2Width) = Target(second, PtxType.Pred);
        (op.A, op.AWidth) = Source(Operand(1), Type);
        (op.B, op.BWidth) = Source(Operand(2), Type);
        if (op.Combine != Combine.None)
        {
            (op.C, op.CWidth) = Source(Operand(3), PtxType.Pred);
            op.IsNegated = Operand(3).IsNegated;
        }

        SelectFastPath(_root, ref op);
        Emit(op);
    }

    private void Set()
    {
        var op = WithTarget(New(OpKind.Simple) with { Run = &Elementwise.Run, Scalar = &FloatScalars.Set }, Type);
        op.Type2 = Type;
        op.Type = SecondType;
        op.Combine = Combination();
        op.Compare = Comparison(SecondType);
        op.Flush = Has("ftz");
        ExpectOperands(op.Combine == Combine.None ? 3 : 4);
        (op.A, op.AWidth) = Source(Operand(1), SecondType);
        (op.B, op.BWidth) = Source(Operand(2), SecondType);
        if (op.Combine != Combine.None)
        {
            (op.C, op.CWidth) = Source(Operand(3), PtxType.Pred);
            op.IsNegated = Operand(3).IsNegated;
        }

        Emit(op);
    }

    private void Select()
    {
        ExpectOperands(4);
        var op = WithTarget(New(OpKind.Simple) with { Run = &Elementwise.Run, Scalar = &Scalar.Select }, Type);
        (op.A, op.AWidth) = Source(Operand(1), Type);
        (op.B, op.BWidth) = Source(Operand(2), Type);
        (op.C, op.CWidth) = Source(Operand(3), PtxType.Pred);
        SelectFastPath(_root, ref op);
        Emit(op);
    }

    private void SelectBySign()
    {
        ExpectOperands(4);
        var op = WithTarget(New(OpKind.Simple) with { Run = &Elementwise.Run }, Type);
        op.Scalar = SecondType == PtxType.S32 ? &Scalar.SelectBySign : &FloatScalars.SelectBySign;
        if (SecondType is not (PtxType.S32 or PtxType.F32)) throw Unknown();
        op.Flush = Has("ftz");
        (op.A, op.AWidth) = Source(Operand(1), Type);
        (op.B, op.BWidth) = Source(Operand(2), Type);
        (op.C, op.CWidth) = Source(Operand(3), SecondType);
        Emit(op);
    }

    private void Move()
    {
        ExpectOperands(2);
        var (target, source) = (Operand(0), Operand(1));
        if (target.Kind == PtxOperandKind.Vector || source.Kind == PtxOperandKind.Vector)
        {
            Pack(target, source);
            return;
        }

        if (source.Kind == PtxOperandKind.Special
            && source.Name is "%clock" or "%clock64" or "%clock_hi" or "%globaltimer" or "%globaltimer_lo")
        {
            Emit(WithTarget(New(OpKind.Simple) with { Run = &WarpOps.Clock }, Type));
            return;
        }

        if (Type == PtxType.Pred)
        {
            var move = WithTarget(New(OpKind.Simple) with { Run = &Elementwise.PredicateLogic, Mode = 4 }, PtxType.Pred);
            (move.A, move.AWidth) = Source(source, PtxType.Pred);
            if (source.IsNegated) move.Mode = 3;
            Emit(move);
            return;
        }

        Operation(1, &Scalar.Move);
    }

    private void Pack(PtxOperand target, PtxOperand source)
    {
        var op = New(OpKind.Simple) with { Run = &WarpOps.Pack };
        op.Type = Type;
        op.Vector = _vectors.Count;
        var vector = target.Kind == PtxOperandKind.Vector ? target : source;
        op.Count = vector.Elements.Count;
        if (op.Count is not (2 or 4 or 8)) throw Error("a vector has 2, 4 or 8 parts");
        var part = (Type.Bits / op.Count) switch
        {
            8 => PtxType.B8,
            16 => PtxType.B16,
            32 => PtxType.B32,
            _ => throw Error("the parts of the vector do not have the width of its type"),
        };
        foreach (var element in vector.Elements)
        {
            var (offset, width) = ReferenceEquals(vector, target) ? Target(element, part, true) : Source(element, part, true);
            _vectors.Add(new VectorSlot(offset, width));
        }

        if (ReferenceEquals(vector, target))
        {
            (op.A, op.AWidth) = Source(source, Type);
            op.Mode = 1;
            op.WritesVector = true;
        }
        else
        {
            (op.D, op.DWidth) = Target(target, Type);
        }

        Emit(op);
    }

    private void Convert()
    {
        var op = New(OpKind.Simple) with { Run = &Elementwise.Run, Scalar = &FloatScalars.Convert };
        op.Type = Type;
        op.Type2 = SecondType;
        var integral = Which("rni", "rzi", "rmi", "rpi");
        var rounding = FloatRounding();
        if (Has("rna")) rounding = Rounding.NearestAway;
        op.Mode = integral >= 0 ? 1 : 0;
        op.Rounding = integral >= 0 ? (Rounding)integral : rounding ?? Rounding.Nearest;
        op.Flush = Has("ftz");
        op.Saturate = Has("sat");
        op.IsNegated = Has("relu");
        Has("satfinite");
        var isPair = Type is PtxType.F16x2 or PtxType.BF16x2 or PtxType.E4M3x2 or PtxType.E5M2x2 && SecondType == PtxType.F32;
        var isWiden = Type == PtxType.F16x2 && SecondType is PtxType.E4M3x2 or PtxType.E5M2x2;
        var isPacked = Type.Bits < 8 || Type is PtxType.F16x2 or PtxType.BF16x2 || SecondType is PtxType.F16x2;
        if (isPacked && !isPair && !isWiden) throw Unknown();
        if (SecondType.IsFloat && !Type.IsFloat && integral < 0)
        {
            throw Error("a conversion to an integer needs .rni, .rzi, .rmi or .rpi");
        }

        var isNarrowing = Type.IsFloat && !isPair && !isWiden && (!SecondType.IsFloat || SecondType.Bits > Type.Bits);
        if (isNarrowing && rounding is null && integral < 0) throw Error("this conversion needs .rn, .rz, .rm or .rp");
        ExpectOperands(isPair ? 3 : 2);
        (op.D, op.DWidth) = Target(Operand(0), Type, true);
        (op.A, op.AWidth) = Source(Operand(1), SecondType, true);
        if (isPair)
        {
            (op.B, op.BWidth) = Source(Operand(2), SecondType);
            op.Scalar = &FloatScalars.ConvertPair;
        }
        else if (isWiden)
        {
            op.Scalar = &FloatScalars.WidenPair;
        }

        if (!isPair && !isWiden) SelectFastPath(_root, ref op);
        Emit(op);
    }

    // --------------------------------------------------------------------------------------------------------------------- memory

    private PtxSpace? SpaceModifier()
    {
        for (var i = 0; i < _modifiers.Count; i++)
        {
            var space = _modifiers[i] switch
            {
                "global" => PtxSpace.Global,
                "const" => PtxSpace.Const,
                "shared" or "shared::cta" => PtxSpace.Shared,
                "local" => PtxSpace.Local,
                "param" or "param::entry" or "param::func" => PtxSpace.Param,
                _ => (PtxSpace?)null,
            };
            if (space is null) continue;
            _modifiers.RemoveAt(i);
            return space;
        }

        return null;
    }

    private void ConvertAddress()
    {
        ExpectOperands(2);
        var isTo = Has("to");
        var space = SpaceModifier() ?? throw Unknown();
        if (space is PtxSpace.Global or PtxSpace.Const)
        {
            Operation(1, &Scalar.Move);
            return;
        }

        if (space == PtxSpace.Param) throw Error("generic addresses of parameters are not supported");
        var op = WithTarget(New(OpKind.Simple) with { Run = &MemoryOps.ConvertAddress }, Type);
        op.Space = space;
        op.Mode = isTo ? 1 : 0;
        (op.A, op.AWidth) = Source(Operand(1), Type);
        Emit(op);
    }

    private void IsInSpace()
    {
        ExpectOperands(2);
        var op = New(OpKind.Simple) with { Run = &MemoryOps.IsInSpace };
        op.Space = SpaceModifier() ?? throw Unknown();
        (op.D, op.DWidth) = Target(Operand(0), PtxType.Pred);
        (op.A, op.AWidth) = Source(Operand(1), PtxType.B64);
        Emit(op);
    }

    /// <summary>The address of an operand: a register and a number added to it.</summary>
    private void SetAddress(ref Op op, PtxOperand operand)
    {
        if (operand.Kind != PtxOperandKind.Address) throw Error("expected an address in brackets");
        op.Offset = operand.Offset;
        if (operand.Register is { } register)
        {
            if (register.Type.Bits is not (32 or 64)) throw Error($"the register '{register.Name}' is not wide enough for an address");
            op.A = Slot(register);
            op.AWidth = WidthOf(register.Type);
        }
        else if (operand.Variable is { } variable)
        {
            if (op.Space == PtxSpace.Param && !IsKernelParameter(variable)) op.Space = PtxSpace.Local;
            else if (op.Space == PtxSpace.Generic && variable.Space is not PtxSpace.Global) op.Space = variable.Space;
            op.A = ConstantSlot(Width.Bits64, Place(variable));
            op.AWidth = Width.Bits64;
        }
        else
        {
            op.A = ConstantSlot(Width.Bits64, operand.Value);
            op.AWidth = Width.Bits64;
        }
    }

    private void SkipCacheModifiers()
    {
        _modifiers
            .RemoveAll(modifier => modifier is "volatile" or "relaxed" or "acquire" or "release" or "acq_rel" or "weak" or "cta" or "gpu" or
                "sys" or "cluster" or "ca" or "cg" or "cs" or "lu" or "cv" or "wb" or "wt" or "nc" or "noftz" || modifier.StartsWith(
                "L1::",
                StringComparison.Ordinal) ||
                modifier.StartsWith("L2::", StringComparison.Ordinal));
    }

    private void LoadOrStore(bool isLoad)
    {
        ExpectOperands(2);
        var op = New(OpKind.Simple);
        op.Space = SpaceModifier() ?? PtxSpace.Generic;
        op.Type = Type;
        SkipCacheModifiers();
        var lanes = Which("v2", "v4", "v8") switch
        {
            0 => 2,
            1 => 4,
            2 => 8,
            _ => 1,
        };
        var (address, value) = isLoad ? (Operand(1), Operand(0)) : (Operand(0), Operand(1));
        if (address.Variable is { } variable && op.Space == PtxSpace.Param && !isLoad && IsKernelParameter(variable))
        {
            throw Error("a kernel cannot write its parameters");
        }

        SetAddress(ref op, address);
        op.Vector = _vectors.Count;
        op.Count = lanes;
        op.WritesVector = isLoad;
        var elements = value.Kind == PtxOperandKind.Vector ? value.Elements : [value];
        if (elements.Count != lanes) throw Error($"the instruction takes {lanes} registers, not {elements.Count}");
        foreach (var element in elements)
        {
            var (offset, width) = isLoad ? Target(element, Type, true) : Source(element, Type, true);
            if (Type == PtxType.Pred) throw Unknown();
            _vectors.Add(new VectorSlot(offset, width));
        }

        (op.D, op.DWidth) = (_vectors[op.Vector].Offset, _vectors[op.Vector].Width);
        if (isLoad && op.Space == PtxSpace.Param && address.Variable is { } parameter)
        {
            op.Offset += (long)parameter.Address;
            var function = RootFunction();
            var end = op.Offset + ((long)Type.Bytes * lanes);
            if (op.Offset < 0 || end > ParameterLayout.Bytes(function)) throw Error("the address is outside of the parameters");
            op.Run = &MemoryOps.LoadParameter;
        }
        else
        {
            op.Run = isLoad ? &MemoryOps.Load : &MemoryOps.Store;
            if (!_options.SeesEachAccess && _options.UsesFastPaths) FastPaths.SelectMemory(isLoad, ref op);
        }

        Emit(op);
    }

    private PtxFunction RootFunction()
    {
        var frame = _frame;
        while (frame.Caller is not null) frame = frame.Caller;
        return frame.Function;
    }

    private void Atomic()
    {
        var op = New(OpKind.Atomic) with { Run = &MemoryOps.Atomic };
        var isAtom = _root == "atom";
        op.Space = SpaceModifier() ?? PtxSpace.Generic;
        op.Type = Type;
        var noFlush = _modifiers.Contains("noftz");
        SkipCacheModifiers();
        var name = Which("add", "min", "max", "and", "or", "xor", "exch", "cas", "inc", "dec");
        delegate*<ulong, ulong, ulong, ulong, Op*, ulong> scalar = name switch
        {
            0 when Type == PtxType.F64 => op.Space == PtxSpace.Shared ? &FloatScalars.AddShared64 : &FloatScalars.AddGlobal64,
            0 => Type.IsFloat ? &FloatScalars.Add : &Scalar.Add,
            1 => Type.IsFloat ? &FloatScalars.Minimum : &Scalar.Minimum,
            2 => Type.IsFloat ? &FloatScalars.Maximum : &Scalar.Maximum,
            3 => &Scalar.And,
            4 => &Scalar.Or,
            5 => &Scalar.Xor,
            6 => &Scalar.Exchange,
            7 => &Scalar.CompareAndSwap,
            8 => &Scalar.Increment,
            9 => &Scalar.Decrement,
            _ => throw Unknown(),
        };
        op.Scalar = scalar;

        // binary32 sums flush subnormal numbers in global memory, and keep them in shared memory.
        op.Flush = Type == PtxType.F32 && !noFlush && op.Space != PtxSpace.Shared;
        var place = isAtom ? 1 : 0;
        ExpectOperands(place + (name == 7 ? 3 : 2));
        op.D = -1;
        if (isAtom) (op.D, op.DWidth) = Target(Operand(0), Type);
        SetAddress(ref op, Operand(place));
        (op.B, op.BWidth) = Source(Operand(place + 1), Type);
        if (name == 7) (op.C, op.CWidth) = Source(Operand(place + 2), Type);
        Emit(op);
    }

    // ---------------------------------------------------------------------------------------------------------------- control flow

    private void Branch()
    {
        Has("uni");
        ExpectOperands(1);
        if (Operand(0).Kind != PtxOperandKind.Label) throw Error("a branch needs a label");
        _frame.Fixups.Add((_ops.Count, Operand(0).Name, _instruction.Line));
        Emit(New(OpKind.Branch));
    }

    private void IndexedBranch()
    {
        Has("uni");
        if (!Has("idx")) throw Unknown();
        ExpectOperands(2);
        if (!_frame.Function.BranchTargets.TryGetValue(Operand(1).Name, out var labels))
        {
            throw Error("there is no list of branch targets of this name");
        }

        var op = New(OpKind.IndexedBranch);
        op.Mode = _tables.Count;
        (op.A, op.AWidth) = Source(Operand(0), PtxType.B32);
        var table = new int[labels.Count];
        _tables.Add(table);
        for (var i = 0; i < labels.Count; i++) _frame.TableFixups.Add((table, i, labels[i], _instruction.Line));
        Emit(op);
    }

    private void Barrier()
    {
        Has("cta");
        Has("aligned");
        if (Has("warp"))
        {
            if (!Has("sync")) throw Unknown();
            ExpectOperands(1);
            var warp = New(OpKind.Simple) with { Run = &WarpOps.Synchronize };
            (warp.E, warp.EWidth) = Source(Operand(0), PtxType.B32);
            Emit(warp);
            return;
        }

        var op = New(OpKind.Barrier);
        var operands = 0;
        if (Has("sync"))
        {
            op.Mode = 0;
        }
        else if (Has("arrive"))
        {
            op.Mode = 1;
        }
        else if (Has("red"))
        {
            op.Mode = Which("popc", "and", "or") switch
            {
                0 => 2,
                1 => 3,
                2 => 4,
                _ => throw Unknown(),
            };
            (op.D, op.DWidth) = Target(Operand(0), op.Mode == 2 ? PtxType.U32 : PtxType.Pred);
            var last = Operand(_instruction.Operands.Count - 1);
            (op.C, op.CWidth) = Source(last, PtxType.Pred);
            op.IsNegated = last.IsNegated;
            operands = 1;
        }
        else
        {
            throw Unknown();
        }

        (op.A, op.AWidth) = Source(Operand(operands), PtxType.B32);
        var count = _instruction.Operands.Count - (operands == 1 ? 3 : 1);
        op.B = -1;
        if (count == 1) (op.B, op.BWidth) = Source(Operand(operands + 1), PtxType.B32);
        else if (count != 0) throw Error($"'{_instruction.Opcode}' has too many operands");
        if (op.Mode == 1 && op.B < 0) throw Error("bar.arrive needs a number of threads");
        Emit(op);
    }

    // ------------------------------------------------------------------------------------------------------------------------ warps

    private void Shuffle()
    {
        if (!Has("sync")) throw Unknown();
        ExpectOperands(5);
        var op = WithTarget(New(OpKind.Simple) with { Run = &WarpOps.Shuffle }, PtxType.B32);
        op.Mode = Which("up", "down", "bfly", "idx");
        if (op.Mode < 0) throw Unknown();
        if (Operand(0).Second is { } second) (op.D2, op.D2Width) = Target(second, PtxType.Pred);
        (op.A, op.AWidth) = Source(Operand(1), PtxType.B32);
        (op.B, op.BWidth) = Source(Operand(2), PtxType.B32);
        (op.C, op.CWidth) = Source(Operand(3), PtxType.B32);
        (op.E, op.EWidth) = Source(Operand(4), PtxType.B32);
        Emit(op);
    }

    private void Vote()
    {
        var isSync = Has("sync");
        ExpectOperands(isSync ? 3 : 2);
        var mode = Which("all", "any", "uni", "ballot");
        if (mode < 0) throw Unknown();
        var op = WithTarget(New(OpKind.Simple) with { Run = &WarpOps.Vote, Mode = mode, E = -1 }, mode == 3 ? PtxType.B32 : PtxType.Pred);
        (op.A, op.AWidth) = Source(Operand(1), PtxType.Pred);
        op.IsNegated = Operand(1).IsNegated;
        if (isSync) (op.E, op.EWidth) = Source(Operand(2), PtxType.B32);
        Emit(op);
    }

    private void Match()
    {
        if (!Has("sync")) throw Unknown();
        ExpectOperands(3);
        var op = WithTarget(New(OpKind.Simple) with { Run = &WarpOps.Match }, PtxType.B32);
        op.Mode = Which("any", "all");
        if (op.Mode < 0) throw Unknown();
        if (Operand(0).Second is { } second) (op.D2, op.D2Width) = Target(second, PtxType.Pred);
        (op.A, op.AWidth) = Source(Operand(1), Type);
        (op.E, op.EWidth) = Source(Operand(2), PtxType.B32);
        Emit(op);
    }

    private void Redux()
    {
        if (!Has("sync")) throw Unknown();
        ExpectOperands(3);
        var op = WithTarget(New(OpKind.Simple) with { Run = &WarpOps.Reduce }, Type);
        delegate*<ulong, ulong, ulong, ulong, Op*, ulong> scalar = Which("add", "min", "max", "and", "or", "xor") switch
        {
            0 => &Scalar.Add,
            1 => &Scalar.Minimum,
            2 => &Scalar.Maximum,
            3 => &Scalar.And,
            4 => &Scalar.Or,
            5 => &Scalar.Xor,
            _ => throw Unknown(),
        };
        op.Scalar = scalar;
        (op.A, op.AWidth) = Source(Operand(1), Type);
        (op.E, op.EWidth) = Source(Operand(2), PtxType.B32);
        Emit(op);
    }

    private void Elect()
    {
        if (!Has("sync")) throw Unknown();
        ExpectOperands(2);
        var op = New(OpKind.Simple) with { Run = &WarpOps.Elect };
        (op.D, op.DWidth) = Target(Operand(0), PtxType.B32);
        if (Operand(0).Second is not { } second) throw Error("elect.sync gives a lane and a predicate: d|p");
        (op.D2, op.D2Width) = Target(second, PtxType.Pred);
        (op.E, op.EWidth) = Source(Operand(1), PtxType.B32);
        Emit(op);
    }

    // --------------------------------------------------------------------------------------------------------------------- matrices

    private void Matrix()
    {
        if (!Has("sync") || !Has("aligned") || !Has("row") || !Has("col") || _types.Count != 4 || _types[0] != _types[3]) throw Unknown();
        var saturates = Has("satfinite");
        var index = Array.FindIndex(
            MatrixShape.All,
            shape => _modifiers.Contains(shape.Name) && (shape.Accumulator, shape.A, shape.B) == (_types[0], _types[1], _types[2]));
        if (index < 0 || (saturates && _types[0] != PtxType.S32)) throw Unknown();
        ExpectOperands(4);
        var shape = MatrixShape.All[index];
        Has(shape.Name);
        var op = New(OpKind.Simple) with { Run = &MatrixOps.Multiply, Mode = index, Saturate = saturates, WritesVector = true };
        (op.Vector, op.Count) = (_vectors.Count, shape.CRegisters);
        Fragment(0, shape.CRegisters, shape.AccumulatorRegister);
        Fragment(1, shape.ARegisters, shape.OperandRegister);
        Fragment(2, shape.BRegisters, shape.OperandRegister);
        Fragment(3, shape.CRegisters, shape.AccumulatorRegister);
        Emit(op);
    }

    /// <summary>The registers of a matrix: D, A, B and C in turn.</summary>
    private void Fragment(int matrix, int count, PtxType type)
    {
        var elements = Operand(matrix) is { Kind: PtxOperandKind.Vector } vector ? vector.Elements : [Operand(matrix)];
        if (elements.Count != count)
        {
            throw Error($"the matrix {"DABC"[matrix]} of '{_instruction.Opcode}' takes {count} registers, not {elements.Count}");
        }

        foreach (var element in elements)
        {
            var (offset, width) = matrix == 0 ? Target(element, type) : Source(element, type);
            _vectors.Add(new VectorSlot(offset, width));
        }
    }
}

internal static class ParameterLayout
{
    public static int Bytes(PtxFunction function)
        => function.Parameters.Count == 0 ? 0 : (int)function.Parameters[^1].Address + function.Parameters[^1].Bytes;
}
