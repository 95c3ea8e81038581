package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.store.DeliveryRow.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {

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
    void whatIsAskedForAgainWhileItWaitsStaysOneAndKeepsItsTime() {
        ask("7", 5);
        ask("7", 30);
        ask("8", 40);

        List<DeliveryRow> due = take(5);
        assertEquals(1, due.size());
        assertEquals("7", due.get(0).subject());
        assertEquals(2, due.get(0).version());
    }

    @Test
    void whatFailedAndIsAskedForAgainNeedNotWaitOutItsPause() {
        ask("7", 5);
        DeliveryRow taken = take(5).get(0);
        deliver(deliveries -> {
            deliveries.failed(taken.id(), minute(600), "503");
            return null;
        });

        ask("7", 9);

        assertEquals(0, find(taken.id()).attempts());
        assertEquals(minute(9), find(taken.id()).dueAt());
    }

    @Test
    void whatIsAskedForAgainWhileItIsDoneIsDueAgain() {
        ask("7", 5);
        DeliveryRow taken = take(5).get(0);
        ask("7", 6);

        assertFalse(isEnded(deliveries -> deliveries.broughtUpToDate(taken, minute(6))));
        assertEquals(List.of(taken.id()), due(6));
        DeliveryRow again = find(taken.id());
        assertTrue(isEnded(deliveries -> deliveries.broughtUpToDate(again, minute(7))));
        assertEquals(State.DELIVERED, find(taken.id()).state());

        ask("7", 8);
        assertEquals(1, due(8).size(), "a new one");
        assertEquals(List.of(), due(8));
    }

    @Test
    void whatWasGivenUpIsTriedAgainWhenItIsAskedFor() {
        ask("7", 5);
        DeliveryRow taken = take(5).get(0);
        ask("7", 6);
        assertFalse(isEnded(deliveries -> deliveries.givenUp(taken, "403", minute(6))), "not what was asked");
        DeliveryRow again = take(6).get(0);
        assertTrue(isEnded(deliveries -> deliveries.givenUp(again, "403", minute(7))));
        assertEquals(State.DEAD, find(taken.id()).state());

        ask("7", 9);

        assertEquals(State.PENDING, find(taken.id()).state());
        assertEquals(0, find(taken.id()).attempts());
        assertEquals(List.of(taken.id()), due(9));
    }

    private boolean isEnded(Function<Deliveries, Boolean> end) {
        return deliver(end);
    }

    private void ask(String subject, int due) {
        deliver(deliveries -> {
            deliveries.ask("slack", subject, "pull_request", minute(due), minute(1));
            return null;
        });
    }

    private List<DeliveryRow> take(int minute) {
        return deliver(deliveries -> deliveries.dueOf("slack", minute(minute), LEASE, 10));
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

    private List<Long> due(int minute) {
        return deliver(deliveries -> deliveries.dueOf("slack", minute(minute), LEASE, 10)).stream()
                .map(DeliveryRow::id)
                .toList();
    }

    private DeliveryRow find(long id) {
        return fixture.store.read(view -> view.deliveries().find(id)).orElseThrow();
    }

    private <T> T deliver(Function<Deliveries, T> change) {
        return fixture.store.write(session -> change.apply(session.deliveries()));
    }
}
