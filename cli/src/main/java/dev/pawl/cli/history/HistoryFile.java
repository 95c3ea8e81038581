package dev.pawl.cli.history;

import dev.pawl.parser.ActionHistoryParser;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.ResultSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens a file with a history, of whichever form it is. */
public final class HistoryFile {

    private static final int HEAD = 1 << 13;

    /** Forms of histories. */
    public enum Format {
        /** github-action-benchmark's data.js. */
        ACTION,
        /** A table of measurements. */
        CSV,
        /** Runs, a line each. */
        JSONL
    }

    private static final Pattern RUN_LINE = Pattern.compile("\\A\\s*+\\{\\s*+\"run\"\\s*+:");

    private HistoryFile() {}

    /**
     * @param format {@code null} to find it by content
     * @throws ParseException if it is none, or (but for lines of runs, which are read later) broken
     */
    public static History open(ResultSource source, @Nullable Format format, HistoryOptions options) {
        return switch (format == null ? format(source) : format) {
            case ACTION -> ActionHistory.of(source, options);
            case CSV -> CsvHistory.of(source, options);
            case JSONL -> new RunLines(source, options);
        };
    }

    private static Format format(ResultSource source) {
        String head;
        try (InputStream in = source.open()) {
            head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ParseException(source.name(), "does not exist; check the path", e);
        } catch (IOException e) {
            throw new ParseException(source.name(), "cannot be read: " + e.getMessage(), e);
        }
        if (head.isBlank()) throw new ParseException(source.name(), "is empty");
        if (RUN_LINE.matcher(head).find()) return Format.JSONL;
        if (ActionHistoryParser.recognises(head)) return Format.ACTION;
        String first = head.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
        if (first.contains("commit") && first.contains("benchmark")) return Format.CSV;
        throw new ParseException(
                source.name(),
                "is no history that Pawl knows: neither github-action-benchmark's data.js, nor CSV whose first line names its"
                        + " columns (commit,time,benchmark,metric,unit,value), nor what pawl export wrote. Single result files"
                        + " go to pawl upload; what it is can be said with --format");
    }
}
