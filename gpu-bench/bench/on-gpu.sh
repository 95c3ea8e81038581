#!/bin/sh
# Runs Pawl's kernels twice on this machine's GPU and compares the two. Leaves JSON, the comparison and a log in a folder.
# Needs the NVIDIA driver 525 or newer, Java 17 or newer and the packaged pawl.jar; no CUDA toolkit.
set -eu
[ $# -ge 2 ] || { echo "usage: on-gpu.sh PAWL_JAR FOLDER [SUITE]" >&2; exit 2; }
jar=$1
folder=$2
suite=${3:-default}
mkdir -p "$folder"
{
    date -u
    java -version
    nvidia-smi || echo "nvidia-smi is not here"
    java -jar "$jar" gpu probe
} > "$folder/log.txt" 2>&1 || { tail -n 1 "$folder/log.txt" >&2; exit 6; }
status=0
for round in first second; do
    java -jar "$jar" gpu run --suite "$suite" --out "$folder/$round.json" >> "$folder/log.txt" 2>&1 || status=$?
done
java -jar "$jar" compare "$folder/first.json" "$folder/second.json" > "$folder/comparison.txt" 2>&1 || status=$?
cat "$folder/comparison.txt"
exit "$status"
