#!/usr/bin/env bash
# Packs what a machine with an NVIDIA driver needs to run everything, without .NET and without a network: about 30 MB. CUDA in software
# is part of it, so that the GPU is compared with it, bit for bit.
#
#     eng/gpu-pack.sh FILE.tar.xz                    here
#     tar -xJf FILE.tar.xz && quizkit-gpu/run.sh     there; --help says more
#
# Needs the .NET SDK and a C compiler. It builds a copy of the tree, so that nothing here changes.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

pack="$(realpath -m -- "${1:?usage: eng/gpu-pack.sh FILE.tar.xz}")"
work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT

mkdir -- "$work/tree" "$work/quizkit-gpu"
git ls-files -z --cached --others --exclude-standard -- . ':!evidence' | tar --null --files-from=- --ignore-failed-read -cf - | tar -xf - -C "$work/tree"
dotnet publish "$work/tree/gpu-checks" -c Release -r linux-x64 --self-contained -p:InvariantGlobalization=true \
    -o "$work/quizkit-gpu/app" -v quiet
"$work/tree/eng/cuda-software.sh" path --portable --folder "$work/quizkit-gpu/software" >/dev/null
cp -- eng/gpu-run.sh "$work/quizkit-gpu/run.sh"
cp -- eng/ptx_corpus.py eng/ptx_approximations.cu evidence/h200/ptx.json.gz LICENSE "$work/quizkit-gpu/"
tar -C "$work" -cJf "$pack" quizkit-gpu
ls -l -- "$pack"
