#!/usr/bin/env python3
"""Record the benchmark history of an example.

    python3 record.py python-pytest|rust-cargo|java-jmh

A scratch git repository starts from the example's sources as they lie here.
Each step of its steps.toml becomes one commit there, at a fixed date and by a
fixed author, so that the commit ids are the same in every recording. After
each commit the benchmarks run, and what the tool wrote goes to history/.

Nothing is run twice and nothing is picked: an example is to look like what a
shared CI machine gives. Only names of this machine are taken out (scrub).
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
AUTHOR = ("Pawl examples", "examples@pawl.invalid")
FIRST_COMMIT = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
NOT_SOURCES = shutil.ignore_patterns("history", "steps.toml", "target", "__pycache__", ".*")
# One core, and before other work: what else runs here disturbs the runs less.
QUIETLY = ["taskset", "-c", "1", "nice", "-n", "-5"]


def run(command, tree, output=None, stderr=subprocess.PIPE, **env):
    """Run a command in the tree and keep what it prints."""
    done = subprocess.run(
        command,
        cwd=tree,
        env=os.environ | env,
        stdout=subprocess.PIPE,
        stderr=stderr,
        check=False,
        text=True,
        encoding="utf-8",
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    if output:
        output.write_text(done.stdout, encoding="utf-8", newline="")
    return done.stdout.strip()


def measure_pytest(tree, out, last_two):
    """The machine's name is left out by the example's own conftest.py."""
    command = [*QUIETLY, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    # Rounds of 5 ms and 0.8 s for each benchmark keep a file with raw data small.
    limits = ["--benchmark-min-time=0.005", "--benchmark-max-time=0.8"]
    run([*command, *limits, f"--benchmark-json={out / 'pytest.json'}"], tree)


def measure_cargo(tree, out, last_two):
    bench = [*QUIETLY, "cargo", "bench", "--locked", "--bench"]
    # Only the libtest file needs it, but some dependencies are built anew where it changes.
    nightly = {"RUSTC_BOOTSTRAP": "1"}
    criterion = tree / "target/criterion"
    shutil.rmtree(criterion, ignore_errors=True)
    run([*bench, "criterion"], tree, out / "criterion.txt", **nightly)
    thin = shutil.ignore_patterns("base", "report", "change", *([] if last_two else ["tukey.json"]))
    shutil.copytree(criterion, out / "criterion", ignore=thin)
    # As a CI log has it: what cargo says, too.
    run([*bench, "libtest"], tree, out / "libtest.txt", subprocess.STDOUT, **nightly)
    if last_two:
        shutil.rmtree(criterion)
        bencher = ["criterion", "--", "--output-format", "bencher"]
        run([*bench, *bencher], tree, out / "bencher.txt", **nightly)


def measure_jmh(tree, out, last_two):
    run(["mvn", "-B", "-q", "package"], tree)
    # One lock serves all of JMH on a machine: other work may well hold it.
    jar = ["-Djmh.ignoreLock=true", "-jar", "target/benchmarks.jar"]
    gc = ["-prof", "gc"] if last_two else []
    report = ["-rf", "json", "-rff", str(out / "jmh.json")]
    run([*QUIETLY, "java", *jar, *gc, *report], tree, out / "jmh.txt" if last_two else None)
    if last_two:
        report = ["-rf", "csv", "-rff", str(out / "jmh.csv")]
        run([*QUIETLY, "java", *jar, *report], tree)
        german = ["-Duser.language=de", "-Duser.country=DE"]
        report = ["-rf", "csv", "-rff", str(out / "jmh-de.csv")]
        run([*QUIETLY, "java", *german, *jar, *report], tree)


MEASURE = {
    "python-pytest": measure_pytest,
    "rust-cargo": measure_cargo,
    "java-jmh": measure_jmh,
}


def scrub(folder, *trees):
    """Take the paths of this machine out of what the tools wrote, then look for any left."""
    home = str(Path.home())
    trees = (folder, *trees)
    for file in (f for f in folder.rglob("*") if f.is_file()):
        text = file.read_bytes().decode("utf-8")
        clean = text.replace(f"{home}/", "~/")
        for tree in trees:
            clean = clean.replace(str(tree.resolve()), ".")
        clean = re.sub(r"/usr/lib/jvm/[\w.-]+/bin/java\b", "java", clean)
        left = re.search(
            r"/(root|home|work|tmp)/|/usr/lib/jvm|\b" + socket.gethostname() + ":", clean
        )
        if left:
            sys.exit(f"{file}: names this machine: {left.group()}")
        if clean != text:
            file.write_bytes(clean.encode("utf-8"))


def apply(step, tree):
    """Replace text that must be there; without an `old` text, append (or create the file)."""
    for edit in step.get("edits", []):
        file = tree / edit["file"]
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        if "old" not in edit:
            text += edit["new"]
        elif edit["old"] in text:
            text = text.replace(edit["old"], edit["new"])
        else:
            sys.exit(f"{step['subject']}: not in {edit['file']}: {edit['old']}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def commit(step, tree, time):
    """Commit the tree; the new commit's id."""
    name, address = AUTHOR
    who = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in [("NAME", name), ("EMAIL", address), ("DATE", time.isoformat())]
    }
    run(["git", "add", "-A"], tree)
    run(["git", "commit", "-q", "-m", step["subject"]], tree, **who)
    return run(["git", "rev-parse", "HEAD"], tree)


def record(example, dry_run=False):
    steps = tomllib.loads((HERE / example / "steps.toml").read_text(encoding="utf-8"))
    history = HERE / example / "history"
    listed = history / "commits.json"
    # After a crash go on where it stopped; delete the history to start anew.
    before = json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else []
    commits = []
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / steps["name"]
        shutil.copytree(HERE / example, tree, ignore=NOT_SOURCES)
        run(["git", "init", "-q", "-b", "main"], tree)
        (tree / ".git/info/exclude").write_text("target/\n__pycache__/\n*.class\n")
        for n, step in enumerate(steps["steps"], 1):
            # One commit on one day, two on the next, in working hours.
            time = FIRST_COMMIT + timedelta(days=n * 2 // 3, minutes=n * 19)
            apply(step, tree)
            sha = commit(step, tree, time)
            out = history / f"{n:04}-{sha[:7]}"
            print(out.name, step["subject"], flush=True)
            if dry_run:
                continue
            if len(commits) < len(before) and before[len(commits)]["sha"] == sha:
                commits.append(before[len(commits)])
                continue
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir(parents=True)
            MEASURE[example](tree, out, last_two=n > len(steps["steps"]) - 2)
            scrub(out, tree)
            entry = {
                "sha": sha,
                "parent": commits[-1]["sha"] if commits else None,
                "time": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "subject": step["subject"],
                "author": AUTHOR[0],
                "files": sorted(
                    f.relative_to(history).as_posix() for f in out.rglob("*") if f.is_file()
                ),
            }
            commits.append(entry | {k: step[k] for k in ("improved", "planted") if k in step})
            text = json.dumps(commits, indent=2, ensure_ascii=False) + "\n"
            listed.write_text(text, encoding="utf-8")
        if dry_run:
            shutil.copytree(tree, dry_run, dirs_exist_ok=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in MEASURE:
        sys.exit(__doc__)
    # A second argument names a folder for the last commit's tree; then nothing is measured.
    record(*sys.argv[1:])
