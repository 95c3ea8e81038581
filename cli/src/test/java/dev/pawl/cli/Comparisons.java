package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import dev.pawl.report.EvidenceSentence;
import dev.pawl.wire.ComparisonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Comparisons of one benchmark, as a server answers them. */
final class Comparisons {

    static final String RUN_URL = "http://pawl.example.com/p/engine/runs/41";

    private Comparisons() {}

    /** A change of the time by a fraction, judged so. */
    static Comparison of(Verdict verdict, Severity severity, double change) {
        Metric metric = Metric.headline("time", Unit.of("s"));
        Evidence evidence = new Evidence(
                change,
                new Evidence.Interval(change - 0.01, change + 0.01),
                0.001,
                0.01,
                0.02,
                1.0,
                1.0 + change,
                10,
                1,
                null);
        Reason reason = switch (verdict) {
            case REGRESSED, IMPROVED -> Reason.SIGNIFICANT_CHANGE;
            case UNCHANGED -> Reason.WITHIN_LIMITS;
            case UNDECIDED -> Reason.TOO_FEW_RUNS;
            case NEW -> Reason.NOT_IN_BASELINE;
            case MISSING -> Reason.NOT_IN_CONTENDER;
        };
        return new Comparison(
                1,
                1,
                Threshold.DEFAULT,
                new Baseline.Choice(Baseline.Source.PREVIOUS, "10 runs on main", "main", null, List.of("1"), null),
                new Contender.Identity("main at 1111111 on local", "main", null, null, "local", List.of("41"), true),
                List.of(new JudgedMeasurement(
                        new SeriesKey(Benchmark.named("sort"), metric.identity(), "local"),
                        metric,
                        verdict,
                        severity,
                        reason,
                        Threshold.DEFAULT,
                        evidence)),
                List.of());
    }

    /** As the server answers an upload. */
    static String answer(Comparison comparison) {
        byte[] json = ComparisonJson.toBytes(comparison, new ComparisonJson.Decoration() {
            @Override
            public String evidence(JudgedMeasurement result) {
                return EvidenceSentence.of(result);
            }

            @Override
            public void members(JsonGenerator generator) throws IOException {
                generator.writeObjectFieldStart("run");
                generator.writeStringField("id", "41");
                generator.writeStringField("url", RUN_URL);
                generator.writeBooleanField("complete", true);
                generator.writeEndObject();
            }
        });
        return new String(json, StandardCharsets.UTF_8);
    }
}
