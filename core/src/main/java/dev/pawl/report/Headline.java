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
        Comparison.Summary summary = comparison.summary();
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
        if (comparison.baseline().source() == Baseline.Source.NONE)
            return "no verdict yet: " + String.join(", ", parts);
        return String.join(", ", parts);
    }
}
