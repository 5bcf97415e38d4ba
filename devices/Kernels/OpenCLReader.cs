// Reads OpenCL C as ILGPU writes it, and finds the arithmetic of floating-point numbers in it.

using System.Text.RegularExpressions;

namespace QuizKit.Devices.Kernels;

/// <summary>
/// Parses the declarations, statements and expressions of OpenCL C with their types. What it cannot read is a violation too: an
/// inspection must not pass what it does not understand.
/// </summary>
internal sealed partial class OpenCLReader
{
    // Operators by precedence, the weakest first; assignments and the conditional operator are read apart.
    private static readonly string[][] BinaryOperators =
    [
        ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"],
    ];

    private static readonly HashSet<string> TypeWords =
    [
        "void", "bool", "char", "uchar", "short", "ushort", "int", "uint", "long", "ulong", "half", "float", "double", "size_t", "signed",
        "unsigned", "intptr_t", "uintptr_t", "ptrdiff_t",
    ];

    private static readonly HashSet<string> Qualifiers =
    [
        "const", "volatile", "restrict", "static", "inline", "extern", "kernel", "__kernel", "global", "__global", "local", "__local",
        "private", "__private", "constant", "__constant", "generic", "__generic",
    ];

    // The functions of floats whose result is exact, or a comparison or the bits of its arguments.
    private static readonly HashSet<string> ExactFunctions =
    [
        "fabs", "fmin", "fmax", "min", "max", "clamp", "floor", "ceil", "trunc", "round", "rint", "copysign", "isnan", "isinf", "isfinite",
        "isnormal", "signbit", "isequal", "isnotequal", "isgreater", "isgreaterequal", "isless", "islessequal", "select", "nextafter",
        "frexp", "logb", "ilogb", "modf",
    ];

    private readonly string _source;
    private readonly Match[] _tokens;
    private readonly Dictionary<string, string> _typedefs = [];
    private readonly Dictionary<string, Dictionary<string, string>> _structs = [];
    private readonly Dictionary<string, string> _functions = [];
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _violations = [];
    private int _at;

    private OpenCLReader(string source)
    {
        _source = Ignored().Replace(source, "");
        _tokens = [.. Token().Matches(_source).Cast<Match>()];
    }

    private string Next => Peek(0);

    /// <summary>Returns the arithmetic of floating-point numbers in a source, in words, each once.</summary>
    public static IReadOnlyList<string> ViolationsOf(string source)
    {
        var reader = new OpenCLReader(source);
        try
        {
            while (reader.Next.Length > 0) reader.ReadDeclaration();
        }
        catch (FormatException exception)
        {
            reader._violations.Add(exception.Message);
        }

        return [.. reader._violations.Distinct()];
    }

    private static bool IsFloat(string type) => type is "float" or "double" or "half" || FloatVector().IsMatch(type);

    private void ReadDeclaration()
    {
        if (Take(";")) return;
        if (Take("typedef"))
        {
            var type = ReadType();
            _typedefs[ReadName()] = type;
            Expect(";");
        }
        else if (Next == "struct" && Peek(2) is "{" or ";")
        {
            ReadStruct();
        }
        else
        {
            ReadFunction();
        }
    }

    private void ReadStruct()
    {
        Expect("struct");
        var name = "struct " + ReadName();
        if (Take(";")) return;
        Expect("{");
        var fields = _structs[name] = [];
        while (!Take("}"))
        {
            var type = ReadType();
            fields[ReadName()] = ReadArrayOf(type);
            Expect(";");
        }

        Expect(";");
    }

    private void ReadFunction()
    {
        while (Take("__attribute__")) ReadParentheses();
        var type = ReadType();
        while (Take("__attribute__")) ReadParentheses();
        var name = ReadName();
        if (Next != "(")
        {
            _variables[name] = ReadArrayOf(type);
            if (Take("=")) SkipTo(";");
            Expect(";");
            return;
        }

        _functions[name] = type;
        Expect("(");
        while (!Take(")"))
        {
            var parameter = ReadType();
            if (Next is not ("," or ")")) _variables[ReadName()] = ReadArrayOf(parameter);
            Take(",");
        }

        if (!Take(";")) ReadStatement();
    }

    private void ReadStatement()
    {
        switch (Next)
        {
            case "{":
                Expect("{");
                while (!Take("}")) ReadStatement();
                break;
            case "if" or "while" or "switch":
                _at++;
                Expect("(");
                ReadExpression();
                Expect(")");
                ReadStatement();
                if (Take("else")) ReadStatement();
                break;
            case "for":
                Expect("for");
                Expect("(");
                ReadStatement();
                if (Next != ";") ReadExpression();
                Expect(";");
                if (Next != ")") ReadExpression();
                Expect(")");
                ReadStatement();
                break;
            case "do":
                Expect("do");
                ReadStatement();
                break;
            case "goto" or "break" or "continue" or "default":
                SkipTo(Next == "default" ? ":" : ";");
                _at++;
                break;
            case "case":
                SkipTo(":");
                _at++;
                break;
            case "return":
                Expect("return");
                if (Next != ";") ReadExpression();
                Expect(";");
                break;
            case ";":
                _at++;
                break;
            default:
                if (Peek(1) == ":") _at += 2;
                else if (IsType(Next)) ReadVariables();
                else ReadExpressionStatement();
                break;
        }
    }

