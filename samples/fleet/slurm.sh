#!/bin/sh
# A shard as a task of a Slurm job array. From this folder, for 16 shards on machines of one kind:
#
#     sbatch --array=1-16 slurm.sh 16 /shared/run1 --scale exhaustive
#     gpu-checks merge /shared/run1 --output report.html
#
# `merge` names the shards that are missing, for instance 3 and 12. Only these run again:
#
#     sbatch --array=3,12 slurm.sh 16 /shared/run1 --scale exhaustive
#
#SBATCH --job-name=gpu-checks
#SBATCH --cpus-per-task=2
exec "$SLURM_SUBMIT_DIR/shard.sh" "$SLURM_ARRAY_TASK_ID" "$@"
