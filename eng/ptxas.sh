#!/usr/bin/env bash
# NVIDIA's assembler, ptxas, and its disassembler, to inspect machine code on machines without a GPU or CUDA.
#
# Debian carries both in its non-free package nvidia-cuda-toolkit. This script downloads that one package from the
# Debian mirror that this machine's own apt already uses, with apt's own signature checks, and extracts two
# programs and the licence into a cache folder. It installs nothing, does not change this machine's apt
# configuration, and redistributes nothing: NVIDIA's licence allows the use, not the redistribution.
set -euo pipefail

# The newest Debian release whose toolkit supports the most architectures: CUDA 12.4 assembles sm_50 to sm_90.
readonly suite=trixie package=nvidia-cuda-toolkit
readonly programs=(ptxas nvdisasm)

folder="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/quizkit/ptxas"
mirror=

usage() {
    cat <<'TEXT'
usage: eng/ptxas.sh [COMMAND] [OPTIONS]

  path            fetch the programs unless they are there, and print the path of ptxas (the default)
  status          say whether they are there; exit code 1 if not
  remove          delete the folder

  --folder DIR    where they go (default: ${XDG_CACHE_HOME:-$HOME/.cache}/quizkit/ptxas)
  --mirror URL    the Debian mirror (default: the first in this machine's apt sources that has the package)
TEXT
}

say() { printf 'ptxas: %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 2
}

complete() { [[ -f $folder/complete ]] && "$folder/ptxas" --version >/dev/null 2>&1; }

# Prints the mirrors of this machine's apt sources in their order. apt itself parses them, in every format it supports.
apt_mirrors() {
    apt-get update --print-uris 2>/dev/null |
        sed -n "s#^'\([^']*\)/dists/[^']*/\(InRelease\|Release\)' .*#\1#p" | awk '!seen[$0]++'
}

# Runs an apt program with its own lists, sources and cache below $1, but the machine's proxies and certificates.
private_apt() {
    local state="$1" program="$2"
    shift 2
    "$program" -qq \
        -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
        -o APT::Architecture=amd64 -o APT::Architectures=amd64 -o APT::Sandbox::User=root "$@"
}

fetch() {
    local candidate state key=/usr/share/keyrings/debian-archive-keyring.gpg
    if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then die 'this needs apt, as on Debian and Ubuntu.'; fi
    [[ -f $key ]] || die "$key is missing: install debian-archive-keyring."
    mkdir -p -- "$folder"
    state="$(mktemp -d "$folder/fetching.XXXXXX")"
    # shellcheck disable=SC2064 # expand the name now
    trap "rm -rf -- '$state'" EXIT
    mkdir -p -- "$state/lists/partial" "$state/cache/archives/partial" "$state/tree"
    : >"$state/status"
    for candidate in ${mirror:-$(apt_mirrors)}; do
        printf 'deb [signed-by=%s] %s %s non-free\n' "$key" "$candidate" "$suite" >"$state/sources.list"
        rm -rf -- "$state/lists"/*Packages*
        private_apt "$state" apt-get update >/dev/null 2>&1 || continue
        (cd -- "$state" && private_apt "$state" apt-get download "$package") >&2 || continue
        break
    done
    compgen -G "$state/$package"_*.deb >/dev/null ||
        die "no mirror in this machine's apt sources has $package of Debian ($suite, non-free): name one with --mirror."

    dpkg-deb --fsys-tarfile "$state/$package"_*.deb |
        tar -x -C "$state/tree" "${programs[@]/#/./usr/bin/}" "./usr/share/doc/$package/copyright"
    local program
    for program in "${programs[@]}"; do mv -- "$state/tree/usr/bin/$program" "$folder/$program"; done
    mv -- "$state/tree/usr/share/doc/$package/copyright" "$folder/copyright"
    "$folder/ptxas" --version >/dev/null 2>&1 || die "the ptxas of Debian $suite does not run here."
    touch -- "$folder/complete"
    say "fetched $("$folder/ptxas" --version | sed -n 's/.*release \([0-9.]*\).*/CUDA \1/p') into $folder (licence: $folder/copyright)"
}

command=path
while [[ $# -gt 0 ]]; do
    case "$1" in
        path | status | remove) command="$1" ;;
        --folder | --mirror)
            [[ $# -ge 2 && -n $2 ]] || die "$1 needs a value."
            if [[ $1 == --folder ]]; then folder="$(readlink -m -- "$2")"; else mirror="${2%/}"; fi
            shift
            ;;
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
        exec 9>>"$folder.lock"
        flock 9
        complete || fetch
        printf '%s\n' "$folder/ptxas"
        ;;
    status)
        complete || { say "$folder does not exist"; exit 1; }
        "$folder/ptxas" --version | tail -n 2
        ;;
    remove)
        [[ ! -e $folder || -f $folder/complete ]] || die "$folder was not made by this script: it is left alone."
        rm -rf -- "$folder" "$folder.lock"
        ;;
esac