    private void ReadExpressionStatement()
    {
        ReadExpression();
        Expect(";");
    }

    private void ReadVariables()
    {
        var type = ReadType();
        do
        {
            var own = type;
            while (Take("*")) own += "*";
            _variables[ReadName()] = ReadArrayOf(own);
            if (Take("=")) ReadExpression();
        }
        while (Take(","));
        Expect(";");
    }

    /// <summary>Reads an expression and returns its type.</summary>
    private string ReadExpression()
    {
        var first = _at;
        var type = ReadBinary(0);
        if (Take("?"))
        {
            var left = ReadExpression();
            Expect(":");
            var right = ReadExpression();
            return IsFloat(right) ? right : left;
        }

        var assignment = Next;
        if (assignment is "=" or "+=" or "-=" or "*=" or "/=" or "%=" or "&=" or "|=" or "^=" or "<<=" or ">>=")
        {
            _at++;
            var right = ReadExpression();
            if (assignment is "+=" or "-=" or "*=" or "/=" && (IsFloat(type) || IsFloat(right))) Report(first);
        }

        return type;
    }

    private string ReadBinary(int level)
    {
        if (level == BinaryOperators.Length) return ReadUnary();
        var first = _at;
        var left = ReadBinary(level + 1);
        while (BinaryOperators[level].Contains(Next))
        {
            var operation = Next;
            _at++;
            var right = ReadBinary(level + 1);
            if (operation is not ("+" or "-" or "*" or "/" or "%"))
            {
                if (operation is not ("<<" or ">>")) left = "int";
                continue;
            }

            if (!IsFloat(left) && !IsFloat(right))
            {
                if (right.EndsWith('*')) left = right;
                continue;
            }

            Report(first);
            if (!IsFloat(left)) left = right;
        }

        return left;
    }

    private string ReadUnary()
    {
        var operation = Next;
        switch (operation)
        {
            case "-" or "+" or "~":
                _at++;
                return ReadUnary();
            case "!":
                _at++;
                ReadUnary();
                return "int";
            case "*":
                _at++;
                return ElementOf(ReadUnary());
            case "&":
                _at++;
                return ReadUnary() + "*";
            case "++" or "--":
                var first = _at++;
                var type = ReadUnary();
                if (IsFloat(type)) Report(first);
                return type;
            case "(" when IsType(Peek(1)):
                _at++;
                var cast = ReadType();
                Expect(")");
                ReadUnary();
                return cast;
            default:
                return ReadPostfix();
        }
    }

    private string ReadPostfix()
    {
        var type = ReadPrimary();
        while (true)
        {
            if (Take("["))
            {
                ReadExpression();
                Expect("]");
                type = ElementOf(type);
            }
            else if (Take(".") || Take("->"))
            {
                var field = ReadName();
                type = _structs.TryGetValue(type.TrimEnd('*'), out var fields) && fields.TryGetValue(field, out var of) ? of
                    : IsFloat(type) ? type // a component of a vector
                    : throw Unreadable($"the type of '.{field}' is not known");
            }
            else if (Next is "++" or "--")
            {
                _at++;
                if (IsFloat(type)) Report(_at - 2);
            }
            else
            {
                return type;
            }
        }
    }

    private string ReadPrimary()
    {
        if (Take("("))
        {
            var type = ReadExpression();
            Expect(")");
            return type;
        }

        var token = Next;
        if (token.Length > 0 && char.IsDigit(token[0]) || token.StartsWith('.'))
        {
            _at++;
            return !FloatLiteral().IsMatch(token) ? "int" : token.EndsWith('f') || token.EndsWith('F') ? "float" : "double";
        }

        var name = ReadName();
        if (Next == "(") return ReadCall(name);
        return _variables.TryGetValue(name, out var variable) ? variable
            : name is "INFINITY" or "NAN" or "HUGE_VALF" || name.StartsWith("FLT_", StringComparison.Ordinal) ? "float"
            : name.StartsWith("M_", StringComparison.Ordinal) || name.StartsWith("DBL_", StringComparison.Ordinal) ? "double"
            : "int";
    }

