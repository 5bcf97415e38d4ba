#!/usr/bin/env bash
# Drives the language server with the libraries of Visual Studio Code, and starts the extension: see README.md.
#
#     eng/editor/check.sh
set -euo pipefail
here="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)"
root="$here/../.."

command -v node >/dev/null && command -v npm >/dev/null || {
    printf 'node and npm are not on the PATH: install Node.js 20.19 or later.\n' >&2
    exit 1
}

(cd -- "$root/editors/vscode" && npm ci --no-audit --no-fund --loglevel=error)
cd -- "$here"
npm ci --no-audit --no-fund --loglevel=error
dotnet build "$root/tool" --configuration Release
node extension.mjs "$root/tool/bin/Release/net10.0/QuizKit.Tool.dll"
node check.mjs "$root/tool/bin/Release/net10.0/QuizKit.Tool.dll"
