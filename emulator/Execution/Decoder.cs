// Decodes the instructions of a kernel: finds what each one runs, and a place for each register, number and variable.

using QuizKit.Cuda.Emulator.Ptx;

namespace QuizKit.Cuda.Emulator.Execution;

internal sealed record DecoderOptions(bool Contracts, bool SeesEachAccess, bool UsesFastPaths);

internal sealed unsafe partial class Decoder
{
    /// <summary>A function whose instructions are being decoded: the kernel's, or one that it calls, which is copied into it.</summary>
    private sealed class Frame(PtxFunction function, Frame? caller)
    {
        public PtxFunction Function { get; } = function;

        public Frame? Caller { get; } = caller;

        public Dictionary<PtxRegister, int> Slots { get; } = [];

        public Dictionary<PtxVariable, ulong> Places { get; } = [];

        public Dictionary<string, int> Labels { get; } = [];

        public List<(int Op, string Label, int Line)> Fixups { get; } = [];

        public List<(int[] Table, int Index, string Label, int Line)> TableFixups { get; } = [];

        public List<int> Returns { get; } = [];
    }

    private const int MaximumLocalBytes = 512 << 10;

    private readonly Dictionary<string, PtxFunction> _functions;
    private readonly DecoderOptions _options;
    private readonly List<Op> _ops = [];
    private readonly List<PtxInstruction> _sources = [];
    private readonly List<VectorSlot> _vectors = [];
    private readonly List<Constant> _constants = [];
    private readonly List<SpecialRegister> _specials = [];
    private readonly List<int[]> _tables = [];
    private readonly Dictionary<(Width, ulong), int> _constantSlots = [];
    private readonly Dictionary<string, int> _specialSlots = [];
    private readonly HashSet<int> _leaders = [];

    /// <summary>The sums, differences and products that may become one instruction with others.</summary>
    private readonly Dictionary<int, string> _contractible = [];
    private int _registerBytes = 256; // the first 256 bytes take what nothing reads
    private int _predicateChunk;
    private int _localBytes;
    private Frame _frame;
    private PtxInstruction _instruction;

    private Decoder(PtxFunction function, Dictionary<string, PtxFunction> functions, DecoderOptions options)
    {
        _functions = functions;
        _options = options;
        _frame = new Frame(function, null);
        _instruction = new PtxInstruction(function.Line, default, null, false, "", []);
    }

    public static CompiledKernel Decode(
        PtxFunction function, Dictionary<string, PtxFunction> functions, IEnumerable<PtxVariable> moduleVariables, DecoderOptions options)
    {
        var decoder = new Decoder(function, functions, options);
        var shared = decoder.LayOutShared(moduleVariables);
        decoder.Body();
        decoder.Emit(decoder.New(OpKind.Exit));
        if (options.Contracts) decoder.Contract();
        var ops = ControlFlow.Link(decoder._ops, decoder._leaders, decoder._tables);
        return new CompiledKernel
        {
            Name = function.Name,
            Ops = ops,
            Sources = [.. decoder._sources],
            Vectors = [.. decoder._vectors],
            Constants = [.. decoder._constants],
            Specials = [.. decoder._specials],
            BranchTables = [.. decoder._tables],
            RegisterBytes = (decoder._registerBytes + 63) & -64,
            LocalBytes = (decoder._localBytes + 15) & -16,
            StaticSharedBytes = shared,
        };
    }

    /// <summary>Static variables come first, the dynamic memory of extern variables after them.</summary>
    private int LayOutShared(IEnumerable<PtxVariable> moduleVariables)
    {
        long offset = 0;
        var variables = moduleVariables.Concat(_frame.Function.Variables).Concat(_functions.Values.SelectMany(f => f.Variables)).Distinct()
            .Where(variable => variable.Space == PtxSpace.Shared).ToList();
        foreach (var variable in variables.Where(variable => !variable.IsExternal))
        {
            offset = (offset + variable.Alignment - 1) & -variable.Alignment;
            variable.Address = (ulong)offset;
            offset += variable.Bytes;
        }

        if (offset > int.MaxValue) throw new PtxException(_frame.Function.Line, "the shared variables are larger than 2 GiB");
        var external = variables.Where(variable => variable.IsExternal).ToList();
        if (external.Count > 0) offset = (offset + 15) & -16;
        foreach (var variable in external) variable.Address = (ulong)offset;
        return (int)offset;
    }

