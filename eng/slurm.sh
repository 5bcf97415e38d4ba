#!/usr/bin/env bash
# Runs 16 shards on a Slurm cluster of two nodes on this machine, kills two of them, runs these again, and compares the merged report
# with that of one run.
#
#     eng/slurm.sh TOOL.dll          on Debian, as root, with slurmctld, slurmd, slurm-client and munge installed
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
tool="$(readlink -f -- "$1")"
readonly tool shards=16 options=(--scale quick --device cpu)
export GPU_CHECKS="dotnet $tool"

work="$(mktemp -d)"
export SLURM_CONF="$work/slurm.conf"

# Ends the daemon of a pid file and waits for it: at most ten seconds, since a task that does not end must not hang this script.
end() {
    local pid
    pid="$(cat -- "$1" 2>/dev/null)" || return 0
    kill -- "$pid" 2>/dev/null || return 0
    for _ in $(seq 100); do
        kill -0 -- "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -9 -- "$pid"
}

clean() {
    local status=$?
    if [[ $status -ne 0 ]]; then tail -n 20 -- "$work"/*.log "$work"/logs/* 2>/dev/null || true; fi
    scancel --user=root >/dev/null 2>&1 || true
    for pid in "$work"/slurmd-*.pid "$work/slurmctld.pid" "$work/munge/munged.pid"; do end "$pid"; done
    rm -rf -- "$work"
    exit "$status"
}
trap clean EXIT

# A cluster of this machine alone: two nodes with its name and two processors each, on ports of their own.
start() {
    local host
    host="$(hostname -s)"
    chmod 755 -- "$work"
    mkdir -- "$work/state" "$work/logs" "$work/munge"
    dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 status=none
    chmod 600 -- "$work/munge/key"
    chown -R munge: -- "$work/munge"
    runuser --user munge -- /usr/sbin/munged --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/munged.pid" \
        --log-file="$work/munge/munged.log" --seed-file="$work/munge/seed"
    cat >"$SLURM_CONF" <<CONF
ClusterName=fleet
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=7817
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
StateSaveLocation=$work/state
SlurmctldPidFile=$work/slurmctld.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdSpoolDir=$work/%n
SlurmdPidFile=$work/slurmd-%n.pid
SlurmdLogFile=$work/slurmd-%n.log
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
KillWait=5
NodeName=n[1-2] NodeHostname=$host NodeAddr=127.0.0.1 Port=[7818-7819] CPUs=2
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
    slurmctld
    slurmd -N n1
    slurmd -N n2
    for _ in $(seq 100); do
        [[ $(sinfo --noheader --states=idle --Format=nodes 2>/dev/null | tr -d ' ') == 2 ]] && return
        sleep 0.2
    done
    printf 'the nodes do not start:\n' >&2
    sinfo >&2
    return 1
}

# Submits the shards of a list such as 1-16, and prints the number of the job.
submit() {
    (cd samples/fleet && sbatch --parsable --array="$1" --output="$work/logs/%a.log" slurm.sh "$shards" "$work/shards" "${options[@]}")
}

wait_for() {
    for _ in $(seq 6000); do
        [[ -n $(squeue --noheader --jobs "$1" 2>/dev/null) ]] || return 0
        sleep 0.2
    done
    printf 'job %s does not end\n' "$1" >&2
    return 1
}

# Waits until a task runs, and kills it in its first second.
kill_task() {
    for _ in $(seq 6000); do
        if [[ -n $(squeue --noheader --states=running --jobs "$1_$2" 2>/dev/null) ]]; then
            sleep 0.5
            scancel "${@:3}" "$1_$2"
            return
        fi
        sleep 0.1
    done
    printf 'task %s does not start\n' "$2" >&2
    return 1
}

start
job="$(submit "1-$shards")"
kill_task "$job" 2 --signal=KILL --full
kill_task "$job" 5
wait_for "$job"
ls -- "$work/shards"

# The merge names the two, and writes nothing.
status=0
dotnet "$tool" merge "$work/shards" --output "$work/merged.json" 2>"$work/problems" || status=$?
cat -- "$work/problems"
missing="$(sed -n 's|^gpu-checks: shard \([0-9]*\)/.* is missing: .*|\1|p' "$work/problems" | paste -sd,)"
[[ $status -eq 2 && $missing == 2,5 && ! -e $work/merged.json ]]

# Only these run again; the others stay as they are.
(cd -- "$work/shards" && sha256sum -- *.json) >"$work/before"
wait_for "$(submit "$missing")"
(cd -- "$work/shards" && sha256sum --quiet --check -- "$work/before")
dotnet "$tool" merge "$work/shards" --output "$work/merged.json"
dotnet "$tool" run "${options[@]}" --output "$work/one.json"

# The same bytes, but for how long checks took, and for what existential claims measure: that something varies from run to run.
dotnet "$tool" list --format json >"$work/claims.json"
python3 - "$work/one.json" "$work/merged.json" "$work/claims.json" <<'PYTHON'
import json
import sys

one, merged, claims = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
varying = {claim["claim"] for claim in claims["claims"] if claim["existential"]}


def canonical(report):
    for outcome in report["outcomes"]:
        outcome["milliseconds"] = 0
        if outcome["claim"] in varying:
            for field in ("verdict", "asExpected", "measured", "finding", "measurements", "plots"):
                outcome[field] = None
    return json.dumps(report, indent=1)


if canonical(one) != canonical(merged):
    for a, b in zip(one["outcomes"], merged["outcomes"]):
        if a != b:
            print("differs:", a["claim"], a, b)
    sys.exit("the merged report is not that of one machine")
print(f"{len(merged['outcomes'])} outcomes of {len(varying)} varying and other claims: the merged report is that of one machine")
PYTHON
