#!/usr/bin/env bash
# Packs the libraries for the samples, in a version that no other run has.
#
#     eng/sample-feed.sh FEED          writes FEED/*.nupkg and FEED/version
#     eng/sample-feed.sh FEED NAME TO  copies samples/NAME to TO, referring to the packages in FEED (packed if need be)
#
# The copy restores from FEED and the machine's own package sources, into a package folder beside FEED. What the machine has
# restored before is read and not added to.
set -euo pipefail
tree="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)"

[[ $# -eq 1 || $# -eq 3 ]] || {
    printf 'usage: %s FEED [NAME TO]\n' "$0" >&2
    exit 2
}
mkdir -p -- "$1"
feed="$(cd -- "$1" && pwd)"

[[ -f $feed/version ]] || "$tree/eng/feed.sh" "$feed" runtime content aspnetcore blazor numerics/memory >/dev/null
[[ $# -eq 3 ]] || exit 0

name="$2"
mkdir -p -- "$3"
to="$(cd -- "$3" && pwd)"
tar -C "$tree/samples/$name" --exclude=bin --exclude=obj -cf - . | tar -C "$to" -xf -
sed -i -E "s/(Include=\"QuizKit[^\"]*\" Version=\")[^\"]*/\1$(cat -- "$feed/version")/" "$to"/*.csproj
machine="$(dotnet nuget locals global-packages --list --force-english-output | sed 's/^[^:]*: //')"
cat >"$to/nuget.config" <<XML
<configuration>
  <config>
    <add key="globalPackagesFolder" value="$feed.restored" />
  </config>
  <fallbackPackageFolders>
    <add key="machine" value="$machine" />
  </fallbackPackageFolders>
  <packageSources>
    <add key="packed" value="$feed" />
  </packageSources>
</configuration>
XML