    private string ReadCall(string function)
    {
        Expect("(");
        List<string> arguments = [];
        while (!Take(")"))
        {
            arguments.Add(ReadExpression());
            Take(",");
        }

        if (_functions.TryGetValue(function, out var type)) return type;
        if (function.StartsWith("as_", StringComparison.Ordinal)) return function["as_".Length..];
        if (Conversion().Match(function) is { Success: true } conversion)
        {
            if (conversion.Groups[2].Value is "rtz" or "rtp" or "rtn" && IsFloat(conversion.Groups[1].Value))
                _violations.Add($"{function}() does not round to nearest");
            return conversion.Groups[1].Value;
        }

        if (function.StartsWith("atom", StringComparison.Ordinal))
        {
            if (function.Contains("add", StringComparison.Ordinal) || function.Contains("sub", StringComparison.Ordinal))
            {
                if (arguments.Any(argument => argument.TrimEnd('*') is "atomic_float" or "atomic_double" or "float" or "double"))
                    _violations.Add($"{function}() adds floats in no fixed order");
            }

            return "int";
        }

        if (arguments.Find(IsFloat) is not { } of) return "int";
        if (!ExactFunctions.Contains(function))
            _violations.Add($"{function}() is called outside of a block that switches contraction off");
        return function.StartsWith("is", StringComparison.Ordinal) || function is "signbit" or "ilogb" ? "int" : of;
    }

    private bool IsType(string token) =>
        token == "struct" || TypeWords.Contains(token) || Qualifiers.Contains(token) || _typedefs.ContainsKey(token)
        || FloatVector().IsMatch(token) || AtomicType().IsMatch(token);

    private string ReadType()
    {
        var type = "";
        for (; IsType(Next) && (type.Length == 0 || !_typedefs.ContainsKey(Next)); _at++)
        {
            if (Qualifiers.Contains(Next)) continue;
            if (Next == "struct") type = "struct " + Peek(1);
            else type = _typedefs.TryGetValue(Next, out var of) ? of : Next;
            if (Next == "struct") _at++;
        }

        if (type.Length == 0) throw Unreadable($"'{Next}' is not a type");
        while (Next is "*" || Qualifiers.Contains(Next))
        {
            if (Next == "*") type += "*";
            _at++;
        }

        return type;
    }

    /// <summary>Reads the lengths of an array, if there are any, and returns its type: that of a pointer.</summary>
    private string ReadArrayOf(string type)
    {
        while (Take("["))
        {
            SkipTo("]");
            Expect("]");
            type += "*";
        }

        return type;
    }

    private string ElementOf(string pointer) => pointer.EndsWith('*') ? pointer[..^1] : throw Unreadable($"'{pointer}' is not a pointer");

    private void ReadParentheses()
    {
        Expect("(");
        for (var depth = 1; depth > 0; _at++)
        {
            if (Next.Length == 0) throw Unreadable("a parenthesis is not closed");
            depth += Next == "(" ? 1 : Next == ")" ? -1 : 0;
        }
    }

    private void SkipTo(string token)
    {
        for (; Next != token; _at++)
            if (Next.Length == 0) throw Unreadable($"'{token}' is missing");
    }

    private string ReadName()
    {
        var name = Next;
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_')) throw Unreadable($"'{name}' is not a name");
        _at++;
        return name;
    }

    private string Peek(int ahead) => _at + ahead < _tokens.Length ? _tokens[_at + ahead].Value : "";

    private bool Take(string token)
    {
        if (Next != token) return false;
        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token)) throw Unreadable($"'{token}' is missing before '{Next}'");
    }

    private void Report(int first)
    {
        var last = _tokens[_at - 1];
        var text = Spaces().Replace(_source[_tokens[first].Index..(last.Index + last.Length)], " ");
        _violations.Add($"'{text}' stands outside of a block that switches contraction off");
    }

    private FormatException Unreadable(string why)
    {
        var at = _at < _tokens.Length ? _tokens[_at].Index : _source.Length;
        var line = _source.AsSpan(0, at).Count('\n') + 1;
        return new FormatException($"line {line} of the OpenCL C cannot be inspected: {why}");
    }

    [GeneratedRegex(@"^[ \t]*#.*$|//.*$|/\*.*?\*/", RegexOptions.Multiline)]
    private static partial Regex Ignored();

    [GeneratedRegex("""
        0[xX][0-9a-fA-F.]+(?:[pP][-+]?\d+[fF]?|[uUlL]*) | (?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[fFuUlLhH]* | [A-Za-z_]\w*
        | <<= | >>= | -> | \+\+ | -- | << | >> | [-+*/%&|^=!<>]= | && | \|\| | \S
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex(@"^(?:0[xX].*[.pP].*|(?!0[xX]).*[.eEfF].*)$")]
    private static partial Regex FloatLiteral();

    [GeneratedRegex(@"^(?:half|float|double)(?:2|3|4|8|16)$")]
    private static partial Regex FloatVector();

    [GeneratedRegex(@"^atomic_(?:u?int|u?long|float|double|flag|intptr_t|uintptr_t|size_t|ptrdiff_t)$")]
    private static partial Regex AtomicType();

    [GeneratedRegex(@"^convert_([a-z]+\d*)(?:_sat)?(?:_(rt[ezpn]))?$")]
    private static partial Regex Conversion();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
