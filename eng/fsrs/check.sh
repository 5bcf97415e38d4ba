#!/usr/bin/env bash
# Compares the scheduler with ts-fsrs over 10,000 random histories: see README.md.
#
#     eng/fsrs/check.sh
set -euo pipefail
here="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)"

command -v node >/dev/null && command -v npm >/dev/null || {
    printf 'node and npm are not on the PATH: install Node.js 20.19 or later.\n' >&2
    exit 1
}

cd -- "$here"
npm ci --no-audit --no-fund --loglevel=error
histories="$(mktemp)"
trap 'rm -f -- "$histories"' EXIT
node histories.mjs "$histories"
dotnet run --project "$here" --configuration Release -- "$histories"
