package dev.pawl.report;

import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one line that a reader in a hurry reads. */
public final class Headline {

    private Headline() {}

    /** {@code 1 regressed (critical), 2 undecided, 11 unchanged}; verdicts that nothing got are left out. */
    public static String of(Comparison comparison) {
        return of(comparison.summary(), comparison.baseline().source() != Baseline.Source.NONE);
    }

    /**
     * @param isCompared whether there was anything to compare with
     */
    static String of(Comparison.Summary summary, boolean isCompared) {
        List<String> parts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            int count = summary.count(verdict);
            if (count == 0) continue;
            Severity severity = summary.severity();
            String word = count + " " + VerdictWords.word(verdict);
            parts.add(
                    verdict == Verdict.REGRESSED && severity != null
                            ? word + " (" + severity.name().toLowerCase(Locale.ROOT) + ")"
                            : word);
        }
        if (parts.isEmpty()) return "no headline metric to judge";
        if (!isCompared) return "no verdict yet: " + String.join(", ", parts);
        return String.join(", ", parts);
    }
}
