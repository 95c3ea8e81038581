package dev.pawl.parser;

import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Samples;
import dev.pawl.parser.ResultText.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code cargo bench -- -Z unstable-options --format json} printed: one JSON object a line, among lines of cargo.
 *
 * <p>{@code median} and {@code deviation} are nanoseconds per iteration, the latter largest minus smallest sample;
 * {@code mib_per_second} is in MB (10^6 bytes) in spite of its name. Source: rust-lang/rust,
 * library/test/src/formatters/json.rs.
 */
final class LibtestJsonParser implements Parser {

    private static final Pattern EVENT = Pattern.compile("^\\{ ?\"type\": ?\"(?:suite|test|bench)\",.*+");
    private static final int LONGEST_TEXT = 4096;

    @Override
    public boolean recognises(FileHead head) {
        for (Line line : ResultText.of(head)) {
            if (EVENT.matcher(line.text()).matches()) return true;
        }
        return false;
    }

    @Override
    public ResultFile parse(ResultSource source) {
        return new Reading(source.name(), ResultText.of(source)).read();
    }

    /** The members of one line that matter; what the line lacks is {@code null}. */
    private static final class Event {
        private @Nullable String type;
        private @Nullable String event;
        private @Nullable String name;
        private @Nullable Double median;
        private @Nullable Double deviation;
        private @Nullable Double rate;
        private @Nullable Double measured;
    }

    private static final class Reading {
        private final String source;
        private final ResultText text;
        private final CargoTargets targets;
        private final List<String> warnings = new ArrayList<>();
        private final NameList empty = new NameList();
        private @Nullable Line suiteAt;
        private boolean isTargetNamed;
        private int measuredInSuite;

        Reading(String source, ResultText text) {
            this.source = source;
            this.text = text;
            this.targets = new CargoTargets(source);
        }

        ResultFile read() {
            for (Line line : text) {
                String target = CargoTargets.named(line.text());
                if (target != null) {
                    targets.begin(target);
                    isTargetNamed = true;
                } else if (CargoOutput.isFailure(line.text())) {
                    throw new ParseException(
                            text.where(line),
                            "cargo bench failed: " + Excerpt.quote(line.text().strip())
                                    + "; a failed run is not taken in part, so mend it and measure again");
                } else if (EVENT.matcher(line.text()).matches()) {
                    // A captured output longer than a line is cut, which no JSON survives; results are never that long.
                    if (line.text().length() < ResultText.LONGEST_LINE) take(line, event(line));
                }
            }
            requireSuiteEnded();
            if (targets.size() == 0)
                throw new ParseException(
                        source,
                        "there is no result in it: no line has \"type\": \"bench\"; is there a #[bench] function, and does"
                                + " the filter name it?");
            if (!empty.isEmpty()) warnings.add(LibtestReading.nothingMeasured(empty));
            return new ResultFile(ResultFormat.LIBTEST.id(), "", Environment.UNKNOWN, targets.results(), warnings);
        }

        private Event event(Line line) {
            byte[] bytes = line.text().getBytes(StandardCharsets.UTF_8);
            Event event = new Event();
            return JsonInput.read(ResultSource.ofBytes(text.where(line), bytes), json -> {
                json.object(key -> {
                    switch (key) {
                        case "type" -> event.type = json.string(LONGEST_TEXT);
                        case "event" -> event.event = json.string(LONGEST_TEXT);
                        case "name" -> event.name = json.string(LONGEST_TEXT);
                        case "median" -> event.median = json.number();
                        case "deviation" -> event.deviation = json.number();
                        case "mib_per_second" -> event.rate = json.number();
                        case "measured" -> event.measured = json.number();
                        default -> {}
                    }
                });
                return event;
            });
        }

        private void take(Line line, Event event) {
            boolean isSuite = "suite".equals(event.type);
            if ("failed".equals(event.event))
                throw new ParseException(
                        text.where(line),
                        (event.name == null ? "tests" : "benchmark " + Excerpt.quote(event.name))
                                + " failed; a failed run is not taken in part, so mend it and measure again");
            if (isSuite && "started".equals(event.event)) beginSuite(line);
            else if (isSuite) endSuite(line, event);
            else if ("bench".equals(event.type)) takeResult(line, event);
        }

        private void beginSuite(Line line) {
            requireSuiteEnded();
            if (!isTargetNamed) targets.beginUnknown();
            isTargetNamed = false;
            suiteAt = line;
            measuredInSuite = 0;
        }

        private void endSuite(Line line, Event event) {
            if (suiteAt != null && event.measured != null && event.measured != measuredInSuite)
                throw new ParseException(
                        text.where(line),
                        "libtest measured " + Math.round(event.measured) + " benchmarks, but the output holds "
                                + measuredInSuite + "; give the whole output, as it was printed");
            suiteAt = null;
        }

        private void takeResult(Line line, Event event) {
            if (event.name == null || event.median == null || event.deviation == null)
                throw new ParseException(
                        text.where(line),
                        "a result needs \"name\", \"median\" and \"deviation\"; one of them is missing");
            if (event.median == 0) empty.add(event.name);
            List<Measurement> measurements = new ArrayList<>();
            measurements.add(new Measurement(
                    CargoMetric.time("ns/iter"),
                    event.median,
                    null,
                    null,
                    null,
                    event.deviation,
                    0,
                    Samples.NONE,
                    new TreeMap<>()));
            if (event.rate != null) measurements.add(Measurement.of(CargoMetric.throughput("MB/s"), event.rate));
            targets.add(event.name, line.number(), measurements);
            measuredInSuite++;
        }

        private void requireSuiteEnded() {
            if (suiteAt != null)
                throw new ParseException(
                        text.where(suiteAt),
                        "this suite has no end: the run was broken off, or only a part of its output was captured; run it"
                                + " again and give the whole output");
        }
    }
}
