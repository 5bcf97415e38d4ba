#!/usr/bin/env bash
# Exports quizzes in every format and reads them with other programs: see README.md.
#
#     eng/exports/check.sh
set -euo pipefail
here="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)"
root="$(cd -- "$here/../.." && pwd)"
quizzes=("$root/content/chapter-6.quiz.md" "$root/content/chapter-6-companions.quiz.md" "$root/samples/WallCalendar/wall-calendar.quiz.md"
    "$here/hostile.quiz.md")

# Enough questions for interior pages of SQLite, some of them longer than a page.
write_large() {
    local i
    printf -- '---\nid: large\nlanguage: en\n---\n# Large\n\n'
    for i in $(seq 1200); do
        printf '## Question %d\n<!-- quiz: id=question-%d -->\n\nWhat is %d?' "$i" "$i" "$i"
        ((i % 100)) || printf ' word%.0s' $(seq $((i * 10)))
        printf '\n\n### Answer\n\nA number.\n\n'
    done
}

for command in node npm php xmllint; do
    command -v "$command" >/dev/null || {
        printf '%s is not on the PATH: install nodejs, npm, php-cli, php-xml and libxml2-utils; and Chromium.\n' "$command" >&2
        exit 1
    }
done

cd -- "$here"
for folder in . player ../pages; do
    (cd -- "$folder" && npm ci --no-audit --no-fund --loglevel=error)
done
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
write_large >"$work/large.quiz.md"
dotnet build "$root/tool" --configuration Release --verbosity quiet
dotnet run --project "$here" --configuration Release -- "$work/replies.json" "${quizzes[@]}" "$work/large.quiz.md"
names=("${quizzes[@]##*/}")
names=("${names[@]%.quiz.md}")
for format in moodle gift anki qti h5p; do
    dotnet "$root/tool/bin/Release/net10.0/QuizKit.Tool.dll" export --format "$format" --output "$work" \
        "${quizzes[@]}" "$work/large.quiz.md" 2>"$work/notes"
done

xmllint --noout --nonet "$work"/*.xml
php "$here/moodle.php" "$work/replies.json" "$work" "${names[@]}"
node "$here/gift.mjs" "$work/replies.json" "$work" "${names[@]}"
node "$here/anki.mjs" "$work/replies.json" "$work" "${names[@]}" large
node "$here/qti.mjs" "$work/replies.json" "$work" "${names[@]}"
node "$here/h5p.mjs" "$work/replies.json" "$work" "${names[@]}"
node "$here/player/check.mjs" "$work/replies.json" "$work" "${names[@]}"
