#!/usr/bin/env bash
# Builds the samples that make pages and checks the pages with axe-core in a headless Chromium.
#
#     eng/pages/run.sh [--pictures] [FEED]    FEED as eng/sample-feed.sh makes it
#
# With --pictures it redraws those of docs/pictures instead. It needs Node.js 20; Chromium is taken from the PATH or the
# variable CHROMIUM, and installed with apt where there is none.
set -euo pipefail
here="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)"
pictures=false
if [[ ${1:-} == --pictures ]]; then
    pictures=true
    shift
fi

# Installs a Debian package where its command is missing.
need() {
    command -v "$1" >/dev/null && return
    printf '%s is missing; installing it with apt\n' "$1"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

[[ -n ${CHROMIUM:-} ]] || need chromium chromium
command -v npm >/dev/null || {
    printf 'npm is not on the PATH: install Node.js 20 or newer.\n' >&2
    exit 1
}

work="$(mktemp -d)"
servers=()
finish() {
    [[ ${#servers[@]} -eq 0 ]] || kill "${servers[@]}" 2>/dev/null || true
    rm -rf -- "$work"
}
trap finish EXIT
feed="${1:-$work/feed}"

(cd -- "$here" && npm ci --no-progress --loglevel=error)
for sample in StaticPage WebQuiz BlazorQuiz ConsoleQuiz; do
    [[ $sample != ConsoleQuiz || $pictures == true ]] || continue
    "$here/../sample-feed.sh" "$feed" "$sample" "$work/$sample"
    dotnet build "$work/$sample" -c Release -o "$work/$sample/app" --verbosity quiet
done

dotnet "$work/StaticPage/app/StaticPage.dll" "$work/quiz.html"
dotnet "$work/StaticPage/app/StaticPage.dll" "$work/companions.html" neural-networks-companions

# Starts a server from its folder, and sets the variable "address".
serve() {
    (cd -- "$work/$1" && exec dotnet "app/$1.dll" --urls http://127.0.0.1:0) >"$work/$1.log" 2>&1 &
    servers+=($!)
    address=
    for _ in $(seq 100); do
        address="$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/$1.log" | head -n 1 || true)"
        [[ -z $address ]] || return 0
        sleep 0.2
    done
    printf '%s does not start:\n' "$1"
    cat -- "$work/$1.log"
    exit 1
}
serve WebQuiz
web="$address"
serve BlazorQuiz
blazor="$address"

if [[ $pictures == false ]]; then
    node "$here/check.mjs" "$work/quiz.html" "$work/companions.html" "$web"
    node "$here/check-blazor.mjs" "$blazor"
    exit
fi

# A terminal of 88 columns whose input is a file: the sample echoes piped input itself.
need pngquant pngquant
printf 'many\n2,817 parameters\n70912\n' >"$work/replies"
TERM=xterm-256color script --quiet --return --command \
    "stty cols 88 rows 60; dotnet '$work/ConsoleQuiz/app/ConsoleQuiz.dll' architecture <'$work/replies'" "$work/typescript" >"$work/terminal.txt"
dotnet build "$here/../../tool" -c Release --verbosity quiet
node "$here/pictures.mjs" "$work/terminal.txt" "$work/quiz.html" "$web" "$blazor" \
    "$here/../../tool/bin/Release/net10.0/QuizKit.Tool.dll" "$here/../../docs/pictures"
find "$here/../../docs/pictures" -name '*.png' -newer "$work/terminal.txt" | while IFS= read -r picture; do
    pngquant --force --strip --speed 1 --quality 70-95 --output "$picture" -- "$picture"
    printf '%s: %s bytes\n' "$(basename -- "$picture")" "$(stat -c %s "$picture")"
done