    private PtxException Error(string message) => new(_instruction.Line, message);

    private void Body()
    {
        var function = _frame.Function;
        for (var i = 0; i <= function.Instructions.Count; i++)
        {
            foreach (var (label, at) in function.Labels)
            {
                if (at != i) continue;
                _frame.Labels[label] = _ops.Count;
                _leaders.Add(_ops.Count);
            }

            if (i == function.Instructions.Count) break;
            _instruction = function.Instructions[i];
            Instruction();
        }

        foreach (var (op, label, line) in _frame.Fixups) _ops[op] = _ops[op] with { Target = TargetOf(label, line) };
        foreach (var (table, index, label, line) in _frame.TableFixups) table[index] = TargetOf(label, line);
    }

    private int TargetOf(string label, int line) => _frame.Labels.TryGetValue(Resolve(label), out var target)
        ? target
        : throw new PtxException(line, $"there is no label '{label.Split('/')[^1]}'");

    /// <summary>The name of a label of the block that an instruction lies in, or of one around it.</summary>
    private string Resolve(string label)
    {
        var slash = label.LastIndexOf('/');
        while (!_frame.Labels.ContainsKey(label) && slash >= 0)
        {
            var name = label[(slash + 1)..];
            var outer = slash == 0 ? "" : label[..slash];
            var next = outer.LastIndexOf('/');
            label = (next < 0 ? "" : outer[..(next + 1)]) + name;
            slash = label.LastIndexOf('/');
        }

        return label;
    }

    private Op New(OpKind kind)
    {
        if (_sources.Count == 0 || !ReferenceEquals(_sources[^1], _instruction)) _sources.Add(_instruction);
        return new Op
        {
            Kind = kind,
            Guard = _instruction.Guard is { } guard ? Slot(guard) : -1,
            IsGuardNegated = _instruction.IsGuardNegated,
            Source = _sources.Count - 1,
            D2 = -1,
            Join = -1,
        };
    }

    private void Emit(Op op) => _ops.Add(op);

    // ------------------------------------------------------------------------------------------------------------ places of operands

    private static Width WidthOf(PtxType type) => type.Bits switch
    {
        1 => Width.Predicate,
        8 or 16 => Width.Bits16,
        32 => Width.Bits32,
        _ => Width.Bits64,
    };

    private int Allocate(Width width)
    {
        if (width == Width.Predicate)
        {
            if (_predicateChunk % 64 == 0)
            {
                _predicateChunk = _registerBytes;
                _registerBytes += 64;
            }

            _predicateChunk += 4;
            return _predicateChunk - 4;
        }

        var offset = _registerBytes;
        _registerBytes += width == Width.Bits64 ? 256 : 128;
        return offset;
    }

    private int Slot(PtxRegister register)
    {
        if (!_frame.Slots.TryGetValue(register, out var slot))
        {
            slot = Allocate(WidthOf(register.Type));
            _frame.Slots.Add(register, slot);
        }

        return slot;
    }

    private int ConstantSlot(Width width, ulong value)
    {
        if (!_constantSlots.TryGetValue((width, value), out var slot))
        {
            slot = Allocate(width);
            _constantSlots.Add((width, value), slot);
            _constants.Add(new Constant(slot, width, value));
        }

        return slot;
    }

    private int SpecialSlot(string name)
    {
        if (!_specialSlots.TryGetValue(name, out var slot))
        {
            if (!SpecialRegisters.IsKnown(name))
            {
                throw Error($"'{name}' is neither a declared register nor a special register that is known here");
            }

            slot = Allocate(Width.Bits32);
            _specialSlots.Add(name, slot);
            _specials.Add(new SpecialRegister(slot, name));
        }

        return slot;
    }

