#!/usr/bin/env bash
# Changes the code in one place at a time, and looks whether a test fails: dotnet-stryker on one project.
#
#     eng/mutation.sh runtime                       or language, generator, numerics, reports, gpu-checks
#     eng/mutation.sh language --share 10           of a tenth of the code, in pieces chosen at random
#     eng/mutation.sh language --mutate 'Formulas/**/*.cs'
#
# --seed N chooses other pieces; other options go to Stryker. Prints the mutants that no test noticed and the score: the share of those
# noticed among all that compile and are not ignored. It takes minutes for the runtime and hours for all of the language. The report is left
# in bin/mutation/PROJECT.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

readonly version=5.1.0

# Tests that try thousands of texts each: they would run for every mutant, and the others notice what they notice.
slow=''
case "${1:?usage: eng/mutation.sh runtime|language|generator|numerics|reports|gpu-checks [--share PERCENT [--seed N]] [OPTION...]}" in
    runtime) project=QuizKit tests=QuizKit.Tests ;;
    language)
        project=QuizKit.Language tests=QuizKit.Language.Tests
        slow='A_file_cut_off A_quiz_cut_off Fragments_in_any_order Hostile_Markdown HtmlSafetyTests linear_time order_make_a_sound Twice_as_many'
        slow+=' Well_formed_Markdown well_formed_Markdown Whatever_ends_a_file'
        ;;
    generator)
        project=QuizKit.Generator tests=QuizKit.Generator.Tests
        slow='CancellationTests DeepNestingTests GrowthTests RandomQuizTests ScaleTests'
        ;;
    numerics) project=QuizKit.Numerics tests=QuizKit.Numerics.Tests ;;
    reports) project=QuizKit.Reports tests=QuizKit.Reports.Tests ;;
    gpu-checks)
        # Each check has mutations of its own among its tests, and its kernels cannot run with the code that counts mutants in them.
        project=QuizKit.GpuChecks tests=QuizKit.GpuChecks.Tests
        slow='GpuChecks.Tests.Checks GpuChecks.Tests.Kernels GpuChecks.Tests.Laboratory GpuChecks.Tests.Conformance SignalTests TypeSchemaTests'
        ;;
    *)
        printf 'mutation: there is no %s; runtime, language, generator, numerics, reports and gpu-checks are mutated\n' "$1" >&2
        exit 2
        ;;
esac
folder="$1"
output="$PWD/bin/mutation/$1"
shift

share='' seed=1 options=()
while (($# > 0)); do
    case "$1" in
        --share) share="${2:?--share needs a percentage}" && shift ;;
        --seed) seed="${2:?--seed needs a number}" && shift ;;
        *) options+=("$1") ;;
    esac
    shift
done

# Pieces of 600 characters.
if [[ -n $share ]]; then
    while IFS= read -r piece; do options+=(--mutate "$piece"); done < <(
        cd -- "$folder"
        git ls-files -- '*.cs' | while IFS= read -r file; do printf '%s %d\n' "$file" "$(wc -c <"$file")"; done | awk -v share="$share" -v seed="$seed" '
            BEGIN { srand(seed) }
            { for (at = 0; at < $2; at += 600) if (rand() * 100 < share) printf "%s{%d..%d}\n", $1, at, at + 600 }')
fi
if [[ -n $slow ]]; then
    filter=''
    for test in $slow; do filter+="&FullyQualifiedName!~$test"; done
    options+=(--test-case-filter "${filter#&}")
fi

tool="${XDG_CACHE_HOME:-$HOME/.cache}/quizkit/stryker-$version"
[[ -x $tool/dotnet-stryker ]] || dotnet tool install dotnet-stryker --version "$version" --tool-path "$tool"
cd "tests/$tests"
exec "$tool/dotnet-stryker" --project "$project.csproj" --concurrency 1 --reporter json --reporter cleartext --output "$output" "${options[@]}"
