#!/usr/bin/env bash
# Publishes samples/AotQuiz and samples/WebQuiz as native code, with warnings as errors, runs them, and prints the size of the first
# over an empty program's.
#
#     eng/aot.sh [FEED]    FEED as eng/sample-feed.sh makes it
#     eng/aot.sh --first   the time of the first question in a native process, beside Markdig's for its words
#
# It needs a C compiler and the headers of zlib.
set -euo pipefail
here="$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
work="$(mktemp -d)"
server=
finish() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    rm -rf -- "$work"
}
trap finish EXIT
feed="${1:-$work/feed}"
[[ $feed != --first ]] || feed="$work/feed"

# ILCompiler links with clang unless told otherwise; gcc does as well.
linker=()
command -v clang >/dev/null || linker=(-p:CppCompilerAndLinker=gcc)

"$here/sample-feed.sh" "$feed" AotQuiz "$work/quiz"

if [[ ${1:-} == --first ]]; then
    mkdir -- "$work/first"
    cp -- "$work/quiz/nuget.config" "$work/first"
    markdig="$(sed -n 's/.*Include="Markdig" Version="\([^"]*\)".*/\1/p' "$here/../Directory.Packages.props")"
    sed "s|</ItemGroup>|<PackageReference Include=\"Markdig\" Version=\"$markdig\" /></ItemGroup>|" "$work/quiz/AotQuiz.csproj" >"$work/first/First.csproj"
    cat >"$work/first/Program.cs" <<'CSHARP'
using System;
using System.Diagnostics;
using Markdig;
using QuizKit.NeuralNetworks;

const string Words = "For a network with architecture [20, 256, 256, 256, 1], what is the total number of multiply-add "
    + "operations in the forward pass for a single example?";
long start = Stopwatch.GetTimestamp();
string html = args[0] == "question"
    ? Chapter6Quiz.MultiplyAdds.Prompt.Html
    : Markdown.ToHtml(Words, new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().Build());
double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
Console.WriteLine(html.Length > 0 ? microseconds.ToString("0.0") : "no words");
CSHARP
    dotnet publish "$work/first/First.csproj" -o "$work/first/out" "${linker[@]}" --verbosity quiet
    for what in question markdig; do
        for _ in $(seq 21); do "$work/first/out/First" "$what"; done | sort -n | sed -n 11p >"$work/$what"
    done
    printf 'the first question: %s microseconds, Markdig: %s (medians of 21 native processes)\n' "$(<"$work/question")" "$(<"$work/markdig")"
    exit 0
fi

# The same project without the quiz.
mkdir -- "$work/empty"
cp -- "$work/quiz/nuget.config" "$work/empty"
sed '/<ItemGroup>/,/<\/ItemGroup>/d' "$work/quiz/AotQuiz.csproj" >"$work/empty/Empty.csproj"
printf 'System.Console.WriteLine("Hello.");\n' >"$work/empty/Program.cs"

# The same project with a whole quiz as JSON, and a session that is saved and read.
mkdir -- "$work/json"
cp -- "$work/quiz/nuget.config" "$work/json"
cp -- "$work/quiz/AotQuiz.csproj" "$work/json/Json.csproj"
cat >"$work/json/Program.cs" <<'CSHARP'
using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using QuizKit;
using QuizKit.NeuralNetworks;
using QuizKit.Sessions;

string json = JsonSerializer.Serialize(Chapter6Quiz.Quiz, QuizJson.Default.Quiz);
Quiz quiz = JsonSerializer.Deserialize(json, QuizJson.Default.Quiz)!;
Console.WriteLine($"{quiz.Questions.Count} questions, {quiz.In("de").Title}, {quiz.Claims.Count == Chapter6Quiz.Quiz.Claims.Count}");
Console.WriteLine(json == JsonSerializer.Serialize(quiz, QuizJson.Default.Quiz));
QuizSession session = QuizSession.Start(quiz, DateTimeOffset.UnixEpoch, 7);
session = session.Next(DateTimeOffset.UnixEpoch)!.Reveal(DateTimeOffset.UnixEpoch);
Console.WriteLine(QuizSession.Read(session.ToJson(), Chapter6Quiz.Quiz).ToJson() == session.ToJson());
Console.WriteLine(JsonSerializer.Serialize(QuestionView.Of(quiz.Questions[0]), QuizJson.Default.QuestionView).Length > 0);

[JsonSerializable(typeof(Quiz))]
[JsonSerializable(typeof(QuestionView))]
internal sealed partial class QuizJson : JsonSerializerContext;
CSHARP

for project in quiz/AotQuiz json/Json empty/Empty; do
    dotnet publish "$work/$project.csproj" -o "$work/${project%/*}/out" "${linker[@]}" --verbosity quiet
done

# Three questions can be graded. Every reply is understood, and the second is the number that the source prints.
printf '2,817\nfalse\n70912\n' | "$work/quiz/out/AotQuiz" >"$work/said"
for line in '2. A network has architecture \[10, 64, 32, 1\].*' 'Correct' 'Incorrect, as in print\.' 'Erratum: .*136,448.*' '2 of 3 correct\.'; do
    grep -qx -- "$line" "$work/said" || {
        printf 'the native program did not print a line like: %s\nIt printed:\n' "$line"
        cat -- "$work/said"
        exit 1
    }
done

# The same in German.
printf '2.817\nfalsch\n70.912\n' | "$work/quiz/out/AotQuiz" de-AT >"$work/said"
for line in '2. Ein Netz hat die Architektur \[10, 64, 32, 1\].*' 'Incorrect, as in print\.' '2 of 3 correct\.'; do
    grep -qx -- "$line" "$work/said" || {
        printf 'the native program did not print a line like: %s\nIt printed:\n' "$line"
        cat -- "$work/said"
        exit 1
    }
done

# The JSON of the quiz is read as the same quiz, and the saved session as the same session.
"$work/json/out/Json" >"$work/said"
diff -- "$work/said" - <<'LINES' || {
20 questions, Kapitel 6: Quiz, True
True
True
True
LINES
    printf 'the native program with JSON did not print the lines above\n'
    exit 1
}

# The web quiz sends a question without its answer, grades a reply, and describes a mistake.
"$here/sample-feed.sh" "$feed" WebQuiz "$work/web"
dotnet publish "$work/web/WebQuiz.csproj" -p:PublishAot=true -o "$work/web/out" "${linker[@]}" --verbosity quiet
"$work/web/out/WebQuiz" --urls http://127.0.0.1:0 >"$work/web.log" 2>&1 &
server=$!
address=
for _ in $(seq 100); do
    address="$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/web.log" | head -n 1 || true)"
    [[ -z $address ]] || break
    sleep 0.2
done
python3 - "$address/api/neural-networks" <<'PYTHON'
import json
import sys
import urllib.error
import urllib.request


def ask(path, body=None):
    request = urllib.request.Request(
        sys.argv[1] + path, data=body and json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        return json.load(error)


found = (
    len(ask("")["questions"]),
    ask("/questions/multiply-adds")["unit"],
    ask("/questions/multiply-adds/reply", {"reply": "136,448"})["outcome"],
    ask("/questions/multiply-adds/reveal", {"seed": 7})["correctValue"],
    ask("/questions/multiply-ads")["nearest"],
    ask("/questions/multiply-adds/reply", {"text": "1"})["status"],
)
expected = (20, "multiply-adds", "Correct", 136448, "multiply-adds", 400)
if found != expected:
    sys.exit(f"the native web quiz gave {found} instead of {expected}")
PYTHON

quiz="$(stat -c %s "$work/quiz/out/AotQuiz")"
empty="$(stat -c %s "$work/empty/out/Empty")"
printf 'native code without a warning: %s bytes, %s more than an empty program (%s bytes)\n' "$quiz" $((quiz - empty)) "$empty"
