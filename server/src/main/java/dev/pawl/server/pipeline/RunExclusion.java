package dev.pawl.server.pipeline;

import dev.pawl.alert.AlertRules;
import dev.pawl.model.Alert;
import dev.pawl.model.Comparison;
import dev.pawl.model.Run;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AlertStep;
import dev.pawl.server.store.ChannelRow.Event;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreSession;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes runs out that tell nothing true (of another commit, another project, a broken machine), and in again. Nothing is deleted: an
 * excluded run is shown and judged, but nothing is compared with it and no level follows from it. What rested on it is judged again in
 * the background, as after a late upload; what became of alerts because of it is taken back in the same transaction.
 */
public final class RunExclusion {

    /** So many runs back a slower level is followed to where it begins. */
    private static final int FARTHEST = 64;

    private static final String PAWL = "pawl";

    private final StoreSession session;
    private final ProjectRow project;
    private final Instant now;
    private final Outbox outbox;

    public RunExclusion(StoreSession session, ProjectRow project, Instant now) {
        this.session = session;
        this.project = project;
        this.now = now;
        this.outbox = new Outbox(session, project, now);
    }

    /**
     * Takes a run out.
     *
     * @param by a person, or a token's name
     * @return false if it was out already; then nothing changes
     */
    public boolean exclude(RunRow row, String by, String because) {
        if (row.isExcluded()) return false;
        session.runs().setExclusion(row.number(), new RunRow.Exclusion(now, by, because));
        if (AlertKeeper.tellsTheLevel(project, row.run())) {
            for (AlertRow alert : session.alerts().resolvedBy(project.id(), row.id()))
                reopen(alert, "run " + row.id() + ", which showed the level back, is excluded");
            for (AlertRow alert : standing(row.run())) {
                if (alert.alert().runId().equals(row.id())) moveOrWithdraw(alert, row);
            }
        }
        changed(row, "excluded", by, because);
        return true;
    }

    /**
     * Takes a run in again.
     *
     * @return false if it was not out; then nothing changes
     */
    public boolean include(RunRow row, String by, @Nullable String because) {
        if (!row.isExcluded()) return false;
        session.runs().setExclusion(row.number(), null);
        if (AlertKeeper.tellsTheLevel(project, row.run())) {
            for (AlertRow alert : session.alerts().withdrawnWith(project.id(), row.id()))
                reopen(alert, "run " + row.id() + " is included again");
            for (AlertRow alert : standing(row.run())) {
                boolean beginsHere = begin(alert.alert())
                        .filter(first -> first.id().equals(row.id()))
                        .isPresent();
                if (beginsHere) locate(alert.alert(), row);
            }
        }
        changed(row, "included", by, because);
        return true;
    }

    /**
     * The alerts of the run's testbed that tell of a level which one run can begin and end, accepted ones too: baselines begin anew
     * there. What crept is read again from the history.
     */
    private List<AlertRow> standing(Run run) {
        Set<Alert.State> states =
                EnumSet.copyOf(AlertFilter.pendingOn(run.branch()).states());
        states.add(Alert.State.ACCEPTED);
        return session.alerts().list(project.id(), new AlertFilter(states, run.branch()), Integer.MAX_VALUE).stream()
                .filter(row -> row.alert().creep() == null
                        && row.alert().series().testbed().equals(run.testbed()))
                .toList();
    }

    private void moveOrWithdraw(AlertRow row, RunRow excluded) {
        Alert alert = row.alert();
        Optional<RunRow> first = begin(alert);
        if (first.isPresent()) {
            locate(alert, first.get());
            return;
        }
        // Whether a level is wanted is a person's word.
        if (!alert.state().isPending()) return;
        session.alerts()
                .change(
                        alert.id(),
                        new AlertStep(
                                Alert.State.RESOLVED,
                                PAWL,
                                "it rested on run " + excluded.id() + ", which is excluded",
                                now));
        session.alerts().noteWithdrawnWith(alert.id(), excluded.id());
        outbox.add(Event.RESOLVED, alert.id());
    }

    private void locate(Alert alert, RunRow first) {
        session.alerts().locate(alert.id(), first.run().sha(), first.id(), alert.lastGoodSha());
    }

    /** The first of the newest runs that bear an alert out without a gap; empty if the newest does not. */
    private Optional<RunRow> begin(Alert alert) {
        RunRow first = null;
        for (RunRow run :
                session.runs().newestOnBranch(project.id(), alert.series().testbed(), alert.branch(), FARTHEST, true)) {
            Comparison comparison = session.comparisons()
                    .latest(run.id())
                    .map(ComparisonRow::comparison)
                    .orElse(null);
            if (comparison == null || !AlertRules.isBorneOutBy(comparison, alert)) break;
            first = run;
        }
        return Optional.ofNullable(first);
    }

    /** An alert becomes what it was before Pawl resolved it, unless a newer one took its place. */
    private void reopen(AlertRow row, String reason) {
        if (session.alerts().hasPending(row)) return;
        long id = row.alert().id();
        List<AlertStep> steps = session.alerts().changes(id);
        Alert.State before = steps.size() < 2
                ? Alert.State.OPEN
                : steps.get(steps.size() - 2).state();
        session.alerts().change(id, new AlertStep(before, PAWL, reason, now));
        outbox.add(Event.REGRESSION, id);
    }

    /** What another set of runs means for everything that is said. */
    private void changed(RunRow row, String kind, String by, @Nullable String because) {
        Run run = row.run();
        session.comparisons().markStaleAfter(project.id(), row.number(), run.testbed(), run.sha());
        session.comparisons().markStaleBesides(project.id(), row.number());
        if (AlertKeeper.tellsTheLevel(project, run)) {
            session.comparisons()
                    .markStale(
                            session.runs().newestOnBranch(project.id(), run.testbed(), run.branch(), 1, true).stream()
                                    .map(RunRow::id)
                                    .toList());
            session.detectors().queue(row.number());
        }
        PullRequestNews.tell(session, project, run.pullRequest(), now);
        outbox.flush();
        session.annotations()
                .add(
                        project.id(),
                        run.branch(),
                        run.sha(),
                        now,
                        kind,
                        run.testbed() + ": run " + row.id() + " is " + kind + (kind.equals("included") ? " again" : "")
                                + (because == null ? "" : ": " + because) + " (" + by + ")");
        session.projects().bumpRevision(project.id());
    }
}
