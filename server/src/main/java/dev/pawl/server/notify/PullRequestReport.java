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
 * @param unaccepted the worst proven regression that nobody accepted; {@code null} if there is none
 */
record PullRequestReport(
        List<CommentSection> sections,
        List<String> runs,
        long sequence,
        boolean isAwaited,
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
        Set<SeriesId> accepted = view.alerts().acceptedAt(project.id(), project.defaultBranch(), sha);
        List<CommentSection> sections = new ArrayList<>();
        List<String> runs = new ArrayList<>();
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
            Severity worst = worst(view, project, comparison, accepted);
            if (worst != null && (unaccepted == null || worst.compareTo(unaccepted) > 0)) unaccepted = worst;
        }
        return sections.isEmpty()
                ? Optional.empty()
                : Optional.of(new PullRequestReport(
                        List.copyOf(sections), List.copyOf(runs), sequence, isAwaited, unaccepted));
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
        return new PullRequestReport(List.copyOf(shown), runs, sequence, isAwaited, unaccepted);
    }

    /** The text of the comment. */
    String text() {
        return PullRequestComment.render(sections);
    }

    /** Whether the text is worth a first comment. */
    boolean isNews() {
        return PullRequestComment.isNews(sections);
    }

    /** The verdict in one line, without anything from outside. */
    String headline() {
        boolean isAccepted = unaccepted == null
                && PullRequestComment.summary(sections).count(Verdict.REGRESSED) > 0
                && PullRequestComment.summary(sections).isRegressed(Severity.WARNING);
        return PullRequestComment.headline(sections) + (isAccepted ? "; accepted" : "");
    }

    /** Whether anything could be judged. */
    boolean isVerdict() {
        return PullRequestComment.summary(sections).isVerdict();
    }

    private static @Nullable Severity worst(
            StoreView view, ProjectRow project, Comparison comparison, Set<SeriesId> accepted) {
        List<JudgedMeasurement> regressed = comparison.results().stream()
                .filter(result -> result.verdict() == Verdict.REGRESSED
                        && result.metric().role() == Role.HEADLINE
                        && result.severity() != null)
                .toList();
        Map<SeriesKey, SeriesId> ids = accepted.isEmpty()
                ? Map.of()
                : view.series()
                        .ids(
                                project.id(),
                                regressed.stream()
                                        .map(JudgedMeasurement::series)
                                        .toList());
        Severity worst = null;
        for (JudgedMeasurement result : regressed) {
            SeriesId id = ids.get(result.series());
            if (id != null && accepted.contains(id)) continue;
            if (worst == null || worst.compareTo(result.severity()) < 0) worst = result.severity();
        }
        return worst;
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
