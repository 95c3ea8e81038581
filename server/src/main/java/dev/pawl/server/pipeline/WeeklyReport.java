package dev.pawl.server.pipeline;

import dev.pawl.server.background.Steps;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/** Tells what the week brought, on Monday mornings, to the channels that ask for it. */
final class WeeklyReport {

    private static final LocalTime HOUR = LocalTime.of(8, 0);

    private static final Duration WEEK = Duration.ofDays(7);

    /** A server that was down all Monday does not tell on Thursday what everybody knows. */
    private static final Duration LATEST = Duration.ofDays(1);

    private final Store store;

    WeeklyReport(Store store) {
        this.store = store;
    }

    /** Tells of the week that is over, each project once. A week without a run is not told. */
    void look(Instant now) {
        Instant end = lastMonday(now);
        if (end.plus(LATEST).isBefore(now)) return;
        Steps steps = new Steps();
        for (long projectId : store.read(view -> view.channels().projectsToldWeekly()))
            steps.attempt("the week of project " + projectId, () -> tell(projectId, end, now));
        steps.end();
    }

    private void tell(long projectId, Instant end, Instant now) {
        ProjectRow project = store.read(view -> view.projects().find(projectId)).orElseThrow();
        TrendReport week = store.read(view -> TrendReport.of(view, project, end.minus(WEEK), end));
        store.write(session -> {
            if (!session.channels().tellWeek(projectId, end) || week.runs() == 0) return null;
            Outbox outbox = new Outbox(session, project, now);
            outbox.addWeek(week);
            outbox.flush();
            return null;
        });
    }

    /** The newest Monday, eight in the morning (UTC), that is not after the time. */
    static Instant lastMonday(Instant now) {
        ZonedDateTime monday = now.atZone(ZoneOffset.UTC)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .with(HOUR);
        return (monday.toInstant().isAfter(now) ? monday.minusWeeks(1) : monday).toInstant();
    }
}
