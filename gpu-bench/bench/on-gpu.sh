#!/bin/sh
# Measures on this machine's GPU what Pawl claims to reach on one, and holds it against the targets. Needs the NVIDIA driver 525 or newer and
# what pack.sh packed; neither Java nor a CUDA toolkit.
#
# usage: on-gpu.sh [OPTION…] ARCHIVE.tar.gz FOLDER
#   --parts LIST       of suite,telemetry,planted,kernel (default: all four), where one call may not take long enough for all; a later call
#                      for the same FOLDER adds to it
#   --suite NAME       what part suite runs twice (default: default)
#   --spec FILE        what part kernel runs twice (default: examples/gpu/saxpy.yml)
#   --comparisons N    how many unchanged runs part planted judges (default: 100); fewer are a trial
#
#   suite       the suite twice, and the quick suite once
#   telemetry   the stream kernels three times with and three times without telemetry, in turns
#   planted     one kernel 120 times, and 20 times in between with 5 % more work
#   kernel      a spec file's kernels twice
#
# Leaves in FOLDER: figures.txt and figures.json, PROVENANCE.md, the results behind them, comparisons of what was run twice, log.txt.
#
# Exit: 0 if nothing was called slower and no figure was missed; 1 if something was, though nothing changed; 2 wrong usage; 3 if a kernel
# failed; 6 without a usable GPU.
set -eu

usage() {
    sed -n 's/^# usage: /usage: /p' "$0" >&2
    exit 2
}

parts=suite,telemetry,planted,kernel
suite=default
spec=
comparisons=100
while [ $# -gt 2 ]; do
    case $1 in
        --parts) parts=$2 ;;
        --suite) suite=$2 ;;
        --spec) spec=$2 ;;
        --comparisons) comparisons=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[ $# -eq 2 ] || usage
for part in $(echo "$parts" | tr , ' '); do
    case $part in
        suite | telemetry | planted | kernel) ;;
        *) echo "there is no part '$part'" >&2; usage ;;
    esac
done
case $comparisons in
    '' | *[!0-9]* | 0) echo "--comparisons takes a number, not '$comparisons'" >&2; usage ;;
esac
archive=$1
folder=$2
mkdir -p "$folder"
home=$(mktemp -d "$folder/.pawl.XXXXXX")
trap 'rm -rf "$home"' EXIT
trap 'exit 130' INT TERM HUP
tar -C "$home" --strip-components=1 -xzf "$archive"
log=$folder/log.txt
status=0

pawl() {
    "$home/runtime/bin/java" -jar "$home/pawl.jar" "$@"
}

# One of the programs of java/.
program() {
    "$home/runtime/bin/java" --enable-native-access=ALL-UNNAMED -cp "$home/pawl.jar:$home/figures" "$@"
}

# Of several failures the first is told.
noted() {
    "$@" || { failed=$?; [ "$status" -ne 0 ] || status=$failed; }
}

is_wanted() {
    case ,$parts, in *,"$1",*) return 0 ;; *) return 1 ;; esac
}

measure() {
    echo "== pawl gpu run $*" >> "$log"
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
    pawl gpu probe > "$folder/probe.txt" && cat "$folder/probe.txt"
} >> "$log" 2>&1 || { cat "$folder/probe.txt" >&2; exit 6; }

began=$(date +%s)
told() {
    echo "-- $1: $(($(date +%s) - began)) s after the start" | tee -a "$log"
}

if is_wanted suite; then
    for round in 1 2; do measure --suite "$suite" --out "$folder/suite-$round.json"; done
    start=$(date +%s)
    measure --suite quick --out "$folder/quick.json"
    echo $(($(date +%s) - start)) > "$folder/quick-seconds"
    judge suite
    told suite
fi
if is_wanted telemetry; then
    mkdir -p "$folder/telemetry"
    for turn in 1 2 3; do
        measure --suite stream --out "$folder/telemetry/watched-$turn.json"
        measure --suite stream --no-telemetry --out "$folder/telemetry/unwatched-$turn.json"
    done
    told telemetry
fi
if is_wanted planted; then
    echo "== PlantedRuns of gpu-bench/bench/java, $comparisons comparisons" >> "$log"
    # What an earlier call measured is no part of these turns.
    rm -rf "$folder/planted"
    noted program PlantedRuns "$home/kernels" "$folder/planted" "$comparisons" >> "$log" 2>&1
    told planted
fi
if is_wanted kernel; then
    for round in 1 2; do measure --spec "${spec:-$home/kernels/saxpy.yml}" --out "$folder/kernel-$round.json"; done
    judge kernel
    told kernel
fi
noted program OnGpuFigures "$folder"

{
    echo "# Where these figures come from"
    echo
    echo "Measured by \`gpu-bench/bench/on-gpu.sh\` of Pawl $(cat "$home/commit"), on $(date -u +%Y-%m-%d), $(uname -srm), on:"
    echo
    sed 's/^/    /' "$folder/probe.txt"
    echo
    echo "## Figures"
    echo
    sed 's/^/    /' "$folder/figures.txt"
    echo
    echo "\`java OnGpuFigures FOLDER\` (gpu-bench/bench/java, with pawl.jar on the class path) works them out again from the files here. Each run"
    echo "of \`planted/\` was judged by the twenty unchanged runs before it, as \`pawl compare --warning 3% FOLDER_OF_TWENTY FILE\` does."
    echo
    echo "## Commands"
    echo
    sed -n "s|$home|.|g; s|$folder/||g; s/^== /    /p" "$log"
} > "$folder/PROVENANCE.md"
exit "$status"
