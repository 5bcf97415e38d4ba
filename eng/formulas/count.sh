#!/usr/bin/env bash
# Counts the formulas of ordinary Markdown files that the compiler accepts, and what it refuses in the others: see docs/formulas.md.
#
#     eng/formulas/count.sh [--json] FOLDER...
set -euo pipefail
here="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)"
exec dotnet run --project "$here" --configuration Release -- count "$@"
