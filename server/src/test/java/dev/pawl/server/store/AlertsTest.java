package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.TESTBED;
import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.Benchmark;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.server.store.AlertRow.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {

    private static final SeriesId SERIES = new SeriesId(1, 1, 1);

    @TempDir
    Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void open() {
        fixture = new StoreFixture(folder);
        fixture.upload(commit("a", null, minute(1)), 1);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anAlertIsRaisedSeenAgainAndResolved() {
        AlertRow raised = raise("main", null);

        write(alerts -> {
            alerts.seenAgain(raised.id(), "run-2", Severity.CRITICAL, "12 % slower", minute(6));
            alerts.change(raised.id(), new AlertChange(State.ACKNOWLEDGED, "ada", "looking", minute(7)));
            alerts.change(raised.id(), new AlertChange(State.RESOLVED, "pawl", null, minute(8)));
            return null;
        });

        AlertRow now = read(alerts -> alerts.find(fixture.project, raised.id())).orElseThrow();
        assertEquals(new SeriesKey(Benchmark.named("sort"), "time[s]", TESTBED), now.series());
        assertEquals(State.RESOLVED, now.state());
        assertEquals(List.of("run-1", "run-2"), List.of(now.firstRun(), now.lastRun()));
        assertEquals(Severity.CRITICAL, now.severity());
        assertEquals("12 % slower", now.evidence());
        assertEquals(List.of(minute(5), minute(8)), List.of(now.openedAt(), now.updatedAt()));
        assertEquals(
                List.of(
                        new AlertChange(State.OPEN, "pawl", null, minute(5)),
                        new AlertChange(State.ACKNOWLEDGED, "ada", "looking", minute(7)),
                        new AlertChange(State.RESOLVED, "pawl", null, minute(8))),
                read(alerts -> alerts.changes(raised.id())));
    }

    @Test
    void aSeriesHasOneStandingAlertForEachPlace() {
        AlertRow onMain = raise("main", null);
        AlertRow onPullRequest = raise("topic", 12);

        assertEquals(Optional.of(onMain), read(alerts -> alerts.findStanding(fixture.project, SERIES, "main", null)));
        assertEquals(
                Optional.of(onPullRequest), read(alerts -> alerts.findStanding(fixture.project, SERIES, "topic", 12)));
        assertEquals(Optional.empty(), read(alerts -> alerts.findStanding(fixture.project, SERIES, "topic", 13)));
        assertThrows(StoreException.class, () -> raise("main", null));

        write(alerts -> {
            alerts.change(onMain.id(), new AlertChange(State.DISMISSED, "ada", "noise", minute(7)));
            return null;
        });

        assertEquals(Optional.empty(), read(alerts -> alerts.findStanding(fixture.project, SERIES, "main", null)));
        AlertRow again = raise("main", null);
        assertEquals(
                List.of(again.id(), onPullRequest.id(), onMain.id()),
                ids(read(alerts -> alerts.list(fixture.project, AlertFilter.ALL, 10))));
        assertEquals(
                List.of(again.id(), onPullRequest.id()),
                ids(read(alerts -> alerts.list(fixture.project, AlertFilter.STANDING, 10))));
        assertEquals(
                List.of(onPullRequest.id()),
                ids(read(
                        alerts -> alerts.list(fixture.project, new AlertFilter(Set.of(State.OPEN), "topic", 12), 10))));
        assertEquals(
                2, fixture.store.read(view -> view.projects().list()).get(0).openAlerts());
    }

    private AlertRow raise(String branch, @Nullable Integer pullRequest) {
        return write(alerts -> alerts.open(
                fixture.project,
                new NewAlert(SERIES, branch, pullRequest, Severity.WARNING, "run-1", "7 % slower", minute(5))));
    }

    private <T> T read(Function<Alerts, T> question) {
        return fixture.store.read(view -> question.apply(view.alerts()));
    }

    private <T> T write(Function<Alerts, T> change) {
        return fixture.store.write(session -> change.apply(session.alerts()));
    }

    private static List<Long> ids(List<AlertRow> alerts) {
        return alerts.stream().map(AlertRow::id).toList();
    }
}
