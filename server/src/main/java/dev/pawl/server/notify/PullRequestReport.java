package dev.pawl.server.notify;

import dev.pawl.model.Comparison;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import dev.pawl.report.CommentSection;
import dev.pawl.report.PictureAddress;
import dev.pawl.report.PullRequestComment;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.SeriesOverview;
import dev.pawl.server.store.StoreView;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a pull request at one commit: the newest run of each testbed, judged with its reruns.
 *
 * @param runs that the sections are about, one each
 * @param sequence grows with each upload for the commit
 * @param isAwaited whether shards are still to come
 * @param accepted how many regressions somebody accepted
 * @param unaccepted the worst proven regression that nobody accepted; {@code null} if there is none
 */
record PullRequestReport(
        List<CommentSection> sections,
        List<String> runs,
        long sequence,
        boolean isAwaited,
        int accepted,
        @Nullable Severity unaccepted) {

    /** As the command line's. */
    private static final int MOST_RUNS = 200;

    private static final int POINTS_OF_TREND = 30;

    /**
     * @param pages address of the server's pages; {@code null} if others cannot get there
     * @return empty if nothing was measured of the commit
     */
    static Optional<PullRequestReport> of(
            StoreView view, ProjectRow project, int number, String sha, @Nullable URI pages) {
        Map<String, RunRow> newest = new TreeMap<>();
        long sequence = 0;
        boolean isAwaited = false;
        for (RunRow row : view.runs().recent(project.id(), new RunFilter(null, null, number, null), MOST_RUNS, null)) {
            if (!row.run().sha().equals(sha)) continue;
            // Newest first.
            newest.putIfAbsent(row.run().testbed(), row);
            sequence = Math.max(sequence, row.run().receivedAt().toEpochMilli());
            isAwaited |= row.state() == RunRow.State.WAITING;
        }
        Set<SeriesId> acceptable = view.alerts().acceptedAt(project.id(), project.defaultBranch(), sha);
        List<CommentSection> sections = new ArrayList<>();
        List<String> runs = new ArrayList<>();
        int accepted = 0;
        Severity unaccepted = null;
        for (RunRow row : newest.values()) {
            Comparison comparison = view.comparisons()
                    .latest(row.id())
                    .map(ComparisonRow::comparison)
                    .orElse(null);
            if (comparison == null) continue;
            String page = pages == null ? null : pages + "/p/" + project.slug() + "/runs/" + row.id();
            sections.add(new CommentSection(
                    comparison, page, trends(view, project, row.run().testbed(), comparison), Map.of()));
            runs.add(row.id());
            List<JudgedMeasurement> regressed = regressed(comparison);
            Set<SeriesKey> done = accepted(view, project, regressed, acceptable);
            for (JudgedMeasurement result : regressed) {
                Severity severity = result.severity();
                if (done.contains(result.series())) accepted++;
                else if (unaccepted == null || severity != null && severity.compareTo(unaccepted) > 0)
                    unaccepted = severity;
            }
        }
        return sections.isEmpty()
                ? Optional.empty()
                : Optional.of(new PullRequestReport(
                        List.copyOf(sections), List.copyOf(runs), sequence, isAwaited, accepted, unaccepted));
    }

    /**
     * The same with pictures.
     *
     * @param pictures of what moved in a run
     */
    PullRequestReport with(Function<String, Map<SeriesKey, PictureAddress>> pictures) {
        List<CommentSection> shown = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            CommentSection section = sections.get(i);
            shown.add(new CommentSection(
                    section.comparison(), section.url(), section.trends(), pictures.apply(runs.get(i))));
        }
        return new PullRequestReport(List.copyOf(shown), runs, sequence, isAwaited, accepted, unaccepted);
    }

    /** The text of the comment. */
    String text() {
        String text = PullRequestComment.render(sections);
        return accepted == 0
                ? text
                : text + "\n✓ " + accepted + (accepted == 1 ? " regression is" : " regressions are") + " accepted.\n";
    }

    /** Whether the text is worth a first comment. */
    boolean isNews() {
        return PullRequestComment.isNews(sections);
    }

    /** The verdict in one line, without anything from outside. */
    String headline() {
        return PullRequestComment.headline(sections) + (accepted > 0 ? "; " + accepted + " accepted" : "");
    }

    /** Whether anything could be judged. */
    boolean isVerdict() {
        return PullRequestComment.summary(sections).isVerdict();
    }

    /** What gates: proven, of a headline metric, beyond a limit. */
    private static List<JudgedMeasurement> regressed(Comparison comparison) {
        return comparison.results().stream()
                .filter(result -> result.verdict() == Verdict.REGRESSED
                        && result.metric().role() == Role.HEADLINE
                        && result.severity() != null)
                .toList();
    }

    private static Set<SeriesKey> accepted(
            StoreView view, ProjectRow project, List<JudgedMeasurement> regressed, Set<SeriesId> accepted) {
        if (accepted.isEmpty()) return Set.of();
        Set<SeriesKey> keys = regressed.stream().map(JudgedMeasurement::series).collect(Collectors.toSet());
        return view.series().ids(project.id(), keys).entrySet().stream()
                .filter(series -> accepted.contains(series.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Only for what regressed: of the rest nobody asks how it went before. */
    private static Map<SeriesKey, double[]> trends(
            StoreView view, ProjectRow project, String testbed, Comparison comparison) {
        String branch = comparison.baseline().branch();
        Set<SeriesKey> regressed = comparison.results().stream()
                .filter(result -> result.verdict() == Verdict.REGRESSED)
                .map(JudgedMeasurement::series)
                .collect(Collectors.toSet());
        if (branch == null || regressed.isEmpty()) return Map.of();
        Map<SeriesKey, double[]> trends = new HashMap<>();
        for (SeriesOverview series : view.series().overview(project.id(), branch, testbed, POINTS_OF_TREND))
            if (regressed.contains(series.key()))
                trends.put(
                        series.key(),
                        series.points().stream()
                                .mapToDouble(point -> point.value())
                                .toArray());
        return trends;
    }
}
