package dev.pawl.wire;

import java.util.List;

/**
 * The columns in which measurements go out as CSV and come in, one a line, and how a text stands in a cell.
 *
 * <p>Spreadsheets run what begins with {@code =}, {@code +}, {@code -} or {@code @} as a formula, and names of benchmarks and
 * branches are written by whoever opens a pull request. Such a text gets an apostrophe before it, which spreadsheets take as
 * "this is text"; reading takes it away again, so that nothing is lost.
 */
public final class MeasurementCsv {

    public static final String COMMIT = "commit";
    public static final String TIME = "time";
    public static final String BENCHMARK = "benchmark";
    public static final String METRIC = "metric";
    public static final String UNIT = "unit";
    public static final String VALUE = "value";
    public static final String TESTBED = "testbed";
    public static final String BRANCH = "branch";
    public static final String SUITE = "suite";
    public static final String PARAMS = "params";
    public static final String MODE = "mode";
    public static final String THREADS = "threads";
    public static final String DIRECTION = "direction";
    public static final String ROLE = "role";
    public static final String LOWER = "lower";
    public static final String UPPER = "upper";
    public static final String RUN = "run";

    /** What every line needs. */
    public static final List<String> NEEDED = List.of(COMMIT, TIME, BENCHMARK, METRIC, UNIT, VALUE);

    /** All of them, in the order in which they are written. */
    public static final List<String> COLUMNS = List.of(
            COMMIT, TIME, BENCHMARK, METRIC, UNIT, VALUE, TESTBED, BRANCH, SUITE, PARAMS, MODE, THREADS, DIRECTION,
            ROLE, LOWER, UPPER, RUN);

    /** The full-width forms are folded to the plain ones by some spreadsheets. */
    private static final String BEGINS_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final char TEXT_MARK = '\'';

    private MeasurementCsv() {}

    /** A text as it stands in a cell. Numbers of Pawl's own need no mark. */
    public static String cell(String text) {
        return isMarked(text) ? TEXT_MARK + text : text;
    }

    /** The text that stands in a cell. */
    public static String text(String cell) {
        boolean hasMark = cell.length() > 1 && cell.charAt(0) == TEXT_MARK && isMarked(cell.substring(1));
        return hasMark ? cell.substring(1) : cell;
    }

    private static boolean isMarked(String text) {
        return !text.isEmpty() && (BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0 || text.charAt(0) == TEXT_MARK);
    }
}
