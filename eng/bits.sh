#!/usr/bin/env bash
# The sums of QuizKit.Numerics give the same bits on every processor: quizkit-bits prints a digest for each operation with vectors of 512,
# 256, 128 bits and with none, of .NET 10 and .NET 8, and on Arm64 of .NET 10, and each is compared with eng/bits/expected.txt. Mono runs the
# build for .NET Standard 2.0, also as a program of 32 bits, whose floating-point arithmetic has the 80 bits of x87; it has no BinnedSum, FixedTree
# and binary16.
#
#     eng/bits.sh            every configuration that this machine has
#     eng/bits.sh --write    writes expected.txt again, for operations that were added
#
# Arm64 runs in an emulator: it needs qemu-aarch64-static and the Arm64 libraries of Debian or Ubuntu (qemu-user-static,
# libc6-arm64-cross, libstdc++6-arm64-cross). Mono needs mono (mono-runtime), and for 32 bits also apt-get, to download and unpack Mono and
# the C library for i386. What is missing is skipped, with a word. --all makes that a failure.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
program=eng/bits/bin/Release/net10.0/quizkit-bits.dll
expected=eng/bits/expected.txt
dotnet build eng/bits -c Release -f net10.0 -v quiet
if [[ ${1:-} == --write ]]; then
    dotnet "$program" >"$expected"
    exit
fi

all="${1:-}" failed=0 configurations=0

# Runs a configuration, and looks whether it is the one that it is called.
try() {
    local vectors="$1"
    shift
    "$@" >"$work/digests" 2>"$work/about" || { cat -- "$work/about"; failed=1; return; }
    if ! grep -q "$vectors" "$work/about"; then
        printf 'not tried: %s (it would be %s)\n' "$vectors" "$(cat -- "$work/about")"
    elif diff -u -- "$expected" "$work/digests"; then
        configurations=$((configurations + 1))
        printf 'the same bits: %s\n' "$(cat -- "$work/about")"
    else
        printf 'other bits: %s\n' "$(cat -- "$work/about")"
        failed=1
    fi
}

try 'vectors of 512 bits' dotnet "$program"
try 'vectors of 256 bits' env DOTNET_EnableAVX512=0 dotnet "$program"
try 'vectors of 128 bits' env DOTNET_EnableAVX2=0 dotnet "$program"
try 'vectors of 0 bits' env DOTNET_EnableHWIntrinsic=0 dotnet "$program"

# In a copy: the lock files do not have the packages of a whole runtime.
mkdir -- "$work/tree"
git ls-files -z --cached --others --exclude-standard -- . ':!evidence' |
    tar --null --files-from=- --ignore-failed-read -cf - | tar -xf - -C "$work/tree"
publish() {
    dotnet publish "$work/tree/eng/bits" -c Release --self-contained -v quiet -o "$work/$1" -p:TargetFrameworks="$2" -f "$2" "${@:3}"
}

publish net8 net8.0 --use-current-runtime
try '.NET 8.*vectors of 512 bits' "$work/net8/quizkit-bits"
try '.NET 8.*vectors of 256 bits' env DOTNET_EnableAVX512F=0 "$work/net8/quizkit-bits"
try '.NET 8.*vectors of 128 bits' env DOTNET_EnableAVX2=0 "$work/net8/quizkit-bits"
try '.NET 8.*vectors of 0 bits' env DOTNET_EnableHWIntrinsic=0 "$work/net8/quizkit-bits"

skip() {
    printf 'not tried: %s\n' "$1"
    [[ $all != --all ]] || failed=1
}

if command -v qemu-aarch64-static >/dev/null && [[ -e /usr/aarch64-linux-gnu/lib/libstdc++.so.6 ]]; then
    publish arm64 net10.0 -r linux-arm64
    try Arm64 qemu-aarch64-static -L /usr/aarch64-linux-gnu "$work/arm64/quizkit-bits"
else
    skip 'Arm64, without qemu-aarch64-static and its libraries'
fi

# Unpacks Mono for i386, which cannot be installed beside that for x86-64.
unpack_mono32() {
    local apt=(apt-get -qq -o APT::Architecture=i386 -o APT::Architectures::=i386 -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache")
    mkdir -p -- "$work/lists/partial" "$work/cache/archives/partial" "$work/mono32"
    cd -- "$work/mono32"
    # The update fails if any source has no packages for i386; the download fails without those that are needed.
    "${apt[@]}" update || true
    "${apt[@]}" download mono-runtime-sgen libc6 libgcc-s1 && for package in *.deb; do dpkg -x "$package" .; done
}

if command -v mono >/dev/null; then
    dotnet build eng/bits -c Release -f net472 -v quiet
    program=eng/bits/bin/Release/net472/quizkit-bits.exe
    grep -vE 'BinnedSum|FixedTree|binary16' "$expected" >"$work/standard"
    expected="$work/standard"
    try 'X64, Mono' mono "$program"
    if (unpack_mono32) >"$work/about" 2>&1; then
        libraries="$work/mono32/lib/i386-linux-gnu"
        try 'X86, Mono' env MONO_GAC_PREFIX=/usr MONO_CFG_DIR=/etc \
            "$libraries/ld-linux.so.2" --library-path "$libraries" "$work/mono32/usr/bin/mono-sgen" "$program"
    else
        skip "Mono of 32 bits: $(tail -n 1 -- "$work/about")"
    fi
else
    skip 'Mono, without mono'
fi
printf '%s configurations with the same bits\n' "$configurations"
exit "$failed"
