#!/usr/bin/env python3
"""Record the odd cases: what the tools write when something is unusual.

    python3 record.py pytest|rust|jmh VENVS

VENVS is a folder of virtual environments, each named by the version of
pytest-benchmark that is installed in it. A command may well fail: then its
failure is the case. See PROVENANCE.md for what each file shows.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from record import scrub

OLD_PLUGINS = ["3.0.0", "3.1.1", "3.2.3", "3.4.1", "4.0.0", "5.1.0"]
NEWEST_PLUGIN = "5.3.1"


def run(command, tree, output=None, stderr=subprocess.DEVNULL, **env):
    """Run a command, keep its stdout (with its stderr where asked), whatever its exit status."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=tree,
        env=os.environ | env,
        stdout=subprocess.PIPE,
        stderr=stderr,
        check=False,
    )
    print(done.returncode, *command, flush=True)
    if output:
        output.write_bytes(done.stdout)


def record_pytest(tree, out, venvs):
    few = ["--benchmark-min-time=0.002", "--benchmark-max-time=0.05"]

    def pytest(version, *options, output=None):
        python = venvs / version / "bin/python"
        run([python, "-m", "pytest", "-p", "no:cacheprovider", *few, *options], tree, output)

    for version in OLD_PLUGINS:
        report = out / f"plugin-{version}.json"
        # The oldest need a pytest whose assertion rewriting knows no Python 3.11.
        pytest(version, "test_plain.py", "--assert=plain", f"--benchmark-json={report}")
    oldest = out / "plugin-3.0.0.json"
    text = oldest.read_text(encoding="utf-8")
    text = text.replace(f'"node": "{platform.node()}"', '"node": "runner"')
    text = text.replace(platform.release(), platform.release().partition("-")[0])
    oldest.write_text(text, encoding="utf-8")
    new = NEWEST_PLUGIN
    for case in ["odd", "one_round", "skipped", "failing"]:
        report = out / f"{case.replace('_', '-')}.json"
        pytest(
            new, f"test_{case}.py", f"--benchmark-json={report}", output=report.with_suffix(".txt")
        )
    plain = "test_plain.py"
    for case, options in {
        "deselected": ["-k", "nothing"],
        "disabled": ["--benchmark-disable"],
        "columns": ["--benchmark-columns=min,median,ops", "--benchmark-sort=name"],
    }.items():
        report = out / f"{case}.json"
        options.append(f"--benchmark-json={report}")
        pytest(new, plain, *options, output=report.with_suffix(".txt"))
    pytest(new, plain, "--benchmark-autosave", "--benchmark-storage=storage")
    pytest(new, plain, "--benchmark-save=named", "--benchmark-storage=storage")
    for saved in sorted(tree.glob("storage/*/*.json")):
        shutil.copy(
            saved, out / f"{'autosave' if 'named' not in saved.name else 'save'}-no-data.json"
        )


def record_rust(tree, out, _):
    nightly = {"RUSTC_BOOTSTRAP": "1"}
    both = subprocess.STDOUT

    def bench(case, *targets, options=(), stderr=both, **env):
        named = [word for target in targets for word in ("--bench", target)]
        command = ["cargo", "bench", "--locked", *named, "--", *options]
        run(command, tree, out / f"{case}.txt", stderr, **nightly, **env)

    def keep(case, *without):
        thin = shutil.ignore_patterns("report", *without)
        shutil.copytree(tree / "target/criterion", out / case, ignore=thin)

    bench("libtest-ignored", "first")
    bench("libtest-two-targets", "first", "second")
    bench("libtest-nocapture", "printing", options=["--nocapture"])
    bench("libtest-nocapture-stdout-only", "printing", options=["--nocapture"], stderr=None)
    bench("libtest-panic", "failing")
    bench("libtest-build-failure", "broken")
    bench("libtest-no-match", "first", options=["nothing"])
    bench("libtest-quiet", "first", options=["--quiet"])
    bench("libtest-json", "first", options=["-Z", "unstable-options", "--format", "json"])

    criterion = tree / "target/criterion"
    for case in ["ids", "modes"]:
        bench(f"criterion-{case}", case, stderr=None)
        keep(f"criterion-{case}", "base", "tukey.json")
        bench(
            f"criterion-{case}-bencher", case, options=["--output-format", "bencher"], stderr=None
        )
        shutil.rmtree(criterion)
    bench("criterion-stale-run1", "stale", stderr=None)
    bench("criterion-stale-run2", "stale", stderr=None, STAYS_ONLY="1")
    keep("criterion-stale")
    bench("criterion-change-unchanged", "stale", stderr=None, STAYS_ONLY="1")
    bench("criterion-quiet", "stale", options=["--quiet"], stderr=None, STAYS_ONLY="1")
    bench("criterion-verbose", "stale", options=["--verbose"], stderr=None, STAYS_ONLY="1")
    bench("criterion-test", "stale", options=["--test"], stderr=None)
    bench("criterion-stdout-and-stderr", "stale", STAYS_ONLY="1")
    shutil.rmtree(criterion)
    bench("criterion-save-baseline", "stale", options=["--save-baseline", "main"], stderr=None)
    keep("criterion-save-baseline")
    bench(
        "criterion-baseline", "stale", options=["--baseline", "main"], stderr=None, STAYS_ONLY="1"
    )


def record_jmh(tree, out, _):
    shutil.copy(HERE.parent / "java-jmh/pom.xml", tree)
    run(["mvn", "-B", "-q", "package"], tree)

    def jmh(case, form, benchmarks, *options, jvm=(), console=False):
        report = ["-rf", form, "-rff", out / f"{case}.{form}"]
        jar = ["-Djmh.ignoreLock=true", *jvm, "-jar", "target/benchmarks.jar"]
        command = ["java", *jar, benchmarks, *report, *options]
        run(command, tree, out / f"{case}.out.txt" if console else None)

    german = ["-Duser.language=de", "-Duser.country=DE"]
    jmh("all-modes", "json", "Modes", console=True)
    for form in ["csv", "scsv", "text", "latex"]:
        jmh("all-modes", form, "Modes")
    jmh("groups-gc", "json", "Groups", "-prof", "gc", console=True)
    jmh("groups-gc", "csv", "Groups", "-prof", "gc")
    jmh("groups-gc-de", "csv", "Groups", "-prof", "gc", jvm=german)
    jmh("groups-gc-de", "scsv", "Groups", "-prof", "gc", jvm=german)
    jmh("groups-gc-de", "text", "Groups", "-prof", "gc", jvm=german)
    utf8 = ["-Dfile.encoding=UTF-8"]
    jmh("params", "json", "Params", jvm=utf8, console=True)
    jmh("params", "csv", "Params", jvm=utf8)
    jmh("params", "scsv", "Params", jvm=utf8)
    jmh("once", "json", "Once.cold", console=True)
    jmh("once", "csv", "Once.cold")
    jmh("one-failed", "json", "Once", console=True)
    jmh("all-failed", "json", "Once.fails", console=True)
    jmh("all-failed", "csv", "Once.fails")
    jmh("no-match", "json", "Nothing", console=True)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("pytest", "rust", "jmh"):
        sys.exit(__doc__)
    kind, venvs = sys.argv[1], Path(sys.argv[2]).resolve()
    out = HERE / kind
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "edge"
        shutil.copytree(HERE / "sources" / kind, tree)
        {"pytest": record_pytest, "rust": record_rust, "jmh": record_jmh}[kind](tree, out, venvs)
        scrub(out, tree, venvs)
