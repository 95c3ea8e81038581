package dev.pawl.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Direction;
import dev.pawl.model.Evidence;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Policy;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a comparison that {@link ComparisonJson} wrote. Unknown members are skipped. */
public final class ComparisonReader {

    private final JsonInput json;
    private int engineVersion;
    private int settingsVersion;
    private Threshold threshold = Threshold.DEFAULT;
    private Baseline.@Nullable Choice baseline;
    private Contender.@Nullable Identity contender;
    private final List<JudgedMeasurement> results = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private ComparisonReader(JsonInput json) {
        this.json = json;
    }

    /**
     * @throws MalformedJsonException if it is not a comparison
     */
    public static Comparison read(byte[] bytes) {
        try (JsonInput json = new JsonInput(new ByteArrayInputStream(bytes))) {
            return new ComparisonReader(json).comparison();
        } catch (JsonProcessingException e) {
            throw JsonInput.malformed(e);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }

    /**
     * @throws MalformedJsonException if it is not a comparison
     * @throws IOException if the stream fails
     */
    public static Comparison read(InputStream in) throws IOException {
        return read(in.readAllBytes());
    }

    private Comparison comparison() throws IOException {
        json.start();
        json.object(name -> {
            switch (name) {
                case "engineVersion" -> engineVersion = json.integer();
                case "settingsVersion" -> settingsVersion = json.integer();
                case "threshold" -> threshold = threshold();
                case "baseline" -> baseline = baseline();
                case "contender" -> contender = contender();
                case "results" -> json.array(() -> results.add(new Result().read()));
                case "findings" -> json.array(() -> findings.add(finding()));
                default -> json.skip();
            }
        });
        if (baseline == null) throw new MalformedJsonException("", "a comparison needs a baseline");
        if (contender == null) throw new MalformedJsonException("", "a comparison needs a contender");
        return new Comparison(engineVersion, settingsVersion, threshold, baseline, contender, results, findings);
    }

    private Threshold threshold() throws IOException {
        double[] limits = {Threshold.DEFAULT.warning(), Threshold.DEFAULT.critical()};
        Policy[] policy = {Threshold.DEFAULT.policy()};
        @Nullable AbsoluteLimit[] limit = {null};
        json.object(name -> {
            switch (name) {
                case "warning" -> limits[0] = json.number();
                case "critical" -> limits[1] = json.number();
                case "policy" -> policy[0] = json.word(Policy.class);
                case "limit" -> limit[0] = json.limit();
                default -> json.skip();
            }
        });
        return new Threshold(limits[0], limits[1], policy[0], limit[0]);
    }

    private Baseline.Choice baseline() throws IOException {
        return new Object() {
            Baseline.Source source = Baseline.Source.NONE;
            String description = "";

            @Nullable
            String branch;

            @Nullable
            String sha;

            List<String> runs = List.of();

            @Nullable
            Integer commitsApart;

            Baseline.Choice read() throws IOException {
                json.object(name -> {
                    switch (name) {
                        case "source" -> source = json.word(Baseline.Source.class);
                        case "description" -> description = json.string();
                        case "branch" -> branch = json.optionalString();
                        case "sha" -> sha = json.optionalString();
                        case "runs" -> runs = json.strings();
                        case "commitsApart" -> commitsApart = json.optionalInteger();
                        default -> json.skip();
                    }
                });
                return new Baseline.Choice(source, description, branch, sha, runs, commitsApart);
            }
        }.read();
    }

    private Contender.Identity contender() throws IOException {
        return new Object() {
            String description = "";

            @Nullable
            String branch;

            @Nullable
            String sha;

            @Nullable
            Integer pullRequest;

            @Nullable
            String testbed;

            List<String> runs = List.of();
            boolean complete = true;

            Contender.Identity read() throws IOException {
                json.object(name -> {
                    switch (name) {
                        case "description" -> description = json.string();
                        case "branch" -> branch = json.optionalString();
                        case "sha" -> sha = json.optionalString();
                        case "pullRequest" -> pullRequest = json.optionalInteger();
                        case "testbed" -> testbed = json.optionalString();
                        case "runs" -> runs = json.strings();
                        case "complete" -> complete = json.bool();
                        default -> json.skip();
                    }
                });
                return new Contender.Identity(description, branch, sha, pullRequest, testbed, runs, complete);
            }
        }.read();
    }

    private Finding finding() throws IOException {
        Finding.Kind[] kind = {null};
        String[] text = {""};
        json.object(name -> {
            switch (name) {
                case "kind" -> kind[0] = json.word(Finding.Kind.class);
                case "text" -> text[0] = json.string();
                default -> json.skip();
            }
        });
        if (kind[0] == null) throw json.malformed("a finding needs a kind");
        return new Finding(kind[0], text[0]);
    }

    /** Collects the members of one result; they come in any order. */
    private final class Result {
        private String suite = "";
        private String benchmark = "";
        private final TreeMap<String, String> params = new TreeMap<>();
        private String mode = "";
        private int threads;
        private String testbed = "";
        private String metric = "";
        private String unit = "1";
        private Direction direction = Direction.UNKNOWN;
        private Role role = Role.HEADLINE;
        private @Nullable Verdict verdict;
        private @Nullable Severity severity;
        private @Nullable Reason reason;
        private Threshold limits = threshold;
        private @Nullable Double change;
        private Evidence.@Nullable Interval interval;
        private @Nullable Double pValue;
        private @Nullable Double noise;
        private @Nullable Double minimumDetectableChange;
        private @Nullable Double baselineValue;
        private @Nullable Double contenderValue;
        private int baselineRuns;
        private int contenderRuns;
        private @Nullable Integer rerunsToSettle;

        JudgedMeasurement read() throws IOException {
            json.object(this::member);
            if (verdict == null) throw json.malformed("a result needs a verdict");
            if (reason == null) throw json.malformed("a result needs a reason");
            Metric judged = new Metric(metric, Unit.of(unit), direction, role);
            return new JudgedMeasurement(
                    new SeriesKey(new Benchmark(suite, benchmark, params, mode, threads), judged.identity(), testbed),
                    judged,
                    verdict,
                    severity,
                    reason,
                    limits,
                    new Evidence(
                            change,
                            interval,
                            pValue,
                            noise,
                            minimumDetectableChange,
                            baselineValue,
                            contenderValue,
                            baselineRuns,
                            contenderRuns,
                            rerunsToSettle));
        }

        private void member(String name) throws IOException {
            switch (name) {
                case "suite" -> suite = json.string();
                case "benchmark" -> benchmark = json.string();
                case "params" -> json.object(parameter -> params.put(parameter, json.string()));
                case "mode" -> mode = json.string();
                case "threads" -> threads = json.integer();
                case "testbed" -> testbed = json.string();
                case "metric" -> metric = json.string();
                case "displayUnit" -> unit = json.string();
                case "direction" -> direction = json.word(Direction.class);
                case "role" -> role = json.word(Role.class);
                case "verdict" -> verdict = json.word(Verdict.class);
                case "severity" -> severity = json.optionalWord(Severity.class);
                case "reason" -> reason = json.word(Reason.class);
                case "threshold" -> limits = threshold();
                case "change" -> change = json.optionalNumber();
                case "interval" -> interval = json.isNull() ? null : interval();
                case "pValue" -> pValue = json.optionalNumber();
                case "noise" -> noise = json.optionalNumber();
                case "minimumDetectableChange" -> minimumDetectableChange = json.optionalNumber();
                case "baseline" -> baselineValue = json.optionalNumber();
                case "contender" -> contenderValue = json.optionalNumber();
                case "baselineRuns" -> baselineRuns = json.integer();
                case "contenderRuns" -> contenderRuns = json.integer();
                case "rerunsToSettle" -> rerunsToSettle = json.optionalInteger();
                default -> json.skip();
            }
        }

        private Evidence.Interval interval() throws IOException {
            List<Double> bounds = new ArrayList<>(2);
            json.array(() -> bounds.add(json.number()));
            if (bounds.size() != 2) throw json.malformed("an interval has two bounds");
            return new Evidence.Interval(bounds.get(0), bounds.get(1));
        }
    }
}
