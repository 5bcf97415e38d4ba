#!/usr/bin/env bash
# A folder with Debian 13 and PoCL 6 in it: a real OpenCL device on machines without a GPU.
#
# ILGPU needs OpenCL's generic address space. PoCL supports it since version 4, but older systems ship older versions
# (Debian 12: PoCL 3.1). This script makes a small Debian 13 tree beside the system's own, with PoCL 6, NumPy and
# PyTorch (the references for the numerics), and runs commands inside it with this machine's
# own .NET and this repository at their usual paths.
#
# Every mount is made in a private mount namespace. It ends with the last process in it, however that process
# ends, so no mount outlives a call or is visible outside. PoCL (hwloc) and .NET both need /proc and
# /sys. Where mounts are forbidden, as in most containers, a user namespace permits them; where that is forbidden
# too, PRoot shows the same folders at the same paths without any mount, by tracing system calls. (Copies would not
# do: .NET does not start without /proc.)
set -euo pipefail

readonly suite=trixie
readonly packages=(
    # ILGPU loads libOpenCL.so, the name without a version: only the -dev package has it.
    pocl-opencl-icd ocl-icd-libopencl1 ocl-icd-opencl-dev clinfo
    # What .NET loads at run time.
    libicu76 libssl3t64 zlib1g libstdc++6 tzdata ca-certificates
    python3-numpy python3-torch python3-pytest
    # Two BLAS libraries: with the same NumPy and PyTorch, two accumulation orders. The reference must be listed, since NumPy accepts
    # either.
    libopenblas0-pthread libblas3 liblapack3
)
# Increment the first number when the recipe changes: older folders are then rebuilt.
readonly recipe="3 $suite ${packages[*]}"
readonly marker=.quizkit-pocl

script="$(readlink -f -- "${BASH_SOURCE[0]}")"
repository="$(dirname -- "$(dirname -- "$script")")"
root="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/quizkit/pocl"
mirror=
blas=openblas
folders=()

