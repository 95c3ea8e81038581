package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Benchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class StoreTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        try (StoreFixture fixture = new StoreFixture(folder.resolve("new/folder"))) {
            fixture.upload(commit("a", null, StoreFixture.T0), 1.5);
        }

        try (Store store = Store.open(folder.resolve("new/folder/pawl.db"))) {
            assertEquals(1, store.read(view -> view.projects().list()).get(0).runs());
        }
    }

    @Test
    void everyCommitIsConfirmedByTheDisk() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            int full = 2;
            assertEquals(full, fixture.store.<Integer>write(session -> pragma(session, "synchronous")));
            assertEquals(1, fixture.store.<Integer>write(session -> pragma(session, "foreign_keys")));
        }
    }

    @Test
    void nothingIsKeptOfAWriteThatThrows() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            RuntimeException thrown = assertThrows(
                    IllegalArgumentException.class,
                    () -> fixture.store.write(session -> {
                        session.projects().create("other", "main", StoreFixture.T0);
                        throw new IllegalArgumentException("no");
                    }));

            assertEquals("no", thrown.getMessage());
            assertTrue(fixture.store.read(view -> view.projects().find("other")).isEmpty());
            fixture.upload(commit("a", null, StoreFixture.T0), 1.5);
        }
    }

    @Test
    void aReaderSeesOneSnapshot() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            List<Long> revisions = fixture.store.read(view -> {
                List<Long> seen = new ArrayList<>();
                seen.add(view.projects().revision(fixture.project));
                fixture.store.write(session -> session.projects().bumpRevision(fixture.project));
                seen.add(view.projects().revision(fixture.project));
                return seen;
            });

            assertEquals(List.of(0L, 0L), revisions);
            assertEquals(1L, fixture.store.<Long>read(view -> view.projects().revision(fixture.project)));
        }
    }

    @Test
    void aReaderCannotWrite() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            StoreException thrown = assertThrows(
                    StoreException.class,
                    () -> fixture.store.read(view -> view.projects().bumpRevision(fixture.project)));

            assertEquals(
                    "cannot read the database: the database cannot be written here (a read transaction, or a read-only"
                            + " file)",
                    thrown.getMessage());
            assertEquals(0L, fixture.store.<Long>read(view -> view.projects().revision(fixture.project)));
        }
    }

    @Test
    void aWriteInsideAWriteIsRefused() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> fixture.store.write(outer ->
                            fixture.store.write(inner -> inner.projects().bumpRevision(fixture.project))));
        }
    }

    @Test
    void eightWritersLoseNothing() throws Exception {
        int writers = 8;
        int each = 20;
        try (StoreFixture fixture = new StoreFixture(folder)) {
            ExecutorService threads = Executors.newFixedThreadPool(writers);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int first = 100 + i * each;
                all.add(threads.submit(() -> {
                    for (int j = first; j < first + each; j++) {
                        long before = fixture.store.read(view -> view.projects().revision(fixture.project));
                        String parent = j == 100 ? null : Integer.toString(j - 1);
                        fixture.upload(commit(Integer.toString(j), parent, null), j);
                        assertTrue(before
                                < fixture.store.read(view -> view.projects().revision(fixture.project)));
                    }
                }));
            }
            for (Future<?> one : all) one.get(60, TimeUnit.SECONDS);
            threads.shutdown();

            assertEquals(
                    writers * each,
                    fixture.store.<Long>read(view -> view.projects().revision(fixture.project)));
            List<SeriesOverview> overview = fixture.store.read(
                    view -> view.series().overview(fixture.project, "main", StoreFixture.TESTBED, 500));
            assertEquals(
                    IntStream.range(100, 100 + writers * each)
                            .mapToObj(value -> (double) value)
                            .toList(),
                    overview.get(0).points().stream()
                            .map(point -> point.value())
                            .toList());
        }
    }

    @Test
    void aDatabaseThatAnotherProcessHoldsIsBusyAndThenFreeAgain() throws SQLException {
        try (StoreFixture fixture = impatient();
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pawl.db"));
                Statement statement = other.createStatement()) {
            statement.execute("begin immediate");

            StoreBusyException thrown = assertThrows(StoreBusyException.class, fixture.store::checkWritable);
            assertEquals(
                    "cannot write to the database: another process holds the database; nothing was stored. Send it"
                            + " again",
                    thrown.getMessage());
            assertEquals(1, fixture.store.read(view -> view.projects().list()).size());

            statement.execute("rollback");
            fixture.store.checkWritable();
        }
    }

    @Test
    void aWriterThatWaitsTooLongIsToldToComeAgain() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        try (StoreFixture fixture = impatient()) {
            Thread slow = new Thread(() -> fixture.store.write(session -> {
                inside.countDown();
                return awaited(enough);
            }));
            slow.start();
            inside.await();

            StoreBusyException thrown = assertThrows(StoreBusyException.class, fixture.store::checkWritable);

            assertTrue(thrown.getMessage().startsWith("the database was busy for"), thrown.getMessage());
            enough.countDown();
            slow.join();
            fixture.store.checkWritable();
        }
    }

    @Test
    void aFullDiskRefusesTheUploadWholeAndHealsByItself() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            fixture.upload(commit("a", null, minute(1)), 1);
            fixture.store.write(session -> session.handle.execute("pragma max_page_count = 1"));

            StoreFullException thrown = assertThrows(StoreFullException.class, () -> uploadMuch(fixture, "b"));
            assertTrue(thrown.getMessage().contains("the disk is full; nothing was stored"), thrown.getMessage());
            assertEquals(
                    1, fixture.store.read(view -> view.projects().list()).get(0).runs());
            assertTrue(fixture.store
                    .read(view -> view.benchmarks().findId(fixture.project, Benchmark.named("b-0")))
                    .isEmpty());

            // The connection that met the full disk is gone, and with it the limit that stood for it.
            uploadMuch(fixture, "c");
            assertEquals(
                    2, fixture.store.read(view -> view.projects().list()).get(0).runs());
            assertEquals(
                    "ok",
                    fixture.store.read(view -> view.handle
                            .createQuery("pragma integrity_check")
                            .mapTo(String.class)
                            .one()));
        }
    }

    @Test
    void afterADiskThatDoesNotConfirmWritingStopsAndReadingGoesOn() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            SQLiteException unconfirmed = new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR_FSYNC);

            assertThrows(
                    StoreFullException.class,
                    () -> fixture.store.write(session -> {
                        throw new IllegalStateException(unconfirmed);
                    }));

            StoreException thrown = assertThrows(StoreException.class, fixture.store::checkWritable);
            assertEquals(
                    "cannot write to the database: the disk did not confirm a write: check it, then restart the server",
                    thrown.getMessage());
            assertEquals(1, fixture.store.read(view -> view.projects().list()).size());
        }
    }

    @Test
    void aFailedUploadLeavesNothingInMemory() {
        try (StoreFixture fixture = new StoreFixture(folder)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> fixture.store.write(session -> {
                        RunRow run = session.runs()
                                .insert(
                                        fixture.project,
                                        fixture.run("main", StoreFixture.sha("a"), minute(1)),
                                        RunRequest.plain());
                        fixture.measure(session, run, Map.of("lost", 1.0));
                        session.measurements().points(List.of(run.id()));
                        throw new IllegalStateException("undone");
                    }));

            RunRow kept = fixture.upload("main", commit("b", null, minute(2)), Map.of("kept", 2.0));

            assertEquals(
                    List.of("kept"),
                    fixture.store.read(view -> view.measurements().points(List.of(kept.id()))).keySet().stream()
                            .map(key -> key.benchmark().name())
                            .toList());
        }
    }

    @Test
    void aBackupIsAWholeDatabase() throws IOException {
        Path target = folder.resolve("backups/monday.db");
        try (StoreFixture fixture = new StoreFixture(folder)) {
            fixture.upload(commit("a", null, minute(1)), 1);
            fixture.store.backup(target);
            fixture.upload(commit("b", "a", minute(2)), 2);

            assertThrows(StoreException.class, () -> fixture.store.backup(target));
        }

        try (Store restored = Store.open(target)) {
            assertEquals(1, restored.read(view -> view.projects().list()).get(0).runs());
            restored.checkWritable();
        }
        assertFalse(Files.exists(folder.resolve("backups/monday.db.partial")));
    }

    @Test
    void aClosedStoreRefusesAndLeavesOneFile() {
        StoreFixture fixture = new StoreFixture(folder);
        fixture.upload(commit("a", null, minute(1)), 1);

        fixture.close();
        fixture.close();

        assertThrows(StoreException.class, fixture.store::checkWritable);
        assertThrows(
                StoreException.class,
                () -> fixture.store.read(view -> view.projects().list()));
        assertFalse(Files.exists(folder.resolve("pawl.db-wal")));
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Files.writeString(folder.resolve("pawl.db"), "This is not a database. ".repeat(100));

        StoreException thrown = assertThrows(StoreException.class, () -> Store.open(folder.resolve("pawl.db")));

        assertTrue(thrown.getMessage().contains("not a database"), thrown.getMessage());
    }

    private StoreFixture impatient() {
        return new StoreFixture(Store.open(folder.resolve("pawl.db"), Clock.systemUTC(), Migrator.MIGRATIONS, SHORT));
    }

    private static void uploadMuch(StoreFixture fixture, String name) {
        Random random = new Random(1);
        fixture.store.write(session -> {
            RunRow run = session.runs()
                    .insert(
                            fixture.project,
                            fixture.run("main", StoreFixture.sha(name), minute(5)),
                            RunRequest.plain());
            Map<String, Double> values = new TreeMap<>();
            for (int i = 0; i < 2000; i++) values.put(name + "-" + i, random.nextDouble());
            fixture.measure(session, run, values);
            return null;
        });
    }

    private static int pragma(StoreSession session, String name) {
        return session.handle.createQuery("pragma " + name).mapTo(Integer.class).one();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
