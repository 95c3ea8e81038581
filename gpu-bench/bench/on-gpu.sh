#!/bin/sh
# Runs Pawl's kernels twice on this machine's GPU and a kernel of a spec file twice, and compares the two of each: what differs there is
# noise. Leaves JSON, the comparisons and a log in a folder. Needs the NVIDIA driver 525 or newer and what pack.sh packed; neither Java nor
# a CUDA toolkit.
#
# Exit: 0 if nothing was called slower; 1 if something was, though nothing changed; 3 if a kernel failed; 6 without a usable GPU.
set -eu
[ $# -ge 2 ] || { echo "usage: on-gpu.sh ARCHIVE.tar.gz FOLDER [SUITE [SPEC_FILE]]" >&2; exit 2; }
archive=$1
folder=$2
suite=${3:-default}
mkdir -p "$folder"
tar -C "$folder" -xzf "$archive"
home=$folder/pawl-gpu
spec=${4:-$home/kernels/saxpy.yml}
log=$folder/log.txt
status=0

pawl() {
    "$home/runtime/bin/java" -jar "$home/pawl.jar" "$@"
}

# Of several failures the first is told.
noted() {
    "$@" || { failed=$?; [ "$status" -ne 0 ] || status=$failed; }
}

measure() {
    echo "== $*" >> "$log"
    noted pawl gpu run "$@" >> "$log" 2>&1
}

# Everything beyond 1 % is shown, and nothing of it is called slower without proof.
judge() {
    [ -f "$folder/$1-1.json" ] && [ -f "$folder/$1-2.json" ] || return 0
    noted pawl compare --warning 1% --critical 5% --fail-on warning "$folder/$1-1.json" "$folder/$1-2.json" > "$folder/$1-comparison.txt" 2>> "$log"
    pawl compare --fail-on never --output json "$folder/$1-1.json" "$folder/$1-2.json" > "$folder/$1-comparison.json" 2>> "$log"
    cat "$folder/$1-comparison.txt"
}

{
    date -u
    uname -srm
    echo "pawl $(cat "$home/commit")"
    nvidia-smi || echo "nvidia-smi is not here"
    pawl gpu probe
} > "$log" 2>&1 || { tail -n 1 "$log" >&2; exit 6; }
pawl gpu probe --output json > "$folder/probe.json"
for round in 1 2; do
    measure --suite "$suite" --out "$folder/suite-$round.json"
    measure --spec "$spec" --out "$folder/kernel-$round.json"
done
judge suite
judge kernel
date -u >> "$log"
rm -rf "$home"
exit "$status"