usage() {
    cat <<'TEXT'
usage: eng/pocl-chroot.sh [COMMAND] [OPTIONS]

  build             make the folder, unless it is there already (the default)
  run -- CMD ARG…   run a command inside; its exit code is passed on
  status            say whether the folder is there and what is in it; exit code 1 if it has to be built
  remove            unmount what is mounted below the folder, then delete it

  --root DIR        the folder (default: ${XDG_CACHE_HOME:-$HOME/.cache}/quizkit/pocl)
  --bind DIR        run: a further folder to show inside at the same path; may be given again
  --blas NAME       run: the BLAS that NumPy and PyTorch find, openblas (the default) or reference
  --mirror URL      build: the Debian mirror (default: the first in this machine's apt sources that has Debian 13)

Inside, this repository and the --bind folders can be written to, and this machine's .NET can be read.
TEXT
}

say() { printf 'pocl-chroot: %s\n' "$*"; }

die() {
    printf 'pocl-chroot: %s\n' "$*" >&2
    exit 2
}

need_root() { [[ $EUID -eq 0 ]] || die "$1 needs root (chroot and mount): call it again with sudo."; }

readonly namespace=(unshare --mount --propagation private)

# Tells whether a mount works in a namespace of its own, made with the further options of unshare given.
can_mount() { "${namespace[@]}" "$@" -- mount -t tmpfs none /mnt 2>/dev/null; }

# Installs the packages on this machine that this script itself needs.
install_packages() {
    say "installing $*" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
        </dev/null >"$root.log" 2>&1 || die "cannot install $*: $(tail -n 1 -- "$root.log") (log: $root.log)"
}

complete() { [[ -f $root/$marker && "$(head -n 1 -- "$root/$marker")" == "$recipe" ]]; }

# ---------------------------------------------------------------------------------------------------------------
# Removing

# Prints every mount point at or below a folder, the deepest first.
mounts_below() {
    local target
    findmnt --raw --noheadings --output TARGET | while IFS= read -r target; do
        printf -v target '%b' "$target" # findmnt writes a space as \x20
        [[ $target == "$1" || $target == "$1"/* ]] && printf '%s\n' "$target"
    done | LC_ALL=C sort --reverse || true
}

# Deletes a folder that this script made; mounts below it are unmounted first and never entered.
delete_tree() {
    local target
    [[ -e $1 ]] || return 0
    while IFS= read -r target; do
        [[ -z $target ]] || umount -- "$target" || die "cannot unmount $target: nothing was deleted."
    done < <(mounts_below "$1")
    rm -rf --one-file-system -- "$1"
}

# Holds the folder's lock on descriptor 9, shared or exclusive, until this process and its children end.
lock() {
    mkdir -p -- "$(dirname -- "$root")"
    exec 9>>"$root.lock"
    flock --nonblock "--$1" 9 && return
    [[ $2 == wait ]] || die "$root is in use by another call: try again when it has finished."
    say "waiting for another call that uses $root"
    flock "--$1" 9
}

remove() {
    need_root remove
    if [[ ! -e $root ]]; then
        say "nothing to remove at $root"
        return
    fi
    [[ -f $root/$marker ]] || die "$root was not made by this script: it is left alone."
    lock exclusive fail
    # Renamed first: an interrupted removal must not leave what looks like a complete folder.
    local target
    while IFS= read -r target; do
        [[ -z $target ]] || umount -- "$target" || die "cannot unmount $target: nothing was deleted."
    done < <(mounts_below "$root")
    mv -T -- "$root" "$root.removed.$$"
    delete_tree "$root.removed.$$"
    rm -f -- "$root.log"
    say "removed $root"
}

# ---------------------------------------------------------------------------------------------------------------
# Building

# Prints the mirrors of this machine's apt sources in their order. apt itself parses them, in every format it supports.
apt_mirrors() {
    apt-get update --print-uris 2>/dev/null |
        sed -n "s#^'\([^']*\)/dists/[^']*/\(InRelease\|Release\)' .*#\1#p" | awk '!seen[$0]++'
}

# Finds the first mirror that has the suite as Debian itself publishes it (and not, say, its security updates).
find_mirror() {
    local candidate release
    release="$(mktemp)"
    # apt's own download helper, so that apt's proxies, certificates and passwords apply.
    for candidate in $(apt_mirrors); do
        rm -f -- "$release"
        if /usr/lib/apt/apt-helper -qq download-file "$candidate/dists/$suite/Release" "$release" >/dev/null 2>&1 &&
            grep -qx 'Label: Debian' "$release" && grep -qx "Codename: $suite" "$release"; then
            mirror="$candidate"
            break
        fi
    done
    rm -f -- "$release"
    [[ -n $mirror ]] || die "no mirror in this machine's apt sources has Debian 13 ($suite): name one with --mirror."
}

# Prints this machine's apt download settings, for the apt inside.
apt_settings() {
    apt-config dump | grep -E '^Acquire::(Check-|Retries|Force|http|https)' | grep -vE '::(CaInfo|CaPath|SslCert|SslKey) ' || true
    [[ $mirror != https:* ]] || printf 'Acquire::https::CaInfo "/etc/apt/host-ca.crt";\n'
}

# Says the step that the build is at where the caller of the script sees it: on descriptor 3, since its output goes to the log.
step() { say "step $1, after $SECONDS s" >&3; }

# Makes the tree under the name $1. Runs in its own mount namespace where the machine permits that.
build_tree() {
    local tree="$1" proxy='' options=(--variant=minbase)
    # debootstrap downloads with wget, which uses the environment's proxies, not apt's.
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    [[ -z $proxy || $proxy == DIRECT || -n ${http_proxy:-} ]] || export http_proxy="$proxy"
    proxy=
    eval "$(apt-config shell proxy Acquire::https::Proxy)"
    [[ -z $proxy || $proxy == DIRECT || -n ${https_proxy:-} ]] || export https_proxy="$proxy"

    [[ $mirror != https:* ]] || options+=(--include=ca-certificates)
    [[ ! -f /usr/share/keyrings/debian-archive-keyring.gpg ]] ||
        options+=(--keyring=/usr/share/keyrings/debian-archive-keyring.gpg)
    step '1 of 3: the base system'
    debootstrap "${options[@]}" "$suite" "$tree" "$mirror"

    # No documentation and no manual pages: they are not needed inside.
    printf 'path-exclude=/usr/share/%s/*\n' doc man info locale >"$tree/etc/dpkg/dpkg.cfg.d/90small"
    apt_settings >"$tree/etc/apt/apt.conf.d/90host"
    [[ $mirror != https:* ]] || cp -L -- /etc/ssl/certs/ca-certificates.crt "$tree/etc/apt/host-ca.crt"
    # Services must not start from within.
    printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
    chmod +x -- "$tree/usr/sbin/policy-rc.d"
    cp -L -- /etc/resolv.conf "$tree/etc/resolv.conf"
    cp -L -- /etc/hosts "$tree/etc/hosts"
    [[ -e $tree/proc/self ]] || mount -t proc proc "$tree/proc" 2>/dev/null || true

    local inside=(env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$tree")
    step '2 of 3: PoCL, NumPy and PyTorch'
    "${inside[@]}" apt-get update -qq
    "${inside[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}"
    "${inside[@]}" apt-get clean
    rm -rf -- "$tree"/var/lib/apt/lists/*
    mkdir -p -- "$tree/var/cache/pocl"
    "${inside[@]}" dpkg-query --show "${packages[@]}" >"$tree/$marker.packages"
}

build() {
    need_root build
    if complete; then
        say "$root exists and is up to date"
        return
    fi
    lock exclusive wait
    if complete; then # another call has built it meanwhile
        say "$root exists and is up to date"
        return
    fi
    [[ ! -e $root || -f $root/$marker || -z "$(ls -A -- "$root")" ]] ||
        die "$root is not empty and was not made by this script: choose another --root."

    local leftover tree="$root.building.$$" log="$root.log" started=$SECONDS
    for leftover in "$root".building.* "$root".removed.*; do # of calls that were killed: we hold the lock
        delete_tree "$leftover"
    done
    if ! command -v debootstrap >/dev/null; then
        install_packages debootstrap debian-archive-keyring
    fi
    [[ -n $mirror ]] || find_mirror
    say "building Debian 13 with PoCL 6 in $root (a few minutes; log: $log)"
    # shellcheck disable=SC2064 # expand the name now
    trap "delete_tree '$tree'" EXIT
    trap 'exit 130' INT TERM HUP
    local private=()
    ! can_mount || private=("${namespace[@]}" --)
    "${private[@]}" "$BASH" "$script" --root "$root" --mirror "$mirror" __build-tree "$tree" </dev/null 3>&1 >"$log" 2>&1 ||
        die "the build failed: $(tail -n 1 -- "$log") (log: $log)"
    step '3 of 3: a look at the device' 3>&1
    check_tree "$tree" >>"$log" 2>&1 || die "the new folder shows no PoCL with the generic address space: see $log"

    printf '%s\n' "$recipe" >"$tree/$marker"
    [[ ! -e $root ]] || mv -T -- "$root" "$root.removed.$$"
    mv -T -- "$tree" "$root"
    delete_tree "$root.removed.$$"
    trap - EXIT INT TERM HUP
    say "built $root in $((SECONDS - started)) s"
}

# Fails unless PoCL inside the tree $1 meets the requirements of ILGPU.
check_tree() {
    local report
    report="$(inside "$1" clinfo)"
    printf '%s\n' "$report"
    grep -qE 'Device Version .*PoCL' <<<"$report" && grep -qE 'Generic address space support +Yes' <<<"$report" || return
    for blas in openblas reference; do [[ -n "$(blas_path "$1")" ]] || return; done
    blas=openblas
}

# Prints the folders inside the tree $1 in which the chosen BLAS lies, joined by colons.
blas_path() {
    local libraries=("$1"/usr/lib/*/openblas-pthread/libblas.so.3) folders
    [[ $blas == openblas ]] || libraries=("$1"/usr/lib/*/blas/libblas.so.3 "$1"/usr/lib/*/lapack/liblapack.so.3)
    [[ -e ${libraries[0]} && -e ${libraries[-1]} ]] || return 0
    folders="$(printf '%s:' "${libraries[@]%/*}")"
    folders="${folders%:}"
    printf '%s\n' "${folders//"$1"/}"
}

# ---------------------------------------------------------------------------------------------------------------
# Running

# Prints the folder of this machine's .NET, if it has one.
dotnet_folder() {
    local dotnet
    dotnet="$(command -v dotnet)" || return 0
    dirname -- "$(readlink -f -- "$dotnet")"
}

# Replaces this process by a command in the tree $1, in a mount namespace that this process already owns.
enter() {
    local tree="$1" dotnet folder
    shift
    mount --rbind /proc "$tree/proc"
    mount --rbind /dev "$tree/dev"
    mount --rbind /sys "$tree/sys"
    mount -t tmpfs -o mode=1777 none "$tree/tmp"
    dotnet="$(dotnet_folder)"
    if [[ -n $dotnet ]]; then
        mkdir -p -- "$tree$dotnet"
        mount --bind -- "$dotnet" "$tree$dotnet"
        mount -o remount,bind,ro -- "$tree$dotnet"
    fi
    for folder in "${folders[@]}"; do
        mkdir -p -- "$tree$folder"
        mount --rbind -- "$folder" "$tree$folder"
    done
    with_environment chroot "$tree" "$@"
}

# Replaces this process by a command in the tree $1, without mounts.
enter_traced() {
    local tree="$1" dotnet folder options=(--bind=/proc --bind=/dev --bind=/sys --bind=/tmp)
    shift
    dotnet="$(dotnet_folder)"
    for folder in ${dotnet:+"$dotnet"} "${folders[@]}"; do options+=(--bind="$folder"); done
    with_environment proot --rootfs="$tree" --cwd=/ "${options[@]}" "$@"
}

# Replaces this process by the entering command $@ with the environment that holds inside.
with_environment() {
    local dotnet
    dotnet="$(dotnet_folder)"
    exec env -u LD_LIBRARY_PATH -u LD_PRELOAD -u TMPDIR -u XDG_CACHE_HOME -u OCL_ICD_VENDORS \
        HOME=/root LC_ALL=C.UTF-8 POCL_CACHE_DIR=/var/cache/pocl ${dotnet:+DOTNET_ROOT="$dotnet"} \
        "$@"
}

# Runs a command in the tree $1, with the folders shown inside, in the working directory if that is one of them.
inside() {
    local tree="$1" folder directory=/ dotnet again=("$BASH" "$script" --only-bind)
    shift
    dotnet="$(dotnet_folder)"
    for folder in "${folders[@]}"; do
        again+=(--bind "$folder")
        [[ $PWD != "$folder" && $PWD != "$folder"/* ]] || directory="$PWD"
    done
    # The paths are set inside, since those outside are still needed to find chroot and proot.
    # shellcheck disable=SC2016 # the inner shell expands these
    local begin=(sh -c 'PATH="$1"; LD_LIBRARY_PATH="$2"; export PATH LD_LIBRARY_PATH; cd "$3" && shift 3 && exec "$@"' sh
        "${dotnet:+$dotnet:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "$(blas_path "$tree")" "$directory")
    if can_mount; then
        "${namespace[@]}" -- "${again[@]}" __enter "$tree" "${begin[@]}" "$@"
    elif can_mount --user --map-root-user; then
        "${namespace[@]}" --user --map-root-user -- "${again[@]}" __enter "$tree" "${begin[@]}" "$@"
    else
        command -v proot >/dev/null || install_packages proot
        "${again[@]}" __enter-traced "$tree" "${begin[@]}" "$@"
    fi
}

run() {
    need_root run
    [[ $# -gt 0 ]] || die "run needs a command: eng/pocl-chroot.sh run -- clinfo"
    complete || build >&2
    lock shared wait
    inside "$root" "$@"
}

status() {
    if complete; then
        say "$root exists and is up to date"
        sed 's/^/  /' -- "$root/$marker.packages"
    elif [[ -f $root/$marker ]]; then
        say "$root was made by another version of this recipe: build makes it again"
        return 1
    else
        say "$root does not exist: build makes it"
        return 1
    fi
}

# ---------------------------------------------------------------------------------------------------------------
# The command line

command=
arguments=()
only_bind=false
while [[ $# -gt 0 ]]; do
    case "$1" in
        --root | --bind | --mirror | --blas)
            [[ $# -ge 2 && -n $2 ]] || die "$1 needs a value."
            case "$1" in
                --root) root="$2" ;;
                --mirror) mirror="${2%/}" ;;
                --blas)
                    [[ $2 == openblas || $2 == reference ]] || die "--blas: there is no $2; there are openblas and reference."
                    blas="$2"
                    ;;
                --bind)
                    [[ -d $2 ]] || die "--bind: there is no folder $2."
                    folders+=("$(readlink -f -- "$2")")
                    ;;
            esac
            shift
            ;;
        --only-bind) only_bind=true ;; # the repository is not added to the --bind folders; for calls of itself
        --help | -h) command=help ;;
        --)
            shift
            arguments=("$@")
            break
            ;;
        __enter | __enter-traced | __build-tree) # calls of itself: all that follows is for them
            command="$1"
            shift
            arguments=("$@")
            break
            ;;
        -*) die "unknown option $1; the options are --root, --bind, --blas, --mirror and --help." ;;
        *)
            [[ -z $command ]] || die "unexpected argument $1; a command to run comes after --."
            command="$1"
            ;;
    esac
    shift
done
root="$(readlink -m -- "$root")"
[[ $root != / ]] || die "--root: not the machine's own root."
$only_bind || folders=("$repository" "${folders[@]}")

case "${command:-build}" in
    build) build ;;
    run) run "${arguments[@]}" ;;
    status) status ;;
    remove) remove ;;
    help) usage ;;
    __enter) enter "${arguments[@]}" ;;
    __enter-traced) enter_traced "${arguments[@]}" ;;
    __build-tree) build_tree "${arguments[@]}" ;;
    *) die "unknown command $command; the commands are build, run, status, remove and help." ;;
esac
