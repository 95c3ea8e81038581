package dev.pawl.server.pipeline;

import dev.pawl.model.Alert;
import dev.pawl.model.Comparison;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.Run;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Verdict;
import dev.pawl.server.store.AlertStep;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.StoreSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Accepts what a pull request makes slower, before it is merged: the default branch will know the new level as wanted, so that the
 * merge opens no alert, and the trend has a note that says why.
 */
public final class PullRequestAcceptance {

    private static final int MOST_RUNS = 100;

    private PullRequestAcceptance() {}

    /**
     * What was accepted.
     *
     * @param sha the pull request's newest measured commit
     * @param testbeds where something was accepted
     * @param benchmarks how many measurements; 0 if there was nothing to accept
     */
    public record Accepted(String sha, Set<String> testbeds, int benchmarks) {}

    /**
     * Accepts the regressions of a pull request's newest measured commit, on all testbeds.
     *
     * @param seenUntil only what had arrived by then: nobody accepts what is pushed after he looked
     * @param by who does
     */
    public static Accepted accept(
            StoreSession session,
            ProjectRow project,
            int pullRequest,
            Instant seenUntil,
            String by,
            String reason,
            Instant now) {
        List<RunRow> runs = new ArrayList<>(
                session.runs().recent(project.id(), new RunFilter(null, null, pullRequest, null), MOST_RUNS, null));
        // While shards are missing nobody has seen the verdict.
        runs.removeIf(run ->
                run.state() == RunRow.State.WAITING || run.run().receivedAt().isAfter(seenUntil));
        if (runs.isEmpty()) return new Accepted("", Set.of(), 0);
        String sha = runs.get(0).run().sha();
        Set<String> testbeds = new TreeSet<>();
        Set<SeriesKey> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (RunRow row : runs) {
            if (!row.run().sha().equals(sha)) continue;
            List<JudgedMeasurement> results = session.comparisons()
                    .latest(row.id())
                    .map(ComparisonRow::comparison)
                    .map(Comparison::results)
                    .orElse(List.of());
            for (JudgedMeasurement result : results) {
                // Runs come newest first; of attempts on one commit the newest has judged all of them together.
                if (!seen.add(result.series()) || !isRegressed(result)) continue;
                if (!accept(session, project, row.run(), result, by, reason, now)) continue;
                testbeds.add(row.run().testbed());
                names.add(result.series().benchmark().displayName());
            }
        }
        if (!names.isEmpty()) {
            String what = names.size() == 1 ? names.get(0) : names.size() + " benchmarks";
            session.annotations()
                    .add(
                            project.id(),
                            project.defaultBranch(),
                            sha,
                            now,
                            "accepted",
                            "#" + pullRequest + ", " + what + ": " + reason + " (" + by + ")");
            session.projects().bumpRevision(project.id());
            PullRequestNews.tell(session, project, pullRequest, now);
        }
        return new Accepted(sha, testbeds, names.size());
    }

    private static boolean isRegressed(JudgedMeasurement result) {
        return result.verdict() == Verdict.REGRESSED
                && result.metric().role() == Role.HEADLINE
                && result.severity() != null;
    }

    private static boolean accept(
            StoreSession session,
            ProjectRow project,
            Run run,
            JudgedMeasurement result,
            String by,
            String reason,
            Instant now) {
        Evidence evidence = result.evidence();
        Map<SeriesKey, SeriesId> ids = session.series().ids(project.id(), List.of(result.series()));
        SeriesId series = ids.get(result.series());
        if (series == null || evidence.baseline() == null || evidence.change() == null) return false;
        boolean isAcceptedAlready = session.alerts().hasEver(project.id(), series, project.defaultBranch(), run.sha());
        if (isAcceptedAlready) return false;
        AlertStep accepted = new AlertStep(Alert.State.ACCEPTED, by, reason, now);
        Alert alert = new Alert(
                0,
                result.series(),
                result.metric(),
                project.defaultBranch(),
                Alert.State.ACCEPTED,
                result.severity(),
                evidence.change(),
                evidence.baseline(),
                run.sha(),
                run.id(),
                now,
                null,
                null,
                null);
        session.alerts().accept(project.id(), series, alert, accepted);
        // It may be merged already.
        session.comparisons().markStaleSince(run.id(), now);
        return true;
    }
}
