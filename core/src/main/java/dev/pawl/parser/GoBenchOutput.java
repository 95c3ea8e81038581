package dev.pawl.parser;

import dev.pawl.parser.ResultText.Line;
import org.jspecify.annotations.Nullable;

/**
 * Takes the results out of what test binaries of Go printed, line after line: several of them one after the other, or, where
 * {@code go test -json} tells them apart, a single one.
 */
final class GoBenchOutput {

    /** Facts that go test prints before the results, by their key. */
    private static final String[][] FACTS = {{"goos: ", "os"}, {"goarch: ", "arch"}, {"cpu: ", "cpu"}};

    private static final String PACKAGE = "pkg: ";
    private static final String UNIT = "Unit ";
    private static final String FAILED = "--- FAIL: ";

    private final String source;
    private final GoBenchResults results;
    private String suite;

    /** The benchmark whose name was printed and whose figures were not yet. */
    private @Nullable String begun;

    /** The last line, if it is a name and nothing else. */
    private @Nullable Line endsAt;

    /** The header of the package whose end has not come. */
    private @Nullable String unfinished;

    private int process;

    /**
     * @param source name of the file
     * @param suite the package, as long as no line names it
     */
    GoBenchOutput(String source, String suite, GoBenchResults results) {
        this.source = source;
        this.suite = suite;
        this.results = results;
    }

    /** Whether the line is one that go test prints around results, or a result. */
    static boolean isTypical(String line) {
        try {
            GoBenchLine figures = GoBenchLine.find(line);
            return figures != null && figures.name() != null || line.startsWith("goos: ") || line.startsWith("FAIL\t");
        } catch (IllegalArgumentException broken) {
            return true;
        }
    }

    void take(Line line) {
        String text = line.text();
        if (text.isBlank()) return;
        endsAt = null;
        if (takeHeader(line) || takeEnd(line)) return;
        GoBenchLine figures;
        try {
            figures = GoBenchLine.find(text);
        } catch (IllegalArgumentException e) {
            throw new ParseException(where(line), String.valueOf(e.getMessage()), e);
        }
        if (figures == null) {
            String name = GoBenchLine.nameIn(text);
            if (name == null) return;
            begun = name;
            if (name.equals(text)) endsAt = line;
            return;
        }
        String name = figures.name() == null ? begun : figures.name();
        begun = null;
        if (name != null) results.add(where(line), suite, name, process, figures);
    }

    /** Nothing more comes. */
    void finish() {
        if (endsAt != null)
            throw new ParseException(
                    where(endsAt),
                    "benchmark " + Excerpt.quote(endsAt.text()) + " has no result: the run was broken off there; run it"
                            + " again and give the whole output");
        if (unfinished != null) results.addUnfinished(unfinished);
    }

    private boolean takeHeader(Line line) {
        String text = line.text();
        if (text.startsWith(PACKAGE)) {
            if (unfinished != null) results.addUnfinished(unfinished);
            suite = text.substring(PACKAGE.length()).strip();
            unfinished = suite;
            process++;
            return true;
        }
        for (String[] keyAndFact : FACTS) {
            if (!text.startsWith(keyAndFact[0])) continue;
            results.addFact(
                    where(line),
                    keyAndFact[1],
                    text.substring(keyAndFact[0].length()).strip());
            return true;
        }
        if (!text.startsWith(UNIT)) return false;
        results.addUnit(text.substring(UNIT.length()));
        return true;
    }

    private boolean takeEnd(Line line) {
        String text = line.text();
        if (isFailure(text)) {
            String what = text.strip();
            String failed = what.startsWith(FAILED)
                    ? Excerpt.quote(what.substring(FAILED.length())) + " failed"
                    : "go test failed: " + Excerpt.quote(what);
            throw new ParseException(
                    where(line),
                    failed + "; a failed run is not taken in part, so mend it, or leave tests out with -run='^$', and"
                            + " measure again");
        }
        boolean isEnd = text.equals("PASS") || isWord("ok", text) || isWord("?", text);
        if (isEnd) {
            begun = null;
            unfinished = null;
        }
        return isEnd;
    }

    private static boolean isFailure(String text) {
        return text.equals("FAIL")
                || isWord("FAIL", text)
                || text.stripLeading().startsWith(FAILED);
    }

    /** {@code ok  	example.com/shop	0.089s}. */
    private static boolean isWord(String word, String text) {
        return text.startsWith(word + "\t") || text.startsWith(word + "  ");
    }

    private String where(Line line) {
        return source + ":" + line.number();
    }
}
