#!/usr/bin/env bash
# Compares the MathML of every formula with that of Temml, and reads every text as a browser does: see README.md.
#
#     eng/formulas/check.sh [--page FILE]
set -euo pipefail
here="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)"
root="$(cd -- "$here/../.." && pwd)"
page=""
if [[ "${1:-}" == --page ]]; then
    page="$(realpath -m -- "${2:?--page needs a file}")"
fi

command -v node >/dev/null && command -v npm >/dev/null || {
    printf 'node and npm are not on the PATH: install Node.js 20.19 or later.\n' >&2
    exit 1
}

cd -- "$here"
npm ci --no-audit --no-fund --loglevel=error
found="$(mktemp)"
trap 'rm -f -- "$found"' EXIT
dotnet run --project "$here" --configuration Release -- "$found" "$here/corpus.txt" \
    "$root/content/chapter-6.quiz.md" "$root/samples/WallCalendar/wall-calendar.quiz.md"
if [[ -n $page ]]; then
    node page.mjs "$found" "$page"
fi
node check.mjs "$found"
