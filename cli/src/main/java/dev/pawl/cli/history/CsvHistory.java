package dev.pawl.cli.history;

import static dev.pawl.wire.MeasurementCsv.BRANCH;
import static dev.pawl.wire.MeasurementCsv.COLUMNS;
import static dev.pawl.wire.MeasurementCsv.NEEDED;
import static dev.pawl.wire.MeasurementCsv.RUN;
import static dev.pawl.wire.MeasurementCsv.TESTBED;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Commit;
import dev.pawl.model.Dimension;
import dev.pawl.model.Measurement;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.ResultSource;
import dev.pawl.report.VisibleText;
import dev.pawl.wire.MeasurementCsv;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table of measurements as runs: one line for each, with the columns of {@link MeasurementCsv} in any order. Lines of the same
 * commit, time, branch, testbed and {@code run} are one run, wherever they stand.
 */
final class CsvHistory {

    /** Names of benchmarks have at most 1,024 bytes. */
    private static final int LONGEST_FIELD = 1 << 16;

    private static final int LONGEST_LINE = 1 << 18;

    /** What makes lines one run. */
    private record Place(String sha, Instant time, String branch, String testbed, String run) {}

    /** A run while its lines are gathered. */
    private static final class Gathered {
        private final Map<Benchmark, Map<String, Measurement>> measured = new LinkedHashMap<>();
        private final Map<String, Long> lines = new HashMap<>();
    }

    private final ResultSource source;
    private final String suite;
    private final Map<Place, Gathered> runs = new LinkedHashMap<>();
    private final TreeSet<String> unknownUnits = new TreeSet<>();
    private final Map<String, Integer> columns = new HashMap<>();

    private CsvHistory(ResultSource source, String suite) {
        this.source = source;
        this.suite = suite;
    }

    static History of(ResultSource source, HistoryOptions options) {
        CsvHistory history = new CsvHistory(source, options.suite() == null ? "" : options.suite());
        history.read();
        return history.ready(options);
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(text())) {
            CsvReader<CsvRecord> records = CsvReader.builder()
                    .fieldSeparator(separator(reader))
                    .allowExtraFields(false)
                    .allowMissingFields(false)
                    .allowExtraCharsAfterClosingQuote(false)
                    .maxBufferSize(LONGEST_LINE)
                    .build(
                            CsvRecordHandler.builder()
                                    .maxFieldSize(LONGEST_FIELD)
                                    .maxRecordSize(LONGEST_LINE)
                                    .build(),
                            reader);
            boolean isHeader = true;
            for (CsvRecord line : records) {
                if (isHeader) readHeader(line);
                else readLine(line);
                isHeader = false;
            }
            if (isHeader) throw new ParseException(source.name(), "is empty");
            if (runs.isEmpty()) throw new ParseException(source.name(), "holds a header and no measurements");
        } catch (CsvParseException e) {
            throw new ParseException(source.name(), reason(e), e);
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Reader text() throws IOException {
        return new InputStreamReader(source.open(), StandardCharsets.UTF_8.newDecoder());
    }

    private ParseException unreadable(IOException e) {
        return e instanceof CharacterCodingException
                ? new ParseException(source.name(), "is not UTF-8; save it as CSV with that encoding", e)
                : new ParseException(source.name(), "cannot be read: " + e.getMessage(), e);
    }

    /** FastCSV's words; what it wraps says more where it is about a limit. */
    private static String reason(CsvParseException e) {
        String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
        return "is no CSV that can be read: " + VisibleText.of(e.getMessage() + cause)
                + "; quote texts that hold quotes or line ends";
    }

    /** Europe's spreadsheets separate by semicolons, because their numbers hold commas. */
    private static char separator(BufferedReader reader) throws IOException {
        reader.mark(1 << 13);
        char[] head = new char[1 << 12];
        int length = Math.max(0, reader.read(head));
        reader.reset();
        if (length > 0 && head[0] == '\uFEFF') reader.skip(1);
        String line = new String(head, 0, length).lines().findFirst().orElse("");
        if (line.indexOf(',') >= 0) return ',';
        return line.indexOf(';') >= 0 ? ';' : line.indexOf('\t') >= 0 ? '\t' : ',';
    }

    private void readHeader(CsvRecord header) {
        for (int i = 0; i < header.getFieldCount(); i++) {
            String name = header.getField(i).strip().toLowerCase(Locale.ROOT);
            if (columns.put(name, i) != null)
                throw new ParseException(where(header), "has the column " + VisibleText.of(name) + " twice");
        }
        for (String needed : NEEDED)
            if (!columns.containsKey(needed))
                throw new ParseException(
                        where(header),
                        "the header has no column " + needed + "; needed are " + String.join(",", NEEDED)
                                + ", and it may have "
                                + String.join(",", COLUMNS.subList(NEEDED.size(), COLUMNS.size())));
        for (String name : columns.keySet())
            if (!COLUMNS.contains(name))
                throw new ParseException(
                        where(header),
                        "the header has a column " + VisibleText.of(name)
                                + " that is not known; leave it out, known are " + String.join(",", COLUMNS));
    }

    private void readLine(CsvRecord line) {
        CsvLine cells = new CsvLine(line, columns, where(line));
        Place place = new Place(cells.sha(), cells.time(), cells.text(BRANCH), cells.text(TESTBED), cells.text(RUN));
        Measurement measurement = cells.measurement();
        if (measurement.metric().unit().dimension() == Dimension.OTHER)
            unknownUnits.add(measurement.metric().unit().symbol());
        Benchmark benchmark = cells.benchmark(suite);
        Gathered run = runs.computeIfAbsent(place, unseen -> new Gathered());
        String identity = measurement.metric().identity();
        String name = benchmark + identity;
        Long before = run.lines.putIfAbsent(name, line.getStartingLineNumber());
        if (before != null)
            throw new ParseException(
                    where(line),
                    "measures what line " + before
                            + " measures: the same benchmark and metric at the same commit and time;"
                            + " results of another run need another time, or a column run that tells them apart");
        run.measured.computeIfAbsent(benchmark, unseen -> new LinkedHashMap<>()).put(identity, measurement);
    }

    private String where(CsvRecord line) {
        return source.name() + ":" + line.getStartingLineNumber();
    }

    private History ready(HistoryOptions options) {
        List<Place> places = new ArrayList<>(runs.keySet());
        // Stable, so that what is of the same time keeps the order of the file.
        places.sort(Comparator.comparing(Place::time));
        RunList list = new RunList();
        for (Place place : places) {
            List<BenchmarkResult> results = new ArrayList<>();
            runs.get(place)
                    .measured
                    .forEach((benchmark, measurements) ->
                            results.add(new BenchmarkResult(benchmark, List.copyOf(measurements.values()))));
            list.add(new RunList.Told(
                    new Commit(place.sha(), null, place.time(), null, null),
                    orNull(place.branch()),
                    null,
                    orNull(place.testbed()),
                    orNull(place.run()),
                    place.time(),
                    PastRun.results("csv", "", results)));
        }
        List<String> warnings = new ArrayList<>();
        if (!unknownUnits.isEmpty())
            warnings.add("units that are not known are kept as they are: "
                    + VisibleText.of(String.join(", ", unknownUnits)));
        return new History.Listed(list.ready(options, null), warnings);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
