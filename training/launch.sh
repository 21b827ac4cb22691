#!/bin/sh
# Start or resume a training run in the background, at the lowest priority, with its output in the
# run's folder. Usage: PYTHON=python training/launch.sh RUN_FOLDER [arguments of training.train …]
# Stop it with `kill -TERM $(cat RUN_FOLDER/pid)` (a checkpoint is written); pause and go on with
# `kill -STOP` and `kill -CONT`.
set -eu
run=$1
shift
mkdir -p "$run"
cd "$(dirname "$0")/.."
# Large freed blocks are kept: else the kernel zeroes tens of millions of pages again (5 % of time).
export MALLOC_MMAP_THRESHOLD_=17179869184 MALLOC_TRIM_THRESHOLD_=17179869184
# Threads sleep at barriers: spinning would burn the time slices of a niced process.
export OMP_WAIT_POLICY=PASSIVE TOKENIZERS_PARALLELISM=false
setsid nohup nice -n 19 "${PYTHON:-python}" -m training.train --out "$run" "$@" \
    >>"$run/out.txt" 2>&1 &
echo $! >"$run/pid"
