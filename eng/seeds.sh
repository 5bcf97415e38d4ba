#!/usr/bin/env bash
# Runs every claim with many seeds, and counts the verdicts that are not as expected: false alarms, if the claims are right.
#
#     eng/seeds.sh 200                                  seeds 1 to 200, --scale quick, on the CPU accelerator
#     eng/seeds.sh 30 --scale full                      other options go to `gpu-checks run`
#     eng/pocl-chroot.sh run -- eng/seeds.sh 20 --device opencl --scale quick
#
# Needs a Release build of gpu-checks. Prints the checks with another verdict, and at the end `N runs of M checks, K unexpected`; the exit code
# is 1 if K is not 0.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

count="${1:?usage: eng/seeds.sh COUNT [OPTION...]}"
shift
[[ $# -gt 0 ]] || set -- --scale quick --device cpu
tool=gpu-checks/bin/Release/net10.0/gpu-checks.dll
output="$(mktemp)"
trap 'rm -f -- "$output"' EXIT

checks=0
unexpected=0
for ((seed = 1; seed <= count; seed++)); do
    dotnet "$tool" run --seed "$seed" "$@" >"$output" 2>&1 && status=0 || status=$?
    total="$(sed -n 's/^\([0-9,]*\) checks\?: .*/\1/p' "$output" | tr -d ,)"
    [[ -n $total ]] || {
        printf 'seed %s gave no result (exit code %s):\n' "$seed" "$status"
        tail -n 5 -- "$output"
        exit 2
    }
    checks=$((checks + total))
    ((status == 0)) || {
        printf 'seed %s:\n' "$seed"
        grep -A 3 -E '^(✗|x|!) ' -- "$output" || tail -n 3 -- "$output"
        number="$(sed -n 's/.* \([0-9,]*\) not as expected.*/\1/p;s/.* \([0-9,]*\) broken.*/\1/p' "$output" | tr -d , | paste -sd+ -)"
        unexpected=$((unexpected + ${number:-1}))
    }
done
printf '%s runs of %s checks, %s unexpected\n' "$count" "$((checks / count))" "$unexpected"
((unexpected == 0))
