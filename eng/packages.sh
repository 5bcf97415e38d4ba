#!/usr/bin/env bash
# Looks for known vulnerabilities, deprecated packages and unsuitable licences in everything that the repository restores.
#
#     eng/packages.sh
#
# NuGet: the projects of the solution and libraries/, and the packages of others that the samples name; npm: each package-lock.json.
# A line says "not checked" where the package source cannot answer: it is asked about a package with a known vulnerability, or a
# deprecated one, first. The exit code is 1 for a finding. Needs the .NET 10 SDK, git and python3, and npm for its part.
set -euo pipefail
tree="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)"
cd -- "$tree"
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
status=0

judge() {
    python3 eng/packages.py "$@" || status=1
}

# A project outside of the tree, whose restore reports no advisory itself: FOLDER/NAME.csproj with the references of the standard input.
write_project() {
    mkdir -p -- "$1"
    printf '<Project Sdk="Microsoft.NET.Sdk">\n<PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>\n<ItemGroup>\n%s\n</ItemGroup>\n</Project>\n' \
        "$(cat)" >"$1/$2.csproj"
}

# What NuGet says about a project or solution: REPORT KIND PROJECT. Its own error is an answer too, which packages.py reads.
ask_nuget() {
    (cd -- "$(dirname -- "$3")" && dotnet list "$(basename -- "$3")" package "--$2" --include-transitive --no-restore --format json) >"$1" || [[ -s $1 ]]
}

write_project "$work/vulnerable" probe <<<'<PackageReference Include="Newtonsoft.Json" Version="12.0.1" />'
write_project "$work/deprecated" probe <<<'<PackageReference Include="Microsoft.Azure.KeyVault.Core" Version="2.0.4" />'
projects=(QuizKit.sln libraries/*.csproj tests/QuizKit.Libraries.Tests/*.csproj)
for sample in samples/*/*.csproj; do
    references="$(python3 eng/packages.py references "$sample")"
    name="$(basename -- "$sample" .csproj)"
    [[ -n $references ]] || continue
    write_project "$work/samples/$name" "$name" <<<"$references"
    projects+=("$work/samples/$name/$name.csproj")
done
for project in "$work"/{vulnerable,deprecated}/probe.csproj "${projects[@]}"; do dotnet restore "$project" -v quiet; done
for kind in vulnerable deprecated; do
    ask_nuget "$work/$kind/probe.json" "$kind" "$work/$kind/probe.csproj"
    reports=()
    for project in "${projects[@]}"; do
        reports+=("$work/$kind/${#reports[@]}.json")
        ask_nuget "${reports[-1]}" "$kind" "$project"
    done
    judge nuget "$kind" "$work/$kind/probe.json" "${reports[@]}"
done

mapfile -t locks < <(git -c safe.directory='*' ls-files -- '*package-lock.json')
if command -v npm >/dev/null; then
    mkdir -p -- "$work/npm"
    printf '{"name":"probe","version":"1.0.0","dependencies":{"minimist":"0.0.8"}}' >"$work/npm/package.json"
    printf '{"name":"probe","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"probe","version":"1.0.0","dependencies":{"minimist":"0.0.8"}},"node_modules/minimist":{"version":"0.0.8"}}}' \
        >"$work/npm/package-lock.json"
    # npm exits with 1 for a finding.
    ask_npm() {
        (cd -- "$2" && npm audit --json --package-lock-only --loglevel=silent) >"$1" || [[ -s $1 ]]
    }
    ask_npm "$work/npm/probe.json" "$work/npm"
    reports=()
    for lock in "${locks[@]}"; do
        reports+=("$(dirname -- "$lock")=$work/npm/${#reports[@]}.json")
        ask_npm "${reports[-1]#*=}" "$(dirname -- "$lock")"
    done
    judge npm "$work/npm/probe.json" "${reports[@]}"
else
    printf 'npm: not checked: npm is not installed\n'
fi

mapfile -t -O "${#locks[@]}" locks < <(git -c safe.directory='*' ls-files -- '*packages.lock.json')
judge licences "$(dotnet nuget locals global-packages --list --force-english-output | sed 's/^[^:]*: //')" "${locks[@]}"
exit "$status"
