package dev.pawl.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Severity;
import dev.pawl.server.store.Migrator.Migration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigratorTest {

    private static final Migration FIRST = Migrator.MIGRATIONS.get(0);
    private static final Migration SECOND = new Migration(
            2,
            "0002-colours.sql",
            "-- a second step\nalter table project add column colour text;\n\n"
                    + "update project\nset colour = 'green';\n");

    @TempDir
    Path folder;

    @Test
    void everyStepIsNumberedInOrder() {
        // A number may be missing: steps that are made at once reserve theirs.
        for (int i = 1; i < Migrator.MIGRATIONS.size(); i++)
            assertTrue(Migrator.MIGRATIONS.get(i - 1).version()
                    < Migrator.MIGRATIONS.get(i).version());
    }

    @Test
    void aDatabaseOfVersionOneIsBroughtForwardWithItsData() {
        try (Store store = open(List.of(FIRST))) {
            store.write(session -> session.projects().create("demo", "main", StoreFixture.T0));
        }

        try (Store store = open(List.of(FIRST, SECOND))) {
            assertEquals(
                    List.of("demo green"),
                    store.read(view -> view.handle
                            .createQuery("select slug || ' ' || colour from project")
                            .mapTo(String.class)
                            .list()));
            assertEquals(List.of(1, 2), versions(store));
        }
        try (Store store = open(List.of(FIRST, SECOND))) {
            assertEquals(List.of(1, 2), versions(store));
        }
    }

    @Test
    void channelsFromBeforeThereWasMailAreKept() {
        List<Migration> before = Migrator.MIGRATIONS.subList(0, 5);
        try (Store store = open(before)) {
            store.write(session -> {
                session.projects().create("demo", "main", StoreFixture.T0);
                session.handle.execute(
                        "insert into channel (id, project_id, name, kind, address, signing_key, severity,"
                                + " benchmarks, allow_private, disabled_because, created_at)"
                                + " values (7, 1, 'team', 'WEBHOOK', 'https://example.com/x', 'key', 'CRITICAL', 'a*', 1, 'gone', 5)");
                return null;
            });
        }

        try (Store store = open(Migrator.MIGRATIONS)) {
            ChannelRow old =
                    store.read(view -> view.channels().find("channel:7")).orElseThrow();
            assertEquals(
                    new ChannelRow(
                            7,
                            1,
                            "team",
                            ChannelRow.Kind.WEBHOOK,
                            URI.create("https://example.com/x"),
                            "key",
                            Severity.CRITICAL,
                            "a*",
                            EnumSet.complementOf(EnumSet.of(ChannelRow.Event.WEEKLY)),
                            true,
                            "gone",
                            Instant.ofEpochMilli(5)),
                    old);
            long mail = store.write(session -> session.channels()
                    .add(new ChannelRow(
                            0,
                            1,
                            "mail",
                            ChannelRow.Kind.EMAIL,
                            URI.create("mailto:a@example.com,b@example.com"),
                            null,
                            Severity.WARNING,
                            "*",
                            EnumSet.of(ChannelRow.Event.DRIFT),
                            false,
                            null,
                            Instant.ofEpochMilli(6))));
            assertEquals(8, mail);
            assertEquals(
                    List.of("ok"),
                    store.read(view -> view.handle
                            .createQuery("pragma integrity_check")
                            .mapTo(String.class)
                            .list()));
        }
    }

    @Test
    void aStepThatFailsIsUndoneWholly() {
        Migration broken = new Migration(
                2, "0002-broken.sql", "alter table project add column colour text;\ninsert into nowhere values (1);\n");
        open(List.of(FIRST)).close();

        StoreException thrown = assertThrows(StoreException.class, () -> open(List.of(FIRST, broken)));

        assertTrue(thrown.getMessage().contains("no such table: nowhere"), thrown.getMessage());
        try (Store store = open(List.of(FIRST, SECOND))) {
            assertEquals(List.of(1, 2), versions(store));
        }
    }

    @Test
    void aNewerDatabaseIsRefused() {
        open(List.of(FIRST, SECOND)).close();

        StoreException thrown = assertThrows(StoreException.class, () -> open(List.of(FIRST)));

        assertEquals(
                "the database has schema version 2, this Pawl knows versions up to 1: start a newer Pawl, or restore"
                        + " the backup from before the upgrade",
                thrown.getMessage());
    }

    @Test
    void aStepThatWasChangedAfterwardsIsRefused() {
        open(List.of(FIRST, SECOND)).close();
        Migration changed = new Migration(2, "0002-colours.sql", SECOND.sql().replace("green", "blue"));

        StoreException thrown = assertThrows(StoreException.class, () -> open(List.of(FIRST, changed)));

        assertTrue(
                thrown.getMessage().startsWith("schema version 2 of the database was made by another text"),
                thrown.getMessage());
    }

    @Test
    void lineEndingsDoNotChangeAStep() {
        Migration windows = new Migration(2, SECOND.name(), SECOND.sql().replace("\n", "\r\n"));

        assertEquals(SECOND.checksum(), windows.checksum());
        assertEquals(2, windows.statements().size());
    }

    /** Often, because one start in fifty used to meet the switch to WAL. */
    @RepeatedTest(30)
    void processesThatStartAtOnceMigrateOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Store>> opening = new ArrayList<>();
        for (int i = 0; i < 4; i++) opening.add(threads.submit(() -> open(List.of(FIRST, SECOND))));

        for (Future<Store> one : opening) {
            try (Store store = one.get()) {
                assertEquals(List.of(1, 2), versions(store));
            }
        }
        threads.shutdown();
    }

    private Store open(List<Migration> migrations) {
        return Store.open(folder.resolve("pawl.db"), Clock.systemUTC(), migrations, Sqlite.BUSY_TIMEOUT);
    }

    private static List<Integer> versions(Store store) {
        return store.read(view -> view.handle
                .createQuery("select version from schema_version order by version")
                .mapTo(Integer.class)
                .list());
    }
}
