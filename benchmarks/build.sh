#!/usr/bin/env bash
# How long `dotnet build` takes with a quiz, beside the same project without one, and with a quiz of ten thousand questions.
#
#     benchmarks/build.sh [ROUNDS]    medians of so many rounds (default 15), each with a build of both
#
# The packages are packed first. Nothing else should run meanwhile.
set -euo pipefail
here="$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
rounds="${1:-15}"
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 UseSharedCompilation=true
unset MSBUILDDISABLENODEREUSE DOTNET_CLI_USE_MSBUILD_SERVER

for name in without chapter large; do
    "$here/../eng/sample-feed.sh" "$work/feed" NetStandardLibrary "$work/$name"
    rm -- "$work/$name/"*.cs "$work/$name/"*.quiz.md
    sed -i 's|netstandard2.0|net10.0|; /QuizKit.NeuralNetworks/d' "$work/$name/NetStandardLibrary.csproj"
    printf 'namespace Lessons;\n\n/// <summary>A class.</summary>\npublic sealed class Lesson;\n' >"$work/$name/Lesson.cs"
done
sed -i '/PackageReference Include="QuizKit"/d' "$work/without/NetStandardLibrary.csproj"
cp -- "$here/../content/chapter-6.quiz.md" "$work/chapter"
{
    printf -- '---\nid: large\nlanguage: en\n---\n# Large\n'
    for number in $(seq 10000); do
        printf '\n## Question %s\n<!-- quiz: id=question-%s -->\n\nWhat is the weight $w_{%s}$?\n\n### Answer\n\nIt is *%s*.\n' \
            "$number" "$number" "$number" "$number"
    done
} >"$work/large/large.quiz.md"

for name in without chapter large; do dotnet restore "$work/$name" --verbosity quiet; done

# Prints the seconds of a build after a clean one, with the compiler server that developers have.
build() {
    local start
    rm -rf -- "$work/$1/bin" "$work/$1/obj/Debug"
    start="$(date +%s%N)"
    dotnet build "$work/$1" --no-restore --verbosity quiet >"$work/log" || {
        cat -- "$work/log"
        exit 1
    }
    printf '%s\n' $((($(date +%s%N) - start) / 1000000))
}

median() { sort -n "$1" | sed -n "$((rounds / 2 + 1))p"; }

# The first builds start the servers and load the generator.
for name in without chapter; do build "$name" >/dev/null; done
for _ in $(seq "$rounds"); do
    for name in without chapter; do build "$name" >>"$work/$name.ms"; done
done
build large >"$work/large.ms"
printf 'medians of %s builds: %s ms without a quiz, %s ms with the chapter; %s ms with ten thousand questions\n' \
    "$rounds" "$(median "$work/without.ms")" "$(median "$work/chapter.ms")" "$(<"$work/large.ms")"
