package dev.pawl.report;

import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import java.util.Locale;

/** The words and signs of verdicts; a sign never stands without its word. */
final class VerdictWords {

    private VerdictWords() {}

    static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@code regressed (critical)}, {@code unchanged}; what is undecided says what it would be: {@code undecided (warning?)},
     * {@code undecided (improved?)}.
     */
    static String withSeverity(JudgedMeasurement result) {
        Severity severity = result.severity();
        String word = word(result.verdict());
        if (severity == null || result.verdict() == Verdict.IMPROVED) return word;
        if (result.verdict() == Verdict.UNDECIDED && isBetter(result)) return word + " (improved?)";
        String named = severity.name().toLowerCase(Locale.ROOT);
        return result.verdict() == Verdict.UNDECIDED ? word + " (" + named + "?)" : word + " (" + named + ")";
    }

    private static boolean isBetter(JudgedMeasurement result) {
        Double change = result.evidence().change();
        return change != null && result.metric().direction().isWorse(change, 0);
    }

    /** One sign a verdict, the same on every page and in every message: ▲ is worse, whichever way the value moved. */
    static String sign(JudgedMeasurement result) {
        return switch (result.verdict()) {
            case REGRESSED -> "▲";
            case IMPROVED -> "▼";
            case UNCHANGED -> "=";
            case UNDECIDED -> "?";
            case NEW -> "+";
            case MISSING -> "-";
        };
    }
}
