"""Judges what package managers say about the packages of this repository, and their licences.

usage: packages.py nuget vulnerable|deprecated PROBE REPORT...   what 'dotnet list package --format json' wrote
       packages.py npm PROBE NAME=REPORT...                      what 'npm audit --json' wrote
       packages.py licences PACKAGES LOCK...                     lock files of NuGet and npm; PACKAGES is the folder of NuGet's packages
       packages.py references PROJECT                            the packages that a project names, as lines of XML, without this repository's

A source without advisories answers as if there were none. So PROBE is the answer about a package that has one: where the probe has none,
the line says "not checked". A finding fails whatever the probe says. The exit code is 1 for a finding and for an answer that is an error.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

ALLOWED = {"0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}

# Packages without an SPDX expression of that list: the licence, and where it says so or why it suits.
OTHERS = {
    "commandlineparser": "MIT (License.md); BenchmarkDotNet needs it",
    "ilgpu": "University of Illinois/NCSA, permissive (LICENSE.txt); packed with its text",
    "ilgpu.algorithms": "University of Illinois/NCSA, permissive (LICENSE.txt); packed with its text",
    "microsoft.dotnet.platformabstractions": "MIT (LICENSE.TXT); BenchmarkDotNet needs it",
    "microsoft.ml.onnxruntime": "MIT (LICENSE); only studied, by libraries/",
    "microsoft.ml.onnxruntime.managed": "MIT (LICENSE.txt); only studied, by libraries/",
    "microsoft.netcore.platforms": ".NET Library License (no code: a list of platforms); NETStandard.Library needs it at build time",
    "microsoft.netframework.referenceassemblies": "MIT (github.com/Microsoft/dotnet); reference assemblies of a test",
    "microsoft.netframework.referenceassemblies.net472": "MIT (github.com/Microsoft/dotnet); reference assemblies of a test",
    "netstandard.library": "MIT (github.com/dotnet/standard); reference assemblies at build time",
    "numsharp": "Apache-2.0 (LICENSE); only studied, by libraries/",
    "system.threading.tasks.extensions": "MIT (github.com/dotnet/corefx)",
    "xunit.abstractions": "Apache-2.0 (github.com/xunit/xunit); tests only",
}

# The same for packages of npm. The checks in eng/ fetch them and run them; nothing of them is in a package.
NPM_OTHERS = {
    "@citolab/qti-components": "GPL-3.0; a player that is only run",
    "@heximal/expressions": "BSD-3-Clause, misspelt; a part of the player",
    "axe-core": "MPL-2.0; a check of pages that is only run",
    "commonmark-spec": "CC-BY-SA-4.0; examples that are only read",
    "trusted-types": "W3C, permissive; a part of the player",
}


def read(path):
    """The JSON of a file, or an object with one problem where it is none."""
    text = pathlib.Path(path).read_text(encoding="utf-8-sig")
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return {"problems": [{"level": "error", "text": (text.strip().splitlines() or ["no answer"])[0]}]}


def nuget_findings(report, kind):
    """Yields (project, package, version, what) of a report, in its order."""
    for project in report.get("projects", []):
        for framework in project.get("frameworks", []):
            for package in framework.get("topLevelPackages", []) + framework.get("transitivePackages", []):
                place = (pathlib.PurePath(project["path"]).stem, package["id"], package["resolvedVersion"])
                if kind == "vulnerable":
                    for advisory in package.get("vulnerabilities", []):
                        advisory = {name.lower(): value for name, value in advisory.items()}
                        yield *place, f"{advisory['severity']}, {advisory['advisoryurl']}"
                elif package.get("deprecationReasons"):
                    instead = package.get("alternativePackage", {}).get("id")
                    yield *place, ", ".join(package["deprecationReasons"]) + (f"; use {instead}" if instead else "")


def errors(report):
    """The texts of the problems that kept the source from an answer."""
    return [problem["text"] for problem in report.get("problems", []) if problem.get("level") == "error"]


def conclude(name, count, unit, findings, failures, has_data, gap):
    """Prints a line for each finding and one for the whole, and returns the exit code."""
    for finding in dict.fromkeys(findings):
        print(f"{name}: {': '.join(finding)}")
    for failure in dict.fromkeys(failures):
        print(f"{name}: no answer: {failure}")
    if not findings and not failures:
        print(f"{name}: none in {count} {unit}" if has_data else f"{name}: not checked: {gap}")
    return 1 if findings or failures else 0


def nuget(kind, probe, *reports):
    probe = read(probe)
    findings, failures, count = [], [], 0
    for path in reports:
        report = read(path)
        count += len(report.get("projects", []))
        failures += errors(report)
        findings += [(project, f"{package} {version}", what) for project, package, version, what in nuget_findings(report, kind)]
    if not failures and count == 0:
        failures.append("no project is in it")
    what = {"vulnerable": "vulnerability", "deprecated": "deprecation"}[kind]
    gap = "".join(f" ({text})" for text in errors(probe)[:1])
    return conclude(
        kind, count, "projects", findings, failures, any(nuget_findings(probe, kind)), f"the package source has no {what} data{gap}")


def npm_error(report):
    """What kept the registry from an answer, or None."""
    if "vulnerabilities" in report:
        return None
    return (errors(report) or [report.get("message") or report.get("error", {}).get("summary") or "no vulnerabilities in it"])[0]


def npm_findings(report):
    """Yields (package, what) of a report."""
    for name, entry in report.get("vulnerabilities", {}).items():
        for advisory in entry["via"]:
            # A word instead of an object: the advisory is of that other package, which has an entry of its own.
            if isinstance(advisory, dict):
                yield f"{name} {entry['range']}", f"{advisory['severity']}, {advisory['url']}"


def npm(probe, *reports):
    probe = read(probe)
    has_data = any(npm_findings(probe))
    findings, failures = [], []
    for pair in reports:
        name, _, path = pair.partition("=")
        report = read(path)
        findings += [(name, *finding) for finding in npm_findings(report)]
        # A registry that does not even know of the probe cannot be asked.
        if has_data and npm_error(report):
            failures.append(f"{name}: {npm_error(report)}")
    return conclude(
        "npm", len(reports), "lock files", findings, failures, has_data,
        f"the registry has no vulnerability data ({npm_error(probe) or 'it does not know of the probe'})")


def nuget_licence(folder, name, version):
    """The SPDX expression of a restored package, '' where it has none, or None where it is not restored."""
    manifest = pathlib.Path(folder, name, version.lower(), name + ".nuspec")
    if not manifest.exists():
        return None
    for element in ElementTree.parse(manifest).iter():
        if element.tag.rpartition("}")[2] == "license" and element.get("type") == "expression":
            return element.text
    return ""


def licences(folder, *locks):
    nuget_packages, npm_packages = set(), {}
    for path in locks:
        lock = read(path)
        if errors(lock):
            print(f"licences: {path}: it is not JSON")
            return 1
        for framework in lock.get("dependencies", {}).values():
            nuget_packages |= {
                (name.lower(), entry["resolved"]) for name, entry in framework.items() if entry.get("type") != "Project"}
        for name, entry in lock.get("packages", {}).items():
            if name:
                npm_packages[name.rpartition("node_modules/")[2], entry["version"]] = entry.get("license", "")
    wrong, missing = [], []
    used = set()
    for name, version in sorted(nuget_packages):
        licence = nuget_licence(folder, name, version)
        if licence is None:
            missing.append(f"{name} {version}")
        elif licence not in ALLOWED:
            used.add(name)
            if name not in OTHERS:
                wrong.append(f"{name} {version}: {licence or 'no SPDX expression'}")
    for (name, version), licence in sorted(npm_packages.items()):
        if licence not in ALLOWED and name not in NPM_OTHERS:
            wrong.append(f"{name} {version} (npm): {licence or 'none in the lock file'}")
    unused = [] if missing else [f"{name}: no package needs this exception" for name in sorted(OTHERS.keys() - used)]
    unused += [f"{name}: no package needs this exception" for name in sorted(NPM_OTHERS.keys() - {name for name, _ in npm_packages})]
    for line in wrong:
        print(f"licences: {line}: not a licence that eng/packages.py allows")
    for line in unused:
        print(f"licences: {line}")
    for line in missing:
        print(f"licences: not checked: {line} is not restored")
    if not wrong and not unused:
        print(f"licences: {len(nuget_packages) - len(missing)} packages of NuGet and {len(npm_packages)} of npm are allowed")
    return 1 if wrong or unused else 0


def references(project):
    for element in ElementTree.parse(project).iter("PackageReference"):
        if not element.get("Include").startswith("QuizKit"):
            print(f'<PackageReference Include="{element.get("Include")}" Version="{element.get("Version")}" />')
    return 0


if __name__ == "__main__":
    sys.exit({"nuget": nuget, "npm": npm, "licences": licences, "references": references}[sys.argv[1]](*sys.argv[2:]))
