package dev.pawl.parser;

/**
 * A file that cannot be read as results. The message says what is wrong, where, and what to do; it is shown to people as it is.
 */
public final class ParseException extends RuntimeException {

    private final String where;

    /**
     * @param where file with line, or file with JSON pointer: {@code jmh.json:/3/primaryMetric/score}, {@code bench.txt:12}
     * @param what what is wrong and what to do about it
     */
    public ParseException(String where, String what) {
        super(where + ": " + what);
        this.where = where;
    }

    public ParseException(String where, String what, Throwable cause) {
        super(where + ": " + what, cause);
        this.where = where;
    }

    /** The place in the input. */
    public String where() {
        return where;
    }
}
