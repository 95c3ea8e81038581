package dev.pawl.parser;

/**
 * A file that cannot be read as results. The message says what is wrong, where, and what to do; it is shown to people as it is.
 */
public final class ParseException extends RuntimeException {

    private final String where;
    private final String what;

    /**
     * @param where file with line, or file with JSON pointer: {@code jmh.json:/3/primaryMetric/score}, {@code bench.txt:12}
     * @param what what is wrong and what to do about it
     */
    public ParseException(String where, String what) {
        super(where + ": " + what);
        this.where = where;
        this.what = what;
    }

    public ParseException(String where, String what, Throwable cause) {
        super(where + ": " + what, cause);
        this.where = where;
        this.what = what;
    }

    /** The place in the input. */
    public String where() {
        return where;
    }

    /** The message without the place. */
    public String what() {
        return what;
    }
}
