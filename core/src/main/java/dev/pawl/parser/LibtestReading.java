package dev.pawl.parser;

import dev.pawl.parser.ResultText.Line;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes libtest's lines out of what {@code cargo bench} printed, one after the other.
 *
 * <p>Criterion's {@code --output-format bencher} prints the same line with another meaning: the deviation is the standard
 * deviation there. libtest frames its lines by {@code running 3 tests} and {@code test result: …}, Criterion does not. Where
 * somebody kept the result lines alone, decimals and padded names give libtest away.
 */
final class LibtestReading {

    private static final Pattern RUNNING = Pattern.compile("^running \\d++ tests?$");
    private static final Pattern RESULT = Pattern.compile("^test result: (ok|FAILED)\\. (.*+)$");
    private static final Pattern MEASURED = Pattern.compile("(?:^|\\s)(\\d++) measured");
    private static final Pattern OVERTIME = Pattern.compile("has been running for (?:over|more than) \\d++ seconds$");

    /** Dots and letters of the terse form ({@code -q}) stand before the word without a space. */
    private static final Pattern TEST = Pattern.compile("^\\s*+[.iaF]*+test ");

    private static final Pattern TERSE_REST = Pattern.compile("[.ia]++(?: \\d++/\\d++)?");
    private static final Pattern TERSE_OUTCOME = Pattern.compile(" \\.\\.\\. [.ia]++test ");

    /** Criterion cuts a title at 100 bytes and puts dots there. */
    private static final Pattern CUT_TITLE = Pattern.compile("\\.\\.\\.(?: #\\d++)?$");

    private static final String SEPARATOR = " ...";

    private final ResultText text;
    private final CargoTargets targets;
    private final List<String> warnings;
    private final boolean isCriterionOutsideBlocks;
    private final NameList cut = new NameList();
    private final NameList rounded = new NameList();
    private final NameList empty = new NameList();

    /** The test whose name was printed and whose outcome was not yet. */
    private @Nullable String begun;

    private @Nullable Line begunAt;
    private boolean isBegunForSure;

    /** The line {@code running 3 tests} whose {@code test result:} has not come yet. */
    private @Nullable Line blockAt;

    private int measuredInBlock;

    /**
     * Whether the last result had output of the benchmark before it, and so might be output itself: libtest's own figures are
     * the last before the next test.
     */
    private boolean isLastDoubtful;

    private boolean isTargetNamed;
    private boolean wasRunning;
    private int ignored;

    LibtestReading(ResultText text, CargoTargets targets, List<String> warnings) {
        this.text = text;
        this.targets = targets;
        this.warnings = warnings;
        this.isCriterionOutsideBlocks = !isLibtestOutsideBlocks(text);
    }

    /** Whether the line is one that libtest prints, or Criterion in libtest's form. */
    static boolean isTypical(String line) {
        return LibtestLine.find(line) != null
                || RUNNING.matcher(line).matches()
                || (line.startsWith("test result: ") && RESULT.matcher(line).matches());
    }

    private static boolean isLibtestOutsideBlocks(ResultText text) {
        boolean inBlock = false;
        for (Line line : text) {
            if (RUNNING.matcher(line.text()).matches()) inBlock = true;
            Matcher result = RESULT.matcher(line.text());
            if (result.matches()) {
                if (!inBlock) return true;
                inBlock = false;
            }
            LibtestLine figures = inBlock ? null : LibtestLine.find(line.text());
            if (figures == null) continue;
            if (!figures.isWhole()) return true;
            if (line.text().substring(0, figures.start()).contains(" " + SEPARATOR)) return true;
        }
        return false;
    }

    /** Cargo named the target of the block that comes next. */
    void targetNamed() {
        isTargetNamed = true;
    }

    /** Whether the line was libtest's; then nobody else need look at it. */
    boolean take(Line line) {
        if (RUNNING.matcher(line.text()).matches()) {
            beginBlock(line);
            return true;
        }
        Matcher result = RESULT.matcher(line.text());
        if (result.matches()) {
            endBlock(line, result);
            return true;
        }
        LibtestLine figures = LibtestLine.find(line.text());
        if (figures != null) {
            takeFigures(line, figures);
            return true;
        }
        Matcher test = TEST.matcher(line.text());
        return test.find() && takeTest(line, line.text().substring(test.end()));
    }

    void finish() {
        requireComplete();
        if (!empty.isEmpty()) warnings.add(nothingMeasured(empty));
        if (!rounded.isEmpty())
            warnings.add(rounded + " took less than 1 ns, and Criterion prints whole numbers in this form; upload the"
                    + " directory target/criterion, which has exact ones");
        if (!cut.isEmpty())
            warnings.add("Criterion cut the names " + cut
                    + " and numbers those that differ only beyond that; upload the directory target/criterion, which has"
                    + " whole names");
    }

    static String nothingMeasured(NameList names) {
        return names + " took 0 ns/iter: nothing is measured, or the compiler removed what should be";
    }

    private void requireComplete() {
        requireNoneBegun();
        if (blockAt != null)
            throw new ParseException(
                    text.where(blockAt),
                    "the output of these tests has no end ('test result:'): the run was broken off, or only a part of it was"
                            + " captured; run it again and give the whole output");
    }

