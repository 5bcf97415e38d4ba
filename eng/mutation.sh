#!/usr/bin/env bash
# Changes the code in one place at a time, and looks whether a test fails: dotnet-stryker on one project.
#
#     eng/mutation.sh runtime                 or language, generator, numerics
#     eng/mutation.sh language --mutate 'Formulas/**/*.cs'
#
# Other options go to Stryker. Prints the mutants that no test noticed and the score: the share of those noticed among all that compile and
# are not ignored. It takes minutes for the runtime and hours for the language. The report is left in bin/mutation/PROJECT.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

readonly version=5.1.0
case "${1:?usage: eng/mutation.sh runtime|language|generator|numerics [OPTION...]}" in
    runtime) project=QuizKit tests=QuizKit.Tests ;;
    language) project=QuizKit.Language tests=QuizKit.Language.Tests ;;
    generator) project=QuizKit.Generator tests=QuizKit.Generator.Tests ;;
    numerics) project=QuizKit.Numerics tests=QuizKit.Numerics.Tests ;;
    *)
        printf 'mutation: there is no %s; runtime, language, generator and numerics are mutated\n' "$1" >&2
        exit 2
        ;;
esac
output="$PWD/bin/mutation/$1"
shift

tool="${XDG_CACHE_HOME:-$HOME/.cache}/quizkit/stryker-$version"
[[ -x $tool/dotnet-stryker ]] || dotnet tool install dotnet-stryker --version "$version" --tool-path "$tool"
cd "tests/$tests"
exec "$tool/dotnet-stryker" --project "$project.csproj" --concurrency 1 --reporter json --reporter cleartext --output "$output" "$@"
