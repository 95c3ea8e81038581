package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultText.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes divan's trees out of what {@code cargo bench} printed, line after line. */
final class DivanReading {

    private final String source;
    private final ResultText text;
    private final Map<Benchmark, List<Measurement>> results = new LinkedHashMap<>();
    private final NameList empty = new NameList();
    private int ignored;

    /** The tree that is read, {@code null} before the first. */
    private @Nullable String tree;

    /** Names of the groups that the current line is in. */
    private final List<String> path = new ArrayList<>();

    /** Of the current line and its groups, whether each is the last of its own group. */
    private final List<Boolean> closed = new ArrayList<>();

    /** The last line that names anything, a tree, too: what has to be complete when the tree ends. */
    private @Nullable Line lastNode;

    private boolean isLastNodeDone;

    /** The benchmark whose name was printed and whose figures were not yet. */
    private @Nullable String begun;

    private @Nullable DivanFigures figures;

    DivanReading(String source, ResultText text) {
        this.source = source;
        this.text = text;
    }

    void take(Line line) {
        String content = line.text();
        if (CargoOutput.isFailure(content))
            throw new ParseException(
                    text.where(line),
                    "cargo bench failed: " + Excerpt.quote(content.strip())
                            + "; a failed run is not taken in part, so mend it and measure again");
        if (LibtestLine.find(content) != null || CriterionReading.isTypical(content))
            throw new ParseException(
                    text.where(line),
                    "is a result of libtest or Criterion among those of divan; give the output of each bench target"
                            + " as a file of its own");
        String name = DivanRow.treeName(content);
        if (name != null) {
            finishTree();
            tree = name;
            lastNode = line;
            isLastNodeDone = false;
            return;
        }
        DivanRow row = tree == null ? null : DivanRow.find(content);
        if (row == null) return;
        if (row.name() != null) {
            takeNode(line, row, row.name());
        } else if (begun != null && row.isMeasured()) {
            // What the benchmark printed may end right before its first figure.
            row.cells()[0] = "";
            takeFigures(line, begun, row);
        } else if (figures != null) {
            figures.takeMore(text.where(line), row.cells());
        }
    }

    ResultFile finish() {
        finishTree();
        if (results.isEmpty())
            throw new ParseException(
                    source,
                    ignored > 0
                            ? "all " + ignored + " benchmarks were ignored"
                            : "there is no table of divan in it; give what cargo bench printed");
        List<BenchmarkResult> all = new ArrayList<>(results.size());
        for (Map.Entry<Benchmark, List<Measurement>> result : results.entrySet())
            all.add(new BenchmarkResult(result.getKey(), result.getValue()));
        List<String> warnings = empty.isEmpty()
                ? List.of()
                : List.of(empty + " took no time: nothing is measured, or the compiler removed what should be");
        return new ResultFile("divan", "", Environment.UNKNOWN, all, warnings);
    }

    private void takeNode(Line line, DivanRow row, String name) {
        if (begun != null || row.depth() > path.size()) throw broken();
        while (path.size() > row.depth()) path.remove(path.size() - 1);
        while (closed.size() > row.depth()) closed.remove(closed.size() - 1);
        closed.add(row.isLast());
        lastNode = line;
        isLastNodeDone = false;
        figures = null;
        if (row.isIgnored()) {
            ignored++;
            isLastNodeDone = true;
        } else if (row.isMeasured()) {
            takeFigures(line, name, row);
        } else if (row.cells().length > 0) {
            path.add(name);
        } else {
            begun = name;
        }
    }

    private void takeFigures(Line line, String name, DivanRow row) {
        begun = null;
        isLastNodeDone = true;
        String where = text.where(line);
        String full = path.isEmpty() ? name : String.join("::", path) + "::" + name;
        try {
            Benchmark benchmark = new Benchmark(String.valueOf(tree), full, Map.of(), "", 0);
            DivanFigures read = new DivanFigures(where, row.cells());
            if (results.put(benchmark, read.measurements()) != null)
                throw new ParseException(
                        where, Excerpt.quote(full) + " occurs twice; give the outputs of separate runs one by one");
            if (read.isEmpty()) empty.add(full);
            figures = read;
        } catch (IllegalArgumentException e) {
            throw new ParseException(where, String.valueOf(e.getMessage()), e);
        }
    }

    private void finishTree() {
        if (lastNode == null) return;
        if (!isLastNodeDone || closed.contains(false)) throw broken();
        path.clear();
        closed.clear();
        lastNode = null;
        figures = null;
    }

    private ParseException broken() {
        return new ParseException(
                lastNode == null ? source : text.where(lastNode),
                "the table ends in the middle: the run was broken off there, or a part of its output is missing; run it"
                        + " again and give the whole output");
    }
}
