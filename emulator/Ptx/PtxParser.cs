// Parses a PTX text. Whether an instruction exists is decided later, where it is decoded.

namespace QuizKit.Cuda.Emulator.Ptx;

internal sealed class PtxParser
{
    private const int MaximumDepth = 100;

    private readonly List<PtxToken> _tokens;
    private readonly List<Dictionary<string, object>> _scopes = [[]];
    private readonly Dictionary<int, string> _files = [];
    private int _position;
    private int _depth;
    private int _scopeCount;
    private PtxLocation _location;

    private PtxParser(string text) => _tokens = PtxLexer.Tokens(text);

    public Dictionary<string, PtxFunction> Functions { get; } = [];

    public List<PtxVariable> Variables { get; } = [];

    public static PtxParser Parse(string text)
    {
        var parser = new PtxParser(text);
        parser.Module();
        return parser;
    }

    private PtxToken Current => _tokens[_position];

    private PtxToken Next() => _tokens[_position < _tokens.Count - 1 ? _position++ : _position];

    private bool Is(string text)
        => Current.Text == text && Current.Kind is PtxTokenKind.Word or PtxTokenKind.Punctuation && Current.Text == text;

    private bool Accept(string text)
    {
        if (!Is(text)) return false;
        _position++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Accept(text)) throw new PtxException(Current.Line, $"expected '{text}', found '{Current.Text}'");
    }

    private string Word()
    {
        if (Current.Kind != PtxTokenKind.Word) throw new PtxException(Current.Line, $"expected a name, found '{Current.Text}'");
        return Next().Text;
    }

    private int Integer()
    {
        if (Current.Kind != PtxTokenKind.Integer || Current.Value > int.MaxValue)
        {
            throw new PtxException(Current.Line, $"expected a number, found '{Current.Text}'");
        }

        return (int)Next().Value;
    }

    private void SkipLine()
    {
        var line = Current.Line;
        while (Current.Kind != PtxTokenKind.End && Current.Line == line) _position++;
    }

    private void SkipStatement()
    {
        while (!Accept(";"))
        {
            if (Current.Kind == PtxTokenKind.End) throw new PtxException(Current.Line, "expected ';'");
            Next();
        }
    }

    /// <summary>Counts how deep braces, brackets and signs are nested: the parser calls itself for each.</summary>
    private void Enter()
    {
        if (++_depth > MaximumDepth) throw new PtxException(Current.Line, $"nested more than {MaximumDepth} deep");
    }

    private void Module()
    {
        var hasVersion = false;
        while (Current.Kind != PtxTokenKind.End)
        {
            var token = Current;
            if (!hasVersion && token.Text != ".version") throw new PtxException(token.Line, "the text does not begin with .version");
            switch (token.Text)
            {
                case ".version":
                    hasVersion = true;
                    SkipLine();
                    break;
                case ".target":
                    SkipLine();
                    break;
                case ".address_size":
                    Next();
                    if (Integer() != 64) throw new PtxException(token.Line, "only addresses of 64 bits are supported");
                    break;
                case ".file":
                    File();
                    break;
                case ".loc":
                    Location();
                    break;
                case ".section":
                    Section();
                    break;
                case ".pragma":
                    SkipStatement();
                    break;
                case ".visible" or ".weak" or ".common":
                    Next();
                    break;
                case ".extern":
                    Next();
                    if (Is(".func")) Function(false);
                    else if (Is(".entry")) Function(true);
                    else Variable(null, true);
                    break;
                case ".func":
                    Function(false);
                    break;
                case ".entry":
                    Function(true);
                    break;
                case ".global" or ".const" or ".shared":
                    Variable(null, false);
                    break;
                default:
                    throw new PtxException(token.Line, $"'{token.Text}' is not known at this place");
            }
        }
    }

    private void File()
    {
        var line = Next().Line;
        var index = Integer();
        if (Current.Kind == PtxTokenKind.String) _files[index] = Current.Text;
        while (Current.Kind != PtxTokenKind.End && Current.Line == line) _position++;
    }

    private void Location()
    {
        var line = Next().Line;
        var file = Integer();
        var number = Integer();
        _location = new PtxLocation(_files.GetValueOrDefault(file, ""), number);
        while (Current.Kind != PtxTokenKind.End && Current.Line == line) _position++;
    }

    private void Section()
    {
        while (!Is("{") && Current.Kind != PtxTokenKind.End) Next();
        while (!Accept("}"))
        {
            if (Current.Kind == PtxTokenKind.End) throw new PtxException(Current.Line, "a section without an end");
            Next();
        }
    }

    private void Declare(string name, object symbol, int line)
    {
        if (!_scopes[^1].TryAdd(name, symbol)) throw new PtxException(line, $"'{name}' is declared twice");
    }

    private object? Find(string name)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGetValue(name, out var symbol)) return symbol;
        }

        return null;
    }

    private static PtxSpace Space(string directive) => directive switch
    {
        ".global" => PtxSpace.Global,
        ".const" => PtxSpace.Const,
        ".shared" => PtxSpace.Shared,
        ".local" => PtxSpace.Local,
        _ => PtxSpace.Param,
    };

    /// <summary>A variable, up to its semicolon; more than one where commas separate them.</summary>
    private void Variable(PtxFunction? function, bool isExternal)
    {
        var space = Space(Next().Text);
        var (type, lanes, alignment) = TypeOfVariable();
        do
        {
            var line = Current.Line;
            var variable = Declarator(space, type, lanes, alignment, isExternal);
            Declare(variable.Name, variable, line);
            (function?.Variables ?? Variables).Add(variable);
        }
        while (Accept(","));
        Expect(";");
    }

    private (PtxType Type, int Lanes, int Alignment) TypeOfVariable()
    {
        var alignment = 0;
        var lanes = 1;
        while (true)
        {
            var token = Current;
            var word = Word();
            if (word == ".align")
            {
                alignment = Integer();
                if (!int.IsPow2(alignment) || alignment > 1 << 16)
                {
                    throw new PtxException(token.Line, $"an alignment of {alignment} is not a power of two up to 65536");
                }
            }
            else if (word is ".v2" or ".v4" or ".v8")
            {
                lanes = word[2] - '0';
            }
            else if (word == ".ptr")
            {
                // .param .u64 .ptr .global .align 8 name: only the name and the type matter.
            }
            else if (PtxTypes.Parse(word[1..]) is var type and not PtxType.None && word[0] == '.')
            {
                while (Is(".ptr") || Is(".global") || Is(".const") || Is(".shared") || Is(".local") || Is(".align"))
                {
                    if (Next().Text == ".align") Integer();
                }

                return (type, lanes, Math.Max(alignment, Math.Max(1, type.Bytes) * lanes));
            }
            else
            {
                throw new PtxException(token.Line, $"'{word}' is not a type");
            }
        }
    }

    private PtxVariable Declarator(PtxSpace space, PtxType type, int lanes, int alignment, bool isExternal)
    {
        var line = Current.Line;
        var name = Word();
        long count = lanes;
        var isOpen = false;
        while (Accept("["))
        {
            if (Accept("]"))
            {
                isOpen = true;
                continue;
            }

            count *= Integer();
            if (count > int.MaxValue) throw new PtxException(line, $"'{name}' is larger than 2 GiB");
            Expect("]");
        }

        var size = Math.Max(1, type.Bytes);
        byte[]? initial = null;
        if (Accept("="))
        {
            var values = new List<byte>();
            Initializer(type, values);
            if (isOpen) count = values.Count / size;
            if (values.Count > count * size) throw new PtxException(line, $"more values than '{name}' has places");
            initial = new byte[count * size];
            values.CopyTo(initial);
        }
        else if (isOpen)
        {
            count = 0;
        }

        if (count * size > int.MaxValue) throw new PtxException(line, $"'{name}' is larger than 2 GiB");
        return new PtxVariable(name, space, (int)(count * size), alignment, initial, isExternal);
    }

    private void Initializer(PtxType type, List<byte> values)
    {
        if (Accept("{"))
        {
            Enter();
            while (!Accept("}"))
            {
                Initializer(type, values);
                if (!Is("}")) Expect(",");
            }

            _depth--;
            return;
        }

        var operand = Number();
        var bits = operand.IsFloat ? FloatBits(operand, type) : operand.Value;
        for (var i = 0; i < Math.Max(1, type.Bytes); i++) values.Add((byte)(bits >> (8 * i)));
    }

    /// <summary>The bits of a floating-point literal in a type: 1.0 is written as binary64 and may stand for a binary32 number.</summary>
    public static ulong FloatBits(PtxOperand operand, PtxType type) => (operand.IsSingle, type.Bits) switch
    {
        (true, 64) => BitConverter.DoubleToUInt64Bits(BitConverter.UInt32BitsToSingle((uint)operand.Value)),
        (false, 32) => BitConverter.SingleToUInt32Bits((float)BitConverter.UInt64BitsToDouble(operand.Value)),
        _ => operand.Value,
    };

    private void Function(bool isEntry)
    {
        Next();
        _scopes.Add([]);
        var results = new List<PtxVariable>();
        if (!isEntry && Is("(")) Parameters(results);
        var line = Current.Line;
        var function = new PtxFunction(Word(), isEntry, line);
        function.Results.AddRange(results);
        if (Is("(")) Parameters(function.Parameters);
        Layout(function.Parameters);
        Layout(function.Results);
        while (!Is("{") && !Is(";"))
        {
            var directive = Word();
            switch (directive)
            {
                case ".maxntid" or ".reqntid":
                    function.MaximumThreads = Integer();
                    while (Accept(",")) function.MaximumThreads *= Integer();
                    break;
                case ".minnctapersm" or ".maxnctapersm" or ".maxnreg" or ".maxclusterrank":
                    Integer();
                    break;
                case ".noreturn":
                    break;
                case ".pragma":
                    Next();
                    break;
                default:
                    throw new PtxException(Current.Line, $"'{directive}' is not known at this place");
            }
        }

        if (!Accept(";"))
        {
            function.HasBody = true;
            Body(function, "");
        }

        _scopes.RemoveAt(_scopes.Count - 1);
        if (Functions.TryGetValue(function.Name, out var earlier) && earlier.HasBody)
        {
            if (function.HasBody) throw new PtxException(line, $"'{function.Name}' is defined twice");
            return;
        }

        Functions[function.Name] = function;
    }

    private void Parameters(List<PtxVariable> parameters)
    {
        Expect("(");
        while (!Accept(")"))
        {
            var line = Current.Line;
            if (!Is(".param") && !Is(".reg")) throw new PtxException(line, $"expected '.param', found '{Current.Text}'");
            if (Next().Text == ".reg") throw new PtxException(line, "parameters in registers are not supported: use .param");
            var (type, lanes, alignment) = TypeOfVariable();
            var variable = Declarator(PtxSpace.Param, type, lanes, alignment, false);
            Declare(variable.Name, variable, line);
            parameters.Add(variable);
            if (!Is(")")) Expect(",");
        }
    }

    private static void Layout(List<PtxVariable> variables)
    {
        var offset = 0;
        foreach (var variable in variables)
        {
            offset = (offset + variable.Alignment - 1) & -variable.Alignment;
            variable.Address = (ulong)offset;
            offset += variable.Bytes;
        }
    }

    /// <summary>A body, or a block within one. Labels of a block are its own: they carry its number.</summary>
    private void Body(PtxFunction function, string scope)
    {
        Expect("{");
        Enter();
        _scopes.Add([]);
        while (!Accept("}"))
        {
            var token = Current;
            if (token.Kind == PtxTokenKind.End) throw new PtxException(token.Line, $"'{function.Name}' does not end");
            if (Is("{"))
            {
                Body(function, $"{scope}{++_scopeCount}/");
            }
            else if (token.Text == ".reg")
            {
                Registers();
            }
            else if (token.Text is ".shared" or ".local" or ".param" or ".const" or ".global")
            {
                Variable(token.Text is ".const" or ".global" ? null : function, false);
            }
            else if (token.Text == ".extern")
            {
                Next();
                Variable(function, true);
            }
            else if (token.Text == ".loc")
            {
                Location();
            }
            else if (token.Text == ".pragma")
            {
                SkipStatement();
            }
            else if (token.Kind == PtxTokenKind.Word && _tokens[_position + 1].Text == ":")
            {
                Label(function, scope);
            }
            else
            {
                Instruction(function, scope);
            }
        }

        _depth--;
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    private void Label(PtxFunction function, string scope)
    {
        var token = Next();
        Next();
        var name = scope + token.Text;
        if (Accept(".branchtargets"))
        {
            var targets = new List<string>();
            do
            {
                targets.Add(scope + Word());
            }
            while (Accept(","));
            Expect(";");
            function.BranchTargets[name] = targets;
        }
        else if (Is(".callprototype") || Is(".calltargets"))
        {
            SkipStatement();
        }
        else if (!function.Labels.TryAdd(name, function.Instructions.Count))
        {
            throw new PtxException(token.Line, $"the label '{token.Text}' is declared twice");
        }
    }

    private void Registers()
    {
        Next();
        var token = Current;
        var word = Word();
        if (word is ".v2" or ".v4") throw new PtxException(token.Line, "registers that are vectors are not supported");
        var type = PtxTypes.Parse(word[1..]);
        if (type == PtxType.None) throw new PtxException(token.Line, $"'{word}' is not a type");
        do
        {
            var line = Current.Line;
            var name = Word();
            if (Accept("<"))
            {
                var count = Integer();
                Expect(">");
                if (count > 1_000_000) throw new PtxException(line, $"{count} registers are too many");
                for (var i = 0; i < count; i++) Declare($"{name}{i}", new PtxRegister($"{name}{i}", type), line);
            }
            else
            {
                Declare(name, new PtxRegister(name, type), line);
            }
        }
        while (Accept(","));
        Expect(";");
    }

    private void Instruction(PtxFunction function, string scope)
    {
        var line = Current.Line;
        PtxRegister? guard = null;
        var isNegated = false;
        if (Accept("@"))
        {
            isNegated = Accept("!");
            var name = Word();
            guard = Find(name) as PtxRegister ?? throw new PtxException(line, $"'{name}' is not a register");
            if (guard.Type != PtxType.Pred) throw new PtxException(line, $"'{name}' is not a predicate");
        }

        var opcode = Word();
        var operands = new List<PtxOperand>();
        PtxCall? call = null;
        if (opcode == "call" || opcode.StartsWith("call.", StringComparison.Ordinal))
        {
            call = Call(scope);
        }
        else
        {
            while (!Is(";"))
            {
                operands.Add(Operand(scope));
                if (!Is(";")) Expect(",");
            }
        }

        Expect(";");
        function.Instructions.Add(new PtxInstruction(line, _location, guard, isNegated, opcode, operands) { Call = call });
    }

    private PtxCall Call(string scope)
    {
        var results = new List<PtxOperand>();
        if (Is("("))
        {
            results = List(scope);
            Expect(",");
        }

        var function = Word();
        var arguments = new List<PtxOperand>();
        if (Accept(",")) arguments = List(scope);
        if (Is(",")) throw new PtxException(Current.Line, "indirect calls are not supported");
        return new PtxCall(results, function, arguments);
    }

    private List<PtxOperand> List(string scope)
    {
        var operands = new List<PtxOperand>();
        Expect("(");
        while (!Accept(")"))
        {
            operands.Add(Operand(scope));
            if (!Is(")")) Expect(",");
        }

        return operands;
    }

    private PtxOperand Operand(string scope)
    {
        var operand = Single(scope);
        return Accept("|") ? operand with { Second = Single(scope) } : operand;
    }

    private PtxOperand Single(string scope)
    {
        Enter();
        var operand = OperandWithin(scope);
        _depth--;
        return operand;
    }

    private PtxOperand OperandWithin(string scope)
    {
        if (Accept("["))
        {
            var address = Single(scope);
            var offset = address.Kind == PtxOperandKind.Variable ? address.Offset : 0;
            if (address.Kind is not (PtxOperandKind.Register or PtxOperandKind.Variable or PtxOperandKind.Immediate))
            {
                throw new PtxException(Current.Line, "not a valid address");
            }

            if (Is("+") || Is("-")) offset += Offset();
            Expect("]");
            return address with { Kind = PtxOperandKind.Address, Offset = offset };
        }

        if (Accept("{"))
        {
            var elements = new List<PtxOperand>();
            while (!Accept("}"))
            {
                elements.Add(Single(scope));
                if (!Is("}")) Expect(",");
            }

            return new PtxOperand(PtxOperandKind.Vector) { Elements = elements };
        }

        if (Accept("!")) return Single(scope) with { IsNegated = true };
        if (Current.Kind is PtxTokenKind.Integer or PtxTokenKind.Float || Is("-") || Is("~")) return Number();
        var line = Current.Line;
        var name = Word();
        switch (Find(name))
        {
            case PtxRegister register:
                return new PtxOperand(PtxOperandKind.Register) { Register = register, Name = name };
            case PtxVariable variable:
                return new PtxOperand(PtxOperandKind.Variable) { Variable = variable, Name = name, Offset = Is("+") ? Offset() : 0 };
        }

        if (name == "_") return new PtxOperand(PtxOperandKind.Sink);
        if (name == "WARP_SZ") return new PtxOperand(PtxOperandKind.Immediate) { Value = 32 };
        if (name[0] == '%') return new PtxOperand(PtxOperandKind.Special) { Name = name };
        return new PtxOperand(PtxOperandKind.Label) { Name = scope + name };
    }

    private long Offset()
    {
        var isNegative = Next().Text == "-";
        if (Accept("-")) isNegative = !isNegative;
        if (Current.Kind != PtxTokenKind.Integer) throw new PtxException(Current.Line, $"expected a number, found '{Current.Text}'");
        var value = (long)Next().Value;
        return isNegative ? -value : value;
    }

    private PtxOperand Number()
    {
        var isNegative = Accept("-");
        var isInverted = Accept("~");
        var token = Next();
        var isNumber = token.Kind is PtxTokenKind.Integer or PtxTokenKind.Float;
        if (!isNumber) throw new PtxException(token.Line, $"'{token.Text}' is not a number");
        var value = token.Value;
        if (token.Kind == PtxTokenKind.Float)
        {
            if (isNegative) value ^= token.IsSingle ? 0x80000000 : 1UL << 63;
            return new PtxOperand(PtxOperandKind.Immediate) { Value = value, IsFloat = true, IsSingle = token.IsSingle };
        }

        if (isNegative) value = 0 - value;
        return new PtxOperand(PtxOperandKind.Immediate) { Value = isInverted ? ~value : value };
    }
}
