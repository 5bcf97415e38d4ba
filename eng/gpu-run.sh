#!/usr/bin/env bash
# Runs everything on this machine's CUDA device, the most telling first, and leaves reports.
#
#     quizkit-gpu/run.sh [FOLDER]       default: quizkit-gpu-results; about ten minutes
#
# MINUTES=N         stops after so many (default: 10)
# CUDA_LIBRARY=FILE the CUDA driver to use, if it is not the one of the system
# DEVICE=NAME       the device of gpu-checks (default: cuda); cuda-software tries this script without a GPU, with its library in CUDA_LIBRARY
# Needs an NVIDIA driver; with Python it measures single PTX instructions and NumPy and PyTorch too, with nvcc the approximate functions, and
# with compute-sanitizer races, barriers and memory. The same instructions and claims run on CUDA in software, and the bits are compared.
# Where a GPU or a library has other bits for other batches, or cannot be explained, that is a result and no failure.
# The last lines, also in summary.md, say what ran. The exit code is 1 if something failed.
set -uo pipefail
here="$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
case "${1:-}" in -h | --help)
    sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac

results="$(realpath -m -- "${1:-quizkit-gpu-results}")"
mkdir -p -- "$results/lab" || exit 2
end=$((SECONDS + 60 * ${MINUTES:-10}))
failed=0
summary="$results/summary.md"
tool="$here/app/gpu-checks"
device="${DEVICE:-cuda}"

# ILGPU asks for libcuda.so, which a machine without the development package does not have.
driver="${CUDA_LIBRARY:-}"
for file in /usr/lib/x86_64-linux-gnu/libcuda.so.1 /usr/lib64/libcuda.so.1 /usr/local/nvidia/lib64/libcuda.so.1 /usr/lib/wsl/lib/libcuda.so.1; do
    [[ -z $driver && -e $file ]] && driver="$file"
done
if [[ -z $driver ]]; then
    printf 'run.sh: there is no CUDA driver (libcuda.so.1); name it in CUDA_LIBRARY\n' >&2
    exit 2
fi
libraries="$(mktemp -d)"
trap 'rm -rf -- "$libraries"' EXIT
software="$here/software/libcuda.so"
export QUIZKIT_CUDA_SOFTWARE="$software"
[[ $device != cuda-software ]] || QUIZKIT_CUDA_SOFTWARE="$driver"
ln -s -- "$driver" "$libraries/libcuda.so"
ln -s -- "$driver" "$libraries/libcuda.so.1"
export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"

note() { printf '%s\n' "$*" | tee -a -- "$summary"; }

# Runs a command with what is left of the time, keeps its output, and notes its last line.
step() {
    local name="$1" left=$((end - SECONDS)) started=$SECONDS status last
    shift
    if ((left < 20)); then
        note "- $name: no time was left"
        return
    fi
    timeout --kill-after=10 "$left" "$@" >"$results/$name.log" 2>&1
    status=$?
    last="$(grep -v '^[[:space:]]*$' "$results/$name.log" | tail -n 1 | cut -c 1-200)"
    if ((status == 124)); then
        note "- $name: stopped after $((SECONDS - started)) s"
    elif ((status != 0)); then
        failed=1
        note "- $name: exit code $status after $((SECONDS - started)) s. $last"
    else
        note "- $name: $((SECONDS - started)) s. $last"
    fi
}

# Before a command whose exit code 1 is a finding.
# shellcheck disable=SC2016
studied=(bash -c '"$@"; (($? < 2))' studied)

printf '# QuizKit on a CUDA device\n\n' >"$summary"
note "- $(nvidia-smi -L 2>/dev/null | cut -d '(' -f 1 || true)driver $(readlink -f -- "$driver")"
step devices "$tool" devices
step conformance "$tool" conformance --device "$device" --output "$results/conformance.json" --output "$results/conformance.md"
step tensor-cores "$tool" tensor-cores --device "$device" --scale full --output "$results/tensor-cores.json" --output "$results/tensor-cores.md"
step claims "$tool" run --device "$device" --scale full --evidence "$results/kernels" --output "$results/claims.json" --output "$results/claims.html"
step batch "${studied[@]}" "$tool" batch --device "$device" --price 1024 --timeout 30 --output "$results/batch.json" --output "$results/batch.md"
step price "${studied[@]}" "$tool" batch "$device" --price 4096 --quantity batch --max-m 64 --k 64 --output "$results/price.json" --output "$results/price.md"
step lab "$tool" lab --device "$device" --scale full --output "$results/lab/lab.json" --output "$results/lab/lab.html"
step orders "${studied[@]}" "$tool" order --device "$device" --precision all --length 130 --timeout 60 --output "$results/orders.json" --output "$results/orders.md"
if command -v python3 >/dev/null; then
    step instructions python3 "$here/ptx_corpus.py" run "$results/ptx.json.gz" --library "$libraries/libcuda.so.1"
    step instructions-h200 python3 "$here/ptx_corpus.py" compare "$here/ptx.json.gz" "$results/ptx.json.gz"
    step instructions-software python3 "$here/ptx_corpus.py" run "$results/ptx-software.json.gz" --library "$software"
    step instructions-compared python3 "$here/ptx_corpus.py" compare "$results/ptx.json.gz" "$results/ptx-software.json.gz"
fi
if command -v nvcc >/dev/null && nvcc -O2 -arch=native -o "$libraries/approximations" "$here/ptx_approximations.cu" >"$results/nvcc.log" 2>&1; then
    # shellcheck disable=SC2016
    step approximations bash -c '"$1" >"$2"' approximations "$libraries/approximations" "$results/approximations.json"
fi
step quick "$tool" run --device "$device" --scale quick --output "$results/quick.json"
step exhaustive "$tool" run --device "$device" --scale exhaustive --timeout 60 --output "$results/exhaustive.json"
step software "$tool" run --device cuda-software --scale quick --output "$results/software.json"
step software-compared "$tool" compare "$results/quick.json" "$results/software.json"
if command -v compute-sanitizer >/dev/null; then
    for check in racecheck synccheck; do
        step "$check" compute-sanitizer --tool "$check" --target-processes all "$tool" run --device "$device" --scale quick --question 19
    done
    # Loading a kernel takes these two seconds: a process for each question, several at once.
    for check in memcheck initcheck; do
        # shellcheck disable=SC2016
        step "$check" xargs -P "$(nproc)" -I{} sh -c '
            "$@" >"$0-{}.log" 2>&1; status=$?
            printf "question {}: %s\n" "$(grep "ERROR SUMMARY" "$0-{}.log")"; exit "$((status > 0))"' "$results/$check" \
            compute-sanitizer --tool "$check" --target-processes all --error-exitcode 9 "$tool" run --device "$device" --scale quick --question {} <<<"$(seq 20)"
    done
fi
tar -C "$results" -cJf "$results/kernels.tar.xz" kernels && rm -rf -- "$results/kernels"
note ""
note "$( ((failed)) && echo 'Something failed.' || echo 'Everything that ran is as expected.')"
exit "$failed"
