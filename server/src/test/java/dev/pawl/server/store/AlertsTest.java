package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.TESTBED;
import static dev.pawl.server.store.StoreFixture.TIME;
import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.Alert;
import dev.pawl.model.Alert.State;
import dev.pawl.model.Benchmark;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import java.nio.file.Path;
import java.util.List;
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
    void anAlertIsRaisedGetsWorseAndIsResolved() {
        long id = raise("main", 1e-6);
        assertEquals(
                new AlertRow(fixture.project, SERIES, alert(id, "main", 1e-6), minute(5), null),
                read(alerts -> alerts.find(fixture.project, id)).orElseThrow());

        write(alerts -> {
            alerts.worsen(id, Severity.CRITICAL, 0.12, minute(6));
            alerts.change(id, new AlertStep(State.ACKNOWLEDGED, "ada", "looking", minute(7)));
            alerts.change(id, new AlertStep(State.RESOLVED, "pawl", null, minute(8)));
            return null;
        });

        AlertRow now = read(alerts -> alerts.find(fixture.project, id)).orElseThrow();
        assertEquals(State.RESOLVED, now.alert().state());
        assertEquals(Severity.CRITICAL, now.alert().severity());
        assertEquals(0.12, now.alert().change());
        assertEquals(List.of(minute(5), minute(8)), List.of(now.alert().openedAt(), now.updatedAt()));
        assertEquals(
                List.of(
                        new AlertStep(State.OPEN, "pawl", null, minute(5)),
                        new AlertStep(State.ACKNOWLEDGED, "ada", "looking", minute(7)),
                        new AlertStep(State.RESOLVED, "pawl", null, minute(8))),
                read(alerts -> alerts.changes(id)));
    }

    @Test
    void aSeriesHasOnePendingAlertOnABranch() {
        long first = raise("main", null);
        long onTopic = raise("topic", 2e-6);
        assertThrows(StoreException.class, () -> raise("main", null));
        write(alerts -> {
            alerts.change(first, new AlertStep(State.DISMISSED, "ada", "noise", minute(7)));
            return null;
        });
        assertThrows(StoreException.class, () -> raise("main", null));

        write(alerts -> {
            alerts.change(first, new AlertStep(State.ACCEPTED, "ada", "wanted", minute(8)));
            return null;
        });
        long again = raise("main", null);

        assertEquals(
                List.of(again, onTopic, first), ids(read(alerts -> alerts.list(fixture.project, AlertFilter.ALL, 10))));
        assertEquals(
                List.of(again), ids(read(alerts -> alerts.list(fixture.project, AlertFilter.pendingOn("main"), 10))));
        assertEquals(
                List.of(first),
                ids(read(alerts -> alerts.list(fixture.project, new AlertFilter(Set.of(State.ACCEPTED), null), 10))));
        AlertRow accepted = read(alerts -> alerts.find(fixture.project, first)).orElseThrow();
        AlertRow topic = read(alerts -> alerts.find(fixture.project, onTopic)).orElseThrow();
        assertEquals(
                List.of(true, false), read(alerts -> List.of(alerts.hasPending(accepted), alerts.hasPending(topic))));
        assertEquals(
                2, fixture.store.read(view -> view.projects().list()).get(0).openAlerts());
    }

    private long raise(String branch, @Nullable Double baseline) {
        return write(alerts -> alerts.open(fixture.project, SERIES, alert(0, branch, baseline)));
    }

    private static Alert alert(long id, String branch, @Nullable Double baseline) {
        return new Alert(
                id,
                new SeriesKey(Benchmark.named("sort"), "time[s]", TESTBED),
                TIME,
                branch,
                State.OPEN,
                Severity.WARNING,
                0.07,
                baseline,
                sha("a"),
                "run-1",
                minute(5),
                null,
                null,
                null);
    }

    private <T> T read(Function<Alerts, T> question) {
        return fixture.store.read(view -> question.apply(view.alerts()));
    }

    private <T> T write(Function<Alerts, T> change) {
        return fixture.store.write(session -> change.apply(session.alerts()));
    }

    private static List<Long> ids(List<AlertRow> alerts) {
        return alerts.stream().map(row -> row.alert().id()).toList();
    }
}
