"""Finds where each number in the documentation comes from, and whether it is still true.

usage: doc_numbers.py [--run TOOL] FILE...

A passage with a number ends in a comment on a line of its own: <!-- numbers: KEY="..." ... -->. A passage goes back to the comment
before, or to a blank line; tables, lists and fenced blocks marked "text" are passages too. The keys:

    run      arguments of gpu-checks, whose output prints each number; several commands are separated by " ; "
    env      variables of these commands, such as "A=1 B=2"
    in       "pocl" or "reference": the commands run in the folder of eng/pocl-chroot.sh, with OpenBLAS or with the reference BLAS
    file     archived files, one of which has each number
    also     numbers of the passage that do not come from there: versions, sizes of an example, a constant of a method
    reason   why none of the numbers is a measurement

Not counted: code, addresses, pictures, years, identifiers of papers, numbers of questions, chapters and sections. Without --run the commands
are only listed. With --run each is run with TOOL, the path of gpu-checks.dll. Prints a line for each fault; the exit code is 1 if there is one.
"""

import html
import os
import pathlib
import re
import shlex
import subprocess
import sys

COMMENT = re.compile(r"^\s*<!-- numbers: (.*) -->\s*$")
KEYS = {"run", "env", "in", "file", "also", "reason"}
NUMBER = re.compile(r"(?<![\w.,⁻^/-])\d[\d,]*(?:\.\d+)*(?:e-?\d+)?(?![\w⁰¹²³⁴⁵⁶⁷⁸⁹⁻])")
NOT_COUNTED = [
    re.compile(r"!\[[^\]]*\]\([^)]*\)"),  # pictures
    re.compile(r"\]\([^)]*\)"),  # addresses of links
    re.compile(r"`[^`]*`"),
    re.compile(r"<[^>]*>"),
    re.compile(r"arXiv:[\d.]+"),
    re.compile(r"\b(?:[Qq]uestions?|[Cc]hapters?|[Ss]ections?|ed\.,|Comput\.) \d+(?:(?:, | and | to )\d+)*(?:\.\d+)?"),
    re.compile(r"\b(?:19|20)\d\d\b"),
]


def numbers(text):
    """Returns the numbers in a text, without the commas between thousands."""
    return [number.rstrip(",").replace(",", "") for number in NUMBER.findall(text)]


def counted(line):
    for pattern in NOT_COUNTED:
        line = pattern.sub("]" if pattern.pattern.startswith(r"\]") else " ", line)
    return numbers(line)


def passages(path):
    """Returns the passages of a document that have a number or a comment: (line, numbers, comment or None)."""
    found, fence, line, texts = [], None, 1, []

    def end(comment=None):
        nonlocal texts
        if texts or comment is not None:
            found.append((line, texts, comment))
        texts = []

    for index, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if text.lstrip().startswith("```"):
            fence = None if fence is not None else text.strip().strip("`")
        elif match := COMMENT.match(text):
            end(match[1])
        elif fence is None and not text.strip() and not next_is_comment(path, index):
            end()
        elif fence == "text" or (fence is None and not text.startswith("#")):
            more = numbers(text) if fence == "text" else counted(text)
            line = index if more and not texts else line
            texts += more
    end()
    return found


def next_is_comment(path, index):
    lines = path.read_text(encoding="utf-8").split("\n")
    return index < len(lines) and COMMENT.match(lines[index]) is not None


def attributes(comment):
    return {key: value for key, _, value in (part.partition("=") for part in shlex.split(comment))}


def command_of(tool, arguments, keys):
    folder = {"pocl": ["eng/pocl-chroot.sh", "run", "--"], "reference": ["eng/pocl-chroot.sh", "run", "--blas", "reference", "--"]}
    variables = shlex.split(keys.get("env", ""))
    return folder.get(keys.get("in"), []) + (["env", *variables] if variables else []) + ["dotnet", tool, *shlex.split(arguments)]


def output_of(command, cache):
    key = tuple(command)
    if key not in cache:
        print("running", shlex.join(command), flush=True)
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"}, check=False)
        if done.returncode:
            print(f"exit code {done.returncode}: {done.stderr}")
        cache[key] = "" if done.returncode else done.stdout
    return cache[key]


def text_of(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return html.unescape(re.sub(r"<[^>]*>", " ", text)) if path.endswith(".html") else text


def faults(path, tool, cache):
    for line, found, comment in passages(path):
        place = f"{path}:{line}: "
        if comment is None:
            yield place + f"no comment says where {', '.join(found)} comes from"
            continue
        keys = attributes(comment)
        if unknown := set(keys) - KEYS:
            yield place + f"{', '.join(sorted(unknown))}: not a key of a numbers comment ({', '.join(sorted(KEYS))})"
        if not found:
            yield place + "a numbers comment without a number before it"
        if "reason" in keys:
            if not keys["reason"].strip() or len(keys) > 1:
                yield place + "'reason' says why, and stands alone"
            continue
        commands = [command_of(tool, one, keys) for one in keys.get("run", "").split(" ; ") if one]
        texts = [text_of(name) for name in keys.get("file", "").split()]
        if not commands and not texts:
            yield place + "a numbers comment has 'run', 'file' or 'reason'"
        if commands and tool is None:
            continue
        texts += [output_of(command, cache) for command in commands]
        known = set(numbers(keys.get("also", "").replace(";", " "))).union(*(numbers(text) for text in texts))
        for number in dict.fromkeys(found):
            if number not in known:
                yield place + f"{number} is not in {keys.get('run') or keys.get('file')}"


def main(arguments):
    tool = None
    if arguments[:1] == ["--run"]:
        tool, arguments = arguments[1], arguments[2:]
    if not arguments or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    cache, count = {}, 0
    for name in arguments:
        for fault in faults(pathlib.Path(name), tool, cache):
            print(fault)
            count += 1
    print(f"{count} numbers without a source, or not in it")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
