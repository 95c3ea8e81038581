package dev.pawl.server.http;

import dev.pawl.report.Quantities;
import dev.pawl.report.VisibleText;
import dev.pawl.server.pipeline.TrendReport;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.Testbed;
import java.util.Locale;

/** A trend report for a terminal. */
final class ReportText {

    private ReportText() {}

    static String of(TrendReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %s, %s to %s: %s%n%d runs of %d commits%n",
                report.project().slug(),
                VisibleText.of(report.project().defaultBranch()),
                day(report.from().toString()),
                day(report.to().toString()),
                report.summary(),
                report.runs(),
                report.commits()));
        section(text, "moved", report.movers().isEmpty());
        for (TrendReport.Mover mover : report.movers())
            line(
                    text,
                    mover.isWorse() ? "▲" : "▼",
                    Quantities.change(mover.change()),
                    name(mover.key().benchmark().displayName()) + "  "
                            + VisibleText.of(mover.metric().name()) + " on "
                            + VisibleText.of(mover.key().testbed()) + "  "
                            + Quantities.value(mover.before(), mover.metric()) + " → "
                            + Quantities.value(mover.after(), mover.metric()));
        section(text, "noted", report.notes().isEmpty());
        for (AnnotationRow note : report.notes())
            line(text, "·", day(note.time().toString()), VisibleText.of(note.kind() + ": " + note.text(), 200));
        section(text, "alerts open", report.open().isEmpty());
        for (AlertRow row : report.open())
            line(text, "▲", Quantities.change(row.alert().change()), alert(row));
        section(text, "alerts closed", report.closed().isEmpty());
        for (AlertRow row : report.closed())
            line(text, "✓", RunJson.word(row.alert().state()), alert(row));
        section(text, "missing", report.missing().isEmpty());
        for (AbsenceRow row : report.missing())
            line(
                    text,
                    "⊘",
                    "since " + day(row.openedAt().toString()),
                    (row.benchmark() == null ? "runs" : name(row.benchmark().displayName())) + " on "
                            + VisibleText.of(row.testbed()));
        section(text, "noisiest", report.noisy().isEmpty());
        for (TrendReport.Noisy one : report.noisy())
            line(
                    text,
                    "~",
                    "±" + Quantities.percent(one.noise()),
                    name(one.key().benchmark().displayName()) + " on "
                            + VisibleText.of(one.key().testbed()));
        section(text, "cannot tell", report.undecided().isEmpty());
        for (TrendReport.Undecided one : report.undecided())
            line(
                    text,
                    "?",
                    times(one),
                    name(one.key().benchmark().displayName()) + " on "
                            + VisibleText.of(one.key().testbed()) + "  " + provable(one));
        section(text, "sent nothing", report.silent().isEmpty());
        for (Testbed testbed : report.silent())
            line(text, "·", "since " + day(testbed.lastRunAt().toString()), VisibleText.of(testbed.name()));
        return text.toString();
    }

    /** {@code 5 of 7 runs}. */
    static String times(TrendReport.Undecided one) {
        return one.times() + " of " + one.compared() + " runs";
    }

    /** {@code ±14.2 % could be proven, the limit is 5.0 %}. */
    static String provable(TrendReport.Undecided one) {
        Double provable = one.minimumDetectableChange();
        // Nobody learns from ±198.5 %, and nothing gets 200 % faster.
        String change = provable == null || provable > 1
                ? "no change below ±100 % could be proven"
                : "changes from ±" + Quantities.percent(provable) + " could be proven";
        return change + ", the limit is " + Quantities.percent(one.warning());
    }

    private static void section(StringBuilder text, String title, boolean isEmpty) {
        if (!isEmpty) text.append(System.lineSeparator()).append(title).append(System.lineSeparator());
    }

    private static void line(StringBuilder text, String sign, String figure, String rest) {
        text.append(String.format(Locale.ROOT, "  %s %-17s %s%n", sign, figure, rest));
    }

    private static String alert(AlertRow row) {
        return name(row.alert().series().benchmark().displayName()) + "  "
                + VisibleText.of(row.alert().metric().name()) + " on "
                + VisibleText.of(row.alert().series().testbed())
                + (AlertJson.crept(row.alert()) == null ? "" : "  " + AlertJson.crept(row.alert()))
                + (row.assignee() == null ? "" : "  (" + VisibleText.of(row.assignee()) + ")");
    }

    private static String name(String benchmark) {
        return VisibleText.of(benchmark, 80);
    }

    /** The date of a moment as the report writes it. */
    static String day(String time) {
        return time.substring(0, 10);
    }
}
