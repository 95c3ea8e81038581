package dev.pawl.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.testing.MainBranchRun;
import dev.pawl.server.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Upkeep.Kept KEPT =
            new Upkeep.Kept(Duration.ofDays(10), Duration.ofDays(30), Duration.ofDays(20));

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(START);

    @Test
    void eachThingIsKeptAsLongAsItIsSaid() throws SQLException {
        try (Store store = Store.open(folder.resolve("pawl.db"));
                Rejudger rejudger = new Rejudger(store, clock);
                Upkeep upkeep = new Upkeep(store, clock, KEPT)) {
            RunPipeline pipeline = new RunPipeline(store, clock, rejudger);
            for (int commit = 1; commit <= 60; commit++)
                MainBranchRun.of(commit, Map.of("sort", 1.0)).acceptInto(pipeline);
            store.write(session -> {
                for (int i = 0; i < 60; i++) {
                    long id = session.deliveries().enqueue("1", "regression", "{}", START, START);
                    session.deliveries().delivered(id, START);
                }
                session.deliveries()
                        .dead(session.deliveries().enqueue("1", "regression", "{}", START, START), "gone", START);
                session.deliveries().enqueue("1", "regression", "{}", START, START);
                return null;
            });

            assertKept(upkeep, 10, "60 uploads, 60 delivered, 1 dead, 1 pending");
            assertKept(upkeep, 11, "0 uploads, 60 delivered, 1 dead, 1 pending");
            assertKept(upkeep, 20, "0 uploads, 60 delivered, 1 dead, 1 pending");
            assertKept(upkeep, 21, "0 uploads, 0 delivered, 1 dead, 1 pending");
            assertKept(upkeep, 400, "0 uploads, 0 delivered, 1 dead, 1 pending");
            assertKept(upkeep, 401, "0 uploads, 0 delivered, 0 dead, 1 pending");
        }
    }

    private void assertKept(Upkeep upkeep, int days, String kept) throws SQLException {
        clock.set(START.plus(Duration.ofDays(days)));

        upkeep.forget();

        assertEquals(
                kept,
                count("upload", "1 = 1") + " uploads, " + count(DeliveryRow.State.DELIVERED) + " delivered, "
                        + count(DeliveryRow.State.DEAD) + " dead, " + count(DeliveryRow.State.PENDING) + " pending",
                "after " + days + " days");
    }

    private long count(DeliveryRow.State state) throws SQLException {
        return count("delivery", "state = '" + state + "'");
    }

    private long count(String table, String which) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pawl.db"));
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("select count(*) from " + table + " where " + which)) {
            return row.getLong(1);
        }
    }
}
