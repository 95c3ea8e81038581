package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed in the middle of uploads, again and again: nothing that it acknowledged is lost, and nothing is stored by
 * half. That holds for a killed process; a power cut takes more, see {@link DurabilityTest}.
 */
@Tag("slow")
class CrashTest {

    /** Two servers are killed twenty times each; they take turns on the processors while the other one starts. */
    private static final int LANES = 2;

    private static final int KILLS_IN_A_LANE = 20;
    private static final int CLIENTS = 4;

    /** From the first acknowledgement after a start to the kill. */
    private static final int LONGEST_LIFE_MILLIS = 300;

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLostAndNothingIsHalfStoredByFortyKills() throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<Lane>> running = new ArrayList<>();
            for (int number = 0; number < LANES; number++) {
                Lane lane =
                        new Lane(Files.createDirectory(folder.resolve("lane" + number)), number, ServerMain.Mode.SOUND);
                running.add(lanes.submit(() -> {
                    for (int kill = 0; kill < KILLS_IN_A_LANE; kill++) {
                        lane.liveAndDie();
                        assertEquals(List.of(), lane.findings());
                    }
                    lane.settle();
                    return lane;
                }));
            }
            int retries = 0;
            for (Future<Lane> future : running) {
                Lane lane = future.get();
                assertEquals(List.of(), lane.findings());
                assertTrue(
                        lane.acknowledged().size() > KILLS_IN_A_LANE,
                        "too few uploads: " + lane.acknowledged().size());
                retries += lane.retries();
            }
            // Otherwise no kill has hit an upload, and the test has shown nothing.
            assertTrue(retries > LANES * KILLS_IN_A_LANE / 2, "only " + retries + " uploads were cut off");
        } finally {
            lanes.shutdownNow();
        }
    }

    @Test
    void aServerThatAcknowledgesBeforeItStoresIsCaught() throws Exception {
        Lane lane = new Lane(folder, 99, ServerMain.Mode.ANSWERS_EARLY);
        List<String> findings = List.of();

        for (int kill = 0; kill < 8 && findings.isEmpty(); kill++) {
            lane.liveAndDie();
            findings = lane.findings();
        }

        assertFalse(findings.isEmpty(), "an upload was acknowledged before it was stored, and nobody noticed");
        assertTrue(findings.get(0).startsWith("lost"), findings.toString());
    }

    /** A data folder, its clients, and one server after the other. */
    private static final class Lane {

        private final Path data;
        private final ServerMain.Mode mode;
        private final Random random;
        private final List<UploadingClient> clients;

        Lane(Path data, int seed, ServerMain.Mode mode) {
            this.data = data;
            this.mode = mode;
            this.random = new Random(seed);
            this.clients =
                    IntStream.range(0, CLIENTS).mapToObj(UploadingClient::new).toList();
        }

        void liveAndDie() throws Exception {
            ServerProcess server = ServerProcess.start(data, mode);
            List<Thread> threads = new ArrayList<>();
            int before = acknowledged().size();
            for (UploadingClient client : clients) {
                client.serverIsAt(server.url());
                Thread thread = new Thread(client, "client");
                thread.start();
                threads.add(thread);
            }
            while (acknowledged().size() == before && threads.stream().anyMatch(Thread::isAlive)) Thread.sleep(1);
            Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
            server.kill();
            for (Thread thread : threads) thread.join();
        }

        /** Sends again whatever has no answer yet, and lets the server stop in peace. */
        void settle() {
            try (ServerProcess server = ServerProcess.start(data, mode)) {
                for (UploadingClient client : clients) {
                    client.serverIsAt(server.url());
                    client.finish();
                }
                server.terminate();
                server.await();
            }
        }

        List<String> findings() throws Exception {
            List<String> findings = new ArrayList<>();
            for (UploadingClient client : clients) findings.addAll(client.refusals());
            try (StoredUploads stored = new StoredUploads(data)) {
                findings.addAll(stored.lost(acknowledged()));
                findings.addAll(stored.faults());
            }
            return findings;
        }

        List<UploadingClient.Acknowledged> acknowledged() {
            return clients.stream()
                    .flatMap(client -> client.acknowledged().stream())
                    .toList();
        }

        int retries() {
            return clients.stream().mapToInt(UploadingClient::retries).sum();
        }
    }
}