    private (int Offset, Width Width) Source(PtxOperand operand, PtxType type, bool isLoose = false)
    {
        switch (operand.Kind)
        {
            case PtxOperandKind.Register:
                Check(operand.Register!, type, isLoose);
                return (Slot(operand.Register!), WidthOf(operand.Register!.Type));
            case PtxOperandKind.Immediate:
                var width = type == PtxType.Pred ? Width.Predicate : type.Bits == 64 ? Width.Bits64 : Width.Bits32;
                if (width == Width.Predicate) return (ConstantSlot(width, operand.Value == 0 ? 0 : uint.MaxValue), width);
                var bits = operand.IsFloat ? PtxParser.FloatBits(operand, type) : operand.Value;
                if (!operand.IsFloat && type is PtxType.F32 or PtxType.F64)
                {
                    throw Error("a floating-point operand is an integer: write it as 0f or 0d");
                }

                return (ConstantSlot(width, width == Width.Bits64 ? bits : type.Bits == 16 ? (ushort)bits : (uint)bits), width);
            case PtxOperandKind.Special:
                if (type.Bits != 32) throw Error($"'{operand.Name}' has 32 bits where the instruction takes {type.Bits}");
                return (SpecialSlot(operand.Name), Width.Bits32);
            case PtxOperandKind.Variable:
                var address = Place(operand.Variable!) + (ulong)operand.Offset;
                if (type.Bits == 64) return (ConstantSlot(Width.Bits64, address), Width.Bits64);
                if (type.Bits != 32) throw Error($"an address has 32 or 64 bits, not {type.Bits}");
                return (ConstantSlot(Width.Bits32, (uint)address), Width.Bits32);
            case PtxOperandKind.Label:
                throw Error($"'{operand.Name.Split('/')[^1]}' is not declared");
            default:
                throw Error("this kind of operand is not valid here");
        }
    }

    private void Check(PtxRegister register, PtxType type, bool isLoose)
    {
        var (have, need) = (register.Type.Bits, type.Bits);
        if (have == need || (isLoose && have > need && have != 1 && need != 1)) return;
        throw Error($"the register '{register.Name}' has {have} bits where the instruction takes {need}");
    }

    private (int Offset, Width Width) Target(PtxOperand operand, PtxType type, bool isLoose = false)
    {
        if (operand.Kind == PtxOperandKind.Sink) return (0, WidthOf(type));
        if (operand.Kind != PtxOperandKind.Register) throw Error("a result has to be a register");
        Check(operand.Register!, type, isLoose);
        return (Slot(operand.Register!), WidthOf(operand.Register!.Type));
    }

    /// <summary>The address of a variable in its space.</summary>
    private ulong Place(PtxVariable variable)
    {
        if (variable.Space is not (PtxSpace.Local or PtxSpace.Param)) return variable.Address;
        for (var frame = _frame; frame is not null; frame = frame.Caller)
        {
            if (frame.Places.TryGetValue(variable, out var place)) return place;
            if (frame.Caller is null && frame.Function.Parameters.Contains(variable)) return variable.Address;
        }

        _localBytes = (_localBytes + variable.Alignment - 1) & -variable.Alignment;
        var offset = (ulong)_localBytes;
        if (variable.Bytes > MaximumLocalBytes - _localBytes) throw Error($"more than {MaximumLocalBytes} bytes of local memory");
        _localBytes += variable.Bytes;
        _frame.Places.Add(variable, offset);
        return offset;
    }

    /// <summary>Whether a .param variable is one of the kernel's own parameters.</summary>
    private bool IsKernelParameter(PtxVariable variable)
    {
        var frame = _frame;
        while (frame.Caller is not null) frame = frame.Caller;
        return frame.Function.Parameters.Contains(variable);
    }

    private PtxOperand Operand(int index)
    {
        if (index >= _instruction.Operands.Count) throw Error($"'{_instruction.Opcode}' takes more operands");
        return _instruction.Operands[index];
    }

