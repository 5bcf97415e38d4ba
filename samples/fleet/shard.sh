#!/bin/sh
# Makes the report of one shard, unless it is there.
#
#     shard.sh INDEX COUNT FOLDER [OPTION...]
#
# FOLDER/INDEX.json appears when the shard is complete, and not before: a shard that was killed or stopped leaves no such file.
# The exit code is 0 if the file is there, whatever its verdicts are: `gpu-checks merge` judges them. GPU_CHECKS is the command
# of the tool if it is not `gpu-checks`.
set -u
index=$1 count=$2 folder=$3
shift 3
report=$folder/$index.json
[ ! -s "$report" ] || exit 0
mkdir -p "$folder"
# The words of GPU_CHECKS are a command and its arguments.
# shellcheck disable=SC2086
${GPU_CHECKS:-gpu-checks} run --shard "$index/$count" "$@" --format json --output "$report.part"
status=$?
case $status in
    0 | 1 | 3) mv "$report.part" "$report" ;;
    *) exit "$status" ;;
esac
