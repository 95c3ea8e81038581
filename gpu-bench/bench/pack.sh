#!/bin/sh
# Packs what on-gpu.sh needs on a machine with a GPU and without Java: a trimmed runtime, Pawl, the examples' kernels, and the programs of
# java/ that measure a planted regression and work out the figures.
# Needs a JDK with jlink (JAVA_HOME, else from PATH) for Linux on x86-64; a JDK of Eclipse Temurin makes a runtime for glibc 2.17 and newer.
set -eu
[ $# -eq 1 ] || { echo "usage: pack.sh ARCHIVE.tar.gz" >&2; exit 2; }
case $1 in
    /*) archive=$1 ;;
    *) archive=$(pwd)/$1 ;;
esac
root=$(cd "$(dirname "$0")/../.." && pwd)
jdk=${JAVA_HOME:+$JAVA_HOME/bin/}
"${jdk}jlink" --version > /dev/null || { echo "no jlink; set JAVA_HOME to a JDK 17 or newer" >&2; exit 2; }
# Builds the jar where it is missing or older than its sources.
"$root/pawl" --version > /dev/null

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/pawl-gpu" "$scratch/jar"
# The number that a JDK takes for "as small as possible" changed with version 21.
compress=2
case $("${jdk}jlink" --version) in
    1[789]* | 20*) ;;
    *) compress=zip-9 ;;
esac
"${jdk}jlink" --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.unsupported \
    --strip-debug --no-header-files --no-man-pages --compress "$compress" --output "$scratch/pawl-gpu/runtime"
# The database is of no use there, and the largest part of the jar.
(
    cd "$scratch/jar"
    "${jdk}jar" --extract --file "$root/cli/target/pawl.jar"
    rm -rf org/sqlite
    cp META-INF/MANIFEST.MF ../manifest
    rm META-INF/MANIFEST.MF
    "${jdk}jar" --create --file "$scratch/pawl-gpu/pawl.jar" --manifest ../manifest .
)
"${jdk}javac" -nowarn -proc:none --release 17 -cp "$root/cli/target/pawl.jar" -d "$scratch/pawl-gpu/figures" "$root"/gpu-bench/bench/java/*.java
cp -R "$root/examples/gpu" "$scratch/pawl-gpu/kernels"
git -C "$root" describe --always --dirty > "$scratch/pawl-gpu/commit" 2> /dev/null || echo unknown > "$scratch/pawl-gpu/commit"
tar -C "$scratch" -czf "$archive" pawl-gpu
size=$(($(wc -c < "$archive") >> 20))
echo "$archive: $size MiB"
