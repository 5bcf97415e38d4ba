#!/usr/bin/env bash
# The CUDA driver in software as a library: published for the processor of this machine, once, into a cache folder.
#
# It takes the .NET 10 SDK and a C compiler (clang or gcc). Where there is none and this runs as root on Debian or Ubuntu, clang is
# installed. docs/cuda.md says what the library is for.
set -euo pipefail
here="$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
root="$(dirname -- "$here")"

folder="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/quizkit/cuda-software"

usage() {
    cat <<'TEXT'
usage: eng/cuda-software.sh [COMMAND] [OPTIONS]

  path            publish the library unless it is there and newer than its sources, and print its path (the default)
  status          say whether it is there and up to date; exit code 1 if not
  remove          delete the folder

  --folder DIR    where it goes (default: ${XDG_CACHE_HOME:-$HOME/.cache}/quizkit/cuda-software)
  --portable      for every processor that .NET runs on, not for this one alone: slower
TEXT
}

say() { printf 'cuda-software: %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 2
}

case "$(uname -s)" in
    Linux) library=libcuda.so ;;
    Darwin) library=libcuda.dylib ;;
    *) die 'this runs on Linux and macOS; on Windows: dotnet publish emulator/driver -p:AsLibrary=true -o FOLDER' ;;
esac

instructions=native

# What the library was compiled for: another processor needs another library.
made_for() {
    printf '%s %s ' "$(uname -m)" "$instructions"
    [[ ! -r /proc/cpuinfo ]] || sed -n '/^flags/{p;q}' /proc/cpuinfo | cksum
}

current() {
    [[ -f $folder/$library && -f $folder/complete && "$(cat -- "$folder/complete")" == "$(made_for)" ]] &&
        [[ -z "$(find "$root/emulator" "$root"/Directory.* -name bin -prune -o -name obj -prune -o -type f -newer "$folder/complete" \
            \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' \) -print -quit)" ]]
}

publish() {
    local linker=() work
    command -v dotnet >/dev/null || die 'dotnet is not on the PATH: install the .NET 10 SDK.'
    if ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
        [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null || die 'a C compiler is missing: install clang and zlib1g-dev.'
        say 'installing clang'
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends clang zlib1g-dev; } >&2
    fi
    # ILCompiler links with clang unless told otherwise; gcc does as well.
    command -v clang >/dev/null || linker=(-p:CppCompilerAndLinker=gcc)
    [[ $instructions == portable ]] || linker+=(-p:IlcInstructionSet=native)

    mkdir -p -- "$folder"
    work="$(mktemp -d "$folder/publishing.XXXXXX")"
    # shellcheck disable=SC2064 # expand the name now
    trap "rm -rf -- '$work'" EXIT
    # Sources that change meanwhile are newer than this.
    made_for >"$work/complete"
    dotnet publish "$root/emulator/driver" --configuration Release -p:AsLibrary=true --artifacts-path "$work/build" \
        --output "$work/out" "${linker[@]}" --verbosity quiet >&2 || die 'the library could not be published: see above.'
    rm -f -- "$folder/complete"
    mv -f -- "$work/out/"*"cuda."* "$folder"
    mv -f -- "$work/complete" "$folder/complete"
}

command=path
while [[ $# -gt 0 ]]; do
    case "$1" in
        path | status | remove) command="$1" ;;
        --folder)
            [[ $# -ge 2 && -n $2 ]] || die "$1 needs a value."
            folder="$(readlink -m -- "$2")"
            shift
            ;;
        --portable) instructions=portable ;;
        --help | -h)
            usage
            exit
            ;;
        *) die "unexpected argument $1; see --help." ;;
    esac
    shift
done

case "$command" in
    path)
        mkdir -p -- "$(dirname -- "$folder")"
        if command -v flock >/dev/null; then
            exec 9>>"$folder.lock"
            flock 9
        fi
        current || publish
        printf '%s\n' "$folder/$library"
        ;;
    status)
        [[ -f $folder/complete ]] || { say "$folder/$library is not published"; exit 1; }
        current || { say "$folder/$library is older than its sources, or for another processor"; exit 1; }
        printf '%s\n' "$folder/$library"
        ;;
    remove)
        [[ ! -e $folder || -f $folder/complete ]] || die "$folder was not made by this script: it is left alone."
        rm -rf -- "$folder" "$folder.lock"
        ;;
esac
