#!/usr/bin/env bash
# Compares the compiler with the CommonMark specification, and with its reference implementation on random bodies; formats the quizzes with
# Prettier and compiles them again: see README.md.
#
#     eng/commonmark/check.sh [--random COUNT] [--seed N]
set -euo pipefail
here="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)"

command -v node >/dev/null && command -v npm >/dev/null || {
    printf 'node and npm are not on the PATH: install Node.js 20.19 or later.\n' >&2
    exit 1
}

cd -- "$here"
npm ci --no-audit --no-fund --loglevel=error
dotnet build "$here" --configuration Release
node formatters.mjs
node check.mjs "$@"
