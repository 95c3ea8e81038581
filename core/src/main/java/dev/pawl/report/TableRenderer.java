package dev.pawl.report;

import dev.pawl.model.Comparison;
import dev.pawl.model.Evidence;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A comparison for the terminal: the sentence that matters, then what changed with its evidence, then the rest in brief. */
public final class TableRenderer {

    /** Rows without news that are still worth listing one by one. */
    private static final int LISTED_UNCHANGED = 20;

    /** Longer names are cut in the middle: both ends of a name tell more than its middle. */
    private static final int WIDEST_NAME = 60;

    private TableRenderer() {}

    public static String render(Comparison comparison) {
        StringBuilder out = new StringBuilder();
        out.append(Headline.of(comparison)).append('\n');
        out.append("contender  ")
                .append(VisibleText.of(comparison.contender().description()))
                .append('\n');
        out.append("baseline   ")
                .append(VisibleText.of(comparison.baseline().description()))
                .append('\n');
        for (Finding finding : comparison.findings()) {
            out.append("note       ").append(VisibleText.of(finding.text())).append('\n');
        }
        List<JudgedMeasurement> headline = select(comparison, Role.HEADLINE);
        List<JudgedMeasurement> supporting = select(comparison, Role.SUPPORTING);
        appendTable(out, headline);
        if (hasNews(supporting)) {
            out.append("\nSupporting metrics (they do not gate)\n");
            appendTable(out, supporting);
        }
        return out.toString();
    }

    private static boolean hasNews(List<JudgedMeasurement> results) {
        for (JudgedMeasurement result : results) if (result.verdict() != Verdict.UNCHANGED) return true;
        return false;
    }

    private static List<JudgedMeasurement> select(Comparison comparison, Role role) {
        List<JudgedMeasurement> selected = new ArrayList<>();
        for (JudgedMeasurement result : comparison.results()) {
            if (result.metric().role() == role) selected.add(result);
        }
        return selected;
    }

    private static void appendTable(StringBuilder out, List<JudgedMeasurement> results) {
        if (results.isEmpty()) return;
        List<String[]> rows = new ArrayList<>();
        List<String> evidence = new ArrayList<>();
        rows.add(new String[] {"", "verdict", "benchmark", "metric", "baseline", "contender", "change"});
        evidence.add("");
        int unlisted = 0;
        int unchanged = 0;
        for (JudgedMeasurement result : results) {
            if (result.verdict() == Verdict.UNCHANGED && ++unchanged > LISTED_UNCHANGED) {
                unlisted++;
                continue;
            }
            rows.add(row(result));
            evidence.add(result.verdict() == Verdict.UNCHANGED ? "" : EvidenceSentence.of(result));
        }
        out.append('\n');
        int[] widths = widths(rows);
        for (int i = 0; i < rows.size(); i++) {
            out.append(line(rows.get(i), widths)).append('\n');
            if (!evidence.get(i).isEmpty()) {
                out.append(" ".repeat(widths[0] + 2)).append(evidence.get(i)).append('\n');
            }
        }
        if (unlisted > 0) out.append("   … and ").append(unlisted).append(" more unchanged\n");
    }

    private static String[] row(JudgedMeasurement result) {
        Evidence evidence = result.evidence();
        String suite = result.series().benchmark().suite();
        String name = (suite.isEmpty() ? "" : suite + " › ")
                + result.series().benchmark().displayName();
        return new String[] {
            VerdictWords.sign(result),
            VerdictWords.withSeverity(result),
            VisibleText.of(name, WIDEST_NAME),
            VisibleText.of(result.metric().name(), WIDEST_NAME),
            Quantities.value(evidence.baseline(), result.metric()),
            Quantities.value(evidence.contender(), result.metric()),
            Quantities.change(evidence.change())
        };
    }

    private static int[] widths(List<String[]> rows) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++)
                widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
        }
        return widths;
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String gap = " ".repeat(widths[i] - row[i].codePointCount(0, row[i].length()));
            boolean isNumber = i >= 4;
            line.append(isNumber ? gap + row[i] : row[i] + gap);
            if (i < row.length - 1) line.append("  ");
        }
        return line.toString().stripTrailing();
    }
}