    private void ExpectOperands(int count)
    {
        var given = _instruction.Operands.Count;
        if (given != count) throw Error($"'{_instruction.Opcode}' takes {count} operands, not {given}");
    }

    // ------------------------------------------------------------------------------------------------------------------------- calls

    private void Call(PtxCall call)
    {
        if (!_functions.TryGetValue(call.Function, out var function)) throw Error($"there is no function '{call.Function}'");
        if (!function.HasBody)
        {
            if (function.Name is not ("__assertfail" or "__trap")) throw Error($"the function '{function.Name}' has no body");
            Emit(New(OpKind.Trap));
            return;
        }

        for (var frame = _frame; frame is not null; frame = frame.Caller)
        {
            if (frame.Function == function) throw Error($"'{function.Name}' calls itself: recursion is not supported");
        }

        if (call.Arguments.Count != function.Parameters.Count || call.Results.Count != function.Results.Count)
        {
            throw Error($"'{function.Name}' takes {function.Parameters.Count} arguments and gives {function.Results.Count} results");
        }

        var callee = new Frame(function, _frame);
        foreach (var (operand, variable) in call.Arguments.Concat(call.Results).Zip(function.Parameters.Concat(function.Results)))
        {
            var argument = operand.Variable;
            if (argument is not { Space: PtxSpace.Param }) throw Error("an argument of a call has to be a .param variable");
            callee.Places[variable] = Place(argument);
        }

        // A guarded call is a branch around it.
        var instruction = _instruction;
        var skip = -1;
        if (instruction.Guard is not null)
        {
            skip = _ops.Count;
            Emit(New(OpKind.Branch) with { IsGuardNegated = !instruction.IsGuardNegated });
            _leaders.Add(_ops.Count);
        }

        _frame = callee;
        Body();
        _frame = callee.Caller!;
        _instruction = instruction;
        _leaders.Add(_ops.Count);
        foreach (var index in callee.Returns) _ops[index] = _ops[index] with { Target = _ops.Count };
        if (skip >= 0) _ops[skip] = _ops[skip] with { Target = _ops.Count };
    }

    // ------------------------------------------------------------------------------------------------------------------- contraction

    /// <summary>Fuses a product and a sum where neither says how it rounds, as NVIDIA's assembler does.</summary>
    private void Contract()
    {
        for (var i = 0; i < _ops.Count; i++)
        {
            if (!_contractible.TryGetValue(i, out var root) || root == "mul") continue;
            var sum = _ops[i];
            for (var k = i - 1; k >= 0 && !_leaders.Contains(k + 1); k--)
            {
                var product = _ops[k];
                if (product.Kind != OpKind.Simple) break;
                var isFactor = _contractible.GetValueOrDefault(k) == "mul" && product.Guard < 0 && product.Type == sum.Type
                    && product.Flush == sum.Flush
                    && (product.D == sum.A || product.D == sum.B);
                if (!isFactor)
                {
                    if (IsWritten(sum.A, k, k + 1) || IsWritten(sum.B, k, k + 1)) break;
                    continue;
                }

                if (IsWritten(product.A, k, i) || IsWritten(product.B, k, i)) break;
                var isFirst = product.D == sum.A;
                var isDifference = root == "sub";
                var fused = sum with
                {
                    A = product.A,
                    AWidth = product.AWidth,
                    B = product.B,
                    BWidth = product.BWidth,
                    C = isFirst ? sum.B : sum.A,
                    CWidth = isFirst ? sum.BWidth : sum.AWidth,
                    Scalar = &FloatScalars.FusedMultiplyAdd,
                    Mode = !isDifference ? 0 : isFirst ? 1 : 2,
                    Run = &Elementwise.Run,
                };
                SelectFastPath("fma", ref fused);
                _ops[i] = fused;
                break;
            }
        }
    }

    private bool IsWritten(int slot, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (_ops[i].D == slot) return true;
            if (_ops[i].WritesVector && _vectors.Skip(_ops[i].Vector).Take(_ops[i].Count).Any(part => part.Offset == slot)) return true;
        }

        return false;
    }
}
