package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
