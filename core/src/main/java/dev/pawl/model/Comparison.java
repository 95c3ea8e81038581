package dev.pawl.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Baseline and contender, judged, measurement by measurement. It carries what is needed to compute it again when base runs
 * arrive late.
 *
 * @param engineVersion version of the rules that judged
 * @param settingsVersion version of the project's settings; 0 offline
 * @param results worst first; informational metrics are left out
 */
public record Comparison(
        int engineVersion,
        int settingsVersion,
        Threshold threshold,
        Baseline.Choice baseline,
        Contender.Identity contender,
        List<JudgedMeasurement> results,
        List<Finding> findings) {

    public Comparison {
        results = List.copyOf(results);
        findings = List.copyOf(findings);
    }

    /** The counts that a reader sees first; they cover headline metrics only, because only these gate. */
    public Summary summary() {
        EnumMap<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) counts.put(verdict, 0);
        Severity worst = null;
        for (JudgedMeasurement result : results) {
            if (result.metric().role() != Role.HEADLINE) continue;
            counts.put(result.verdict(), counts.get(result.verdict()) + 1);
            Severity severity = result.severity();
            if (result.verdict() == Verdict.REGRESSED
                    && severity != null
                    && (worst == null || severity.compareTo(worst) > 0)) worst = severity;
        }
        return new Summary(Map.copyOf(counts), worst);
    }

    /**
     * How many headline measurements got which verdict.
     *
     * @param severity of the worst proven regression; {@code null} if there is none
     */
    public record Summary(
            Map<Verdict, Integer> counts, @Nullable Severity severity) {

        public int count(Verdict verdict) {
            return counts.getOrDefault(verdict, 0);
        }

        /** Whether there is a proven regression at or above a severity. */
        public boolean isRegressed(Severity atLeast) {
            return severity != null && severity.compareTo(atLeast) >= 0;
        }

        /** Whether anything was compared at all, so that there is a verdict. */
        public boolean isVerdict() {
            return count(Verdict.REGRESSED) + count(Verdict.IMPROVED) + count(Verdict.UNCHANGED) > 0;
        }
    }
}
