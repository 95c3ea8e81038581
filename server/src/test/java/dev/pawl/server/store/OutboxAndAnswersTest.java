package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.store.DeliveryRow.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxAndAnswersTest {

    private static final Duration LEASE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void open() {
        fixture = new StoreFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aDeliveryIsTakenByOneSenderUntilItsLeaseEnds() {
        long id = deliver(deliveries -> deliveries.enqueue("slack", "regression", "{}", minute(5), minute(1)));
        long later = deliver(deliveries -> deliveries.enqueue("slack", "regression", "{}", minute(60), minute(1)));

        assertEquals(List.of(), due(4));
        assertEquals(List.of(id), due(5));
        assertEquals(List.of(), due(6));
        assertEquals(List.of(id), due(7));
        assertEquals(List.of(id, later), due(60));
    }

    @Test
    void aFailedDeliveryIsTriedAgainAndGivenUpAtLast() {
        long id = deliver(deliveries -> deliveries.enqueue("slack", "regression", "{}", minute(5), minute(1)));

        deliver(deliveries -> {
            deliveries.failed(id, minute(9), "503 ".repeat(1000));
            return null;
        });
        DeliveryRow failed = find(id);
        assertEquals(1, failed.attempts());
        assertEquals(minute(9), failed.dueAt());
        assertEquals(500, String.valueOf(failed.lastError()).length());
        assertEquals(List.of(), due(8));
        assertEquals(List.of(id), due(9));

        deliver(deliveries -> {
            deliveries.dead(id, "410 gone", minute(10));
            return null;
        });
        assertEquals(State.DEAD, find(id).state());
        assertEquals(2, find(id).attempts());
        assertEquals(List.of(), due(100));
    }

    @Test
    void whatWasDeliveredIsNotSentAgain() {
        long id = deliver(deliveries -> deliveries.enqueue("slack", "regression", "{\"a\":1}", minute(5), minute(1)));

        deliver(deliveries -> {
            deliveries.delivered(id, minute(6));
            deliveries.failed(id, minute(9), "too late");
            return null;
        });

        assertEquals(State.DELIVERED, find(id).state());
        assertEquals("{\"a\":1}", find(id).payload());
        assertEquals(List.of(), due(100));
    }

    @Test
    void aDeliveryGoesDownWithTheTransactionThatGaveItsReason() {
        assertThrows(
                IllegalStateException.class,
                () -> fixture.store.write(session -> {
                    session.deliveries().enqueue("slack", "regression", "{}", minute(5), minute(1));
                    throw new IllegalStateException("undone");
                }));

        assertEquals(List.of(), due(100));
    }

    @Test
    void anAnswerIsKeptForTwoDays() {
        Answer answer = new Answer("hash", 201, "{\"run\":\"größer\"}");
        fixture.store.write(session -> {
            session.answers().put(fixture.project, "key", answer, minute(0));
            return null;
        });

        assertEquals(Optional.of(answer), answer("key"));
        assertEquals(Optional.empty(), answer("other"));
        assertThrows(
                StoreException.class,
                () -> fixture.store.write(session -> {
                    session.answers().put(fixture.project, "key", answer, minute(1));
                    return null;
                }));
        assertEquals(
                0, fixture.store.<Integer>write(session -> session.answers().purge(minute(48 * 60))));
        assertEquals(
                1, fixture.store.<Integer>write(session -> session.answers().purge(minute(48 * 60 + 1))));
        assertEquals(Optional.empty(), answer("key"));
    }

    @Test
    void notesConcernABranchOrAllOfThem() {
        fixture.store.write(session -> {
            Annotations annotations = session.annotations();
            annotations.add(fixture.project, "main", sha("a"), minute(3), "release", "v1.0");
            annotations.add(fixture.project, null, null, minute(1), "environment", "new runner");
            annotations.add(fixture.project, "topic", null, minute(2), "accepted", "on purpose");
            return null;
        });

        List<AnnotationRow> notes =
                fixture.store.read(view -> view.annotations().list(fixture.project, "main", 10));

        assertEquals(
                List.of(
                        new AnnotationRow(2, null, null, minute(1), "environment", "new runner"),
                        new AnnotationRow(1, "main", sha("a"), minute(3), "release", "v1.0")),
                notes);
        assertEquals(
                notes.subList(1, 2),
                fixture.store.read(view -> view.annotations().list(fixture.project, "main", 1)));
    }

    @Test
    void settingsKeepTheirHistory() {
        int second = fixture.store.write(
                session -> session.projects().updateSettings(fixture.project, "{\"warning\":0.07}", minute(1)));
        fixture.store.write(session -> {
            session.projects().describe(fixture.project, "https://example.org/demo", "trunk");
            return null;
        });

        assertEquals(2, second);
        fixture.store.read(view -> {
            Projects projects = view.projects();
            assertEquals(
                    Optional.of(new ProjectRow(
                            fixture.project, "demo", "https://example.org/demo", "trunk", "{\"warning\":0.07}", 2, 0)),
                    projects.find("demo"));
            assertEquals(projects.find("demo"), projects.find(fixture.project));
            assertEquals(Optional.of("{}"), projects.settings(fixture.project, 1));
            assertEquals(Optional.of("{\"warning\":0.07}"), projects.settings(fixture.project, 2));
            assertEquals(Optional.empty(), projects.settings(fixture.project, 3));
            return null;
        });
        assertTrue(fixture.store.read(view -> view.projects().find("nobody")).isEmpty());
    }

    private List<Long> due(int minute) {
        return deliver(deliveries -> deliveries.due(minute(minute), LEASE, 10)).stream()
                .map(DeliveryRow::id)
                .toList();
    }

    private DeliveryRow find(long id) {
        return fixture.store.read(view -> view.deliveries().find(id)).orElseThrow();
    }

    private Optional<Answer> answer(String key) {
        return fixture.store.read(view -> view.answers().find(fixture.project, key));
    }

    private <T> T deliver(Function<Deliveries, T> change) {
        return fixture.store.write(session -> change.apply(session.deliveries()));
    }
}
