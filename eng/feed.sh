#!/usr/bin/env bash
# Packs the packages into a folder from which NuGet restores them, as long as no registry has them.
#
#     eng/feed.sh FOLDER              every package
#     eng/feed.sh FOLDER PROJECT...   those of some projects
#
# Writes FOLDER/*.nupkg, FOLDER/version and FOLDER/nuget.config. Copied beside your solution or project, that file makes
# 'dotnet add package', 'dotnet tool install' and 'dotnet new install' find the packages. Each run has a version of its own,
# since NuGet keeps what it has restored of a version; what an earlier run packed is removed.
set -euo pipefail
tree="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)"

[[ $# -ge 1 && $1 != -* ]] || {
    printf 'usage: %s FOLDER [PROJECT...]\n' "$0" >&2
    exit 2
}
mkdir -p -- "$1"
feed="$(cd -- "$1" && pwd)"
shift
[[ $# -gt 0 ]] || set -- eng/packages.slnf

# In a copy: another version would invalidate every later build of the tree.
version="$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$tree/Directory.Build.props")-local.$(date +%s).$$"
copy="$(mktemp -d)"
trap 'rm -rf -- "$copy"' EXIT
tar -C "$tree" --exclude=bin --exclude=obj --exclude=artifacts --exclude=node_modules --exclude=.git -cf - . | tar -C "$copy" -xf -
rm -f -- "$feed"/QuizKit*.nupkg "$feed"/QuizKit*.snupkg "$feed/version"
for project in "$@"; do
    dotnet pack "$copy/$project" -c Release -o "$feed" -p:Version="$version" -p:RunAnalyzers=false --verbosity quiet
done
cat >"$feed/nuget.config" <<XML
<configuration>
  <packageSources>
    <add key="quizkit" value="$feed" />
  </packageSources>
</configuration>
XML
printf '%s' "$version" >"$feed/version"
printf 'Packed version %s. Copy %s beside your solution or project; then:\n\n' "$version" "$feed/nuget.config"
printf '    dotnet add package QuizKit --version %s\n' "$version"