    /** Why there may be no result, for a file that has none. */
    String whyNothing() {
        if (ignored > 0)
            return "all " + ignored
                    + " tests were ignored; #[bench] functions run under cargo bench on a nightly toolchain";
        if (wasRunning) return "no test was measured; is there a #[bench] function, and does the filter name it?";
        return "expected lines such as 'test name ... bench: 1,234.56 ns/iter (+/- 7.89)'";
    }

    private void beginBlock(Line line) {
        requireComplete();
        if (!isTargetNamed) targets.beginUnknown();
        isTargetNamed = false;
        wasRunning = true;
        blockAt = line;
        measuredInBlock = 0;
    }

    private void endBlock(Line line, Matcher result) {
        requireNoneBegun();
        if (result.group(1).equals("FAILED"))
            throw new ParseException(
                    text.where(line), "tests failed; a failed run is not taken in part, so mend it and measure again");
        Matcher measured = MEASURED.matcher(result.group(2));
        if (blockAt != null && measured.find() && !measured.group(1).equals(String.valueOf(measuredInBlock)))
            throw new ParseException(
                    text.where(line),
                    "libtest measured " + measured.group(1) + " benchmarks, but the output holds " + measuredInBlock
                            + "; give the whole output, as it was printed");
        blockAt = null;
    }

    private void takeFigures(Line line, LibtestLine figures) {
        String before = line.text().substring(0, figures.start());
        Matcher test = TEST.matcher(before);
        String name = test.find() ? nameOf(before.substring(test.end())) : null;
        if (name != null) requireNoneBegun();
        else name = begun;
        if (name == null && isLastDoubtful) {
            targets.replaceLast(line.number(), figures.measurements(false));
            endTest();
            return;
        }
        if (name == null)
            throw new ParseException(
                    text.where(line),
                    "this result has no name before it ('test name ...'); give the output as it was printed");
        endTest();
        boolean isCriterion = blockAt == null && isCriterionOutsideBlocks;
        if (isCriterion && CUT_TITLE.matcher(name).find()) cut.add(name);
        if (figures.value() == 0) (isCriterion ? rounded : empty).add(name);
        targets.add(name, line.number(), figures.measurements(isCriterion));
        measuredInBlock++;
        isLastDoubtful = blockAt != null && hasOutput(before);
    }

    /**
     * @param test the line from the name on
     */
    private boolean takeTest(Line line, String test) {
        if (OVERTIME.matcher(test).find() && !test.contains(SEPARATOR + " ")) return true;
        int separator = test.indexOf(SEPARATOR);
        if (separator < 0) return false;
        String rest = test.substring(separator + SEPARATOR.length()).strip();
        String name = nameOf(test);
        if (name == null) return false;
        if (rest.startsWith("bench:") || rest.contains("ns/iter"))
            throw new ParseException(
                    text.where(line),
                    "the result of " + Excerpt.quote(name) + " cannot be read: " + Excerpt.quote(rest)
                            + "; expected 'bench: 1,234.56 ns/iter (+/- 7.89)'");
        boolean ended = TERSE_REST.matcher(rest).matches()
                || rest.equals("ok")
                || rest.startsWith("ok <")
                || rest.startsWith("ignored");
        boolean failed = rest.startsWith("FAILED") || rest.startsWith("failed");
        if (ended || failed) requireNoneBegun();
        if (failed)
            throw new ParseException(
                    text.where(line),
                    "benchmark " + Excerpt.quote(name)
                            + " failed; a failed run is not taken in part, so mend it and measure again");
        if (rest.startsWith("ignored")) ignored++;
        if (ended) return true;
        // Outside of a block only the bare name is sure to be libtest's: people print "test x ... whatever", too.
        boolean isSure = blockAt != null || rest.isEmpty();
        if (isSure) requireNoneBegun();
        else if (isBegunForSure) return false;
        begun = name;
        begunAt = line;
        isBegunForSure = isSure;
        return true;
    }

    /** The name in {@code name      ... output of the benchmark}; without a name {@code null}. */
    private @Nullable String nameOf(String test) {
        String line = test.stripTrailing();
        Matcher terse = TERSE_OUTCOME.matcher(line);
        int start = 0;
        // -q: the letter of an ignored test runs into the next line.
        while (terse.find()) start = terse.end();
        line = line.substring(start);
        // A title of Criterion's can have dots in it or, cut, at its end: there the last dots count. Names in Rust have
        // none, but what a benchmark prints after its name can.
        boolean isTitle = blockAt == null && line.endsWith(SEPARATOR);
        int separator = isTitle ? line.length() - SEPARATOR.length() : line.indexOf(SEPARATOR);
        if (separator < 0) return null;
        String name = line.substring(0, separator).strip();
        if (name.endsWith(" - should panic")) name = name.substring(0, name.length() - " - should panic".length());
        return name.isEmpty() ? null : name;
    }

    /** Whether anything but the name stands before the figures. */
    private static boolean hasOutput(String before) {
        int separator = before.indexOf(SEPARATOR);
        return !before.substring(separator < 0 ? 0 : separator + SEPARATOR.length())
                .isBlank();
    }

    private void endTest() {
        isLastDoubtful = false;
        begun = null;
        begunAt = null;
        isBegunForSure = false;
    }

    private void requireNoneBegun() {
        if (begun != null && begunAt != null && isBegunForSure)
            throw new ParseException(
                    text.where(begunAt),
                    "benchmark " + Excerpt.quote(begun) + " has no result: the run was broken off there, or its"
                            + " output was captured in part; run it again and give the whole output");
        endTest();
    }
}
