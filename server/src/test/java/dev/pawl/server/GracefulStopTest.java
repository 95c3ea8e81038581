package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.config.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: what was taken on is finished, nothing new is taken on, and nothing is lost. */
class GracefulStopTest {

    /** What a JVM says that SIGTERM has ended. */
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    Path folder;

    @Test
    void aRequestAtHandIsFinishedWhileReadinessSaysNo() throws Exception {
        byte[] body = Payload.utf8(Payload.of("sort", 1.0));
        try (ServerProcess server = ServerProcess.start(folder, ServerMain.Mode.SOUND);
                RawConnection upload = new RawConnection(server.url());
                RawConnection probe = new RawConnection(server.url())) {
            assertEquals(200, probe.request("GET", "/health/ready").answer().status());
            upload.request(
                            "POST",
                            "/api/v1/projects/p/runs?branch=main&commit=" + Payload.sha(1),
                            "Content-Length: " + body.length)
                    .send(Arrays.copyOf(body, 10));
            Thread.sleep(500);

            server.terminate();
            int readiness = 200;
            for (int i = 0; i < 100 && readiness == 200; i++) {
                Thread.sleep(50);
                readiness = probe.request("GET", "/health/ready").answer().status();
            }
            upload.send(Arrays.copyOfRange(body, 10, body.length));
            RawConnection.Answer answer = upload.answer();

            assertEquals(503, readiness);
            assertEquals(201, answer.status(), answer.body());
            assertEquals(ENDED_BY_SIGTERM, server.await());
        }
    }

    @Test
    void aRequestThatWaitsForTheDatabaseIsFinished() throws Exception {
        byte[] body = Payload.utf8(Payload.of("sort", 1.0));
        try (ServerProcess server = ServerProcess.start(folder, ServerMain.Mode.SOUND);
                RawConnection upload = new RawConnection(server.url());
                Connection other =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(ServerConfig.DATABASE_FILE))) {
            other.createStatement().execute("begin immediate");
            upload.request(
                            "POST",
                            "/api/v1/projects/p/runs?branch=main&commit=" + Payload.sha(1),
                            "Content-Length: " + body.length)
                    .send(body);
            Thread.sleep(500);

            server.terminate();
            Thread.sleep(2500);
            other.createStatement().execute("rollback");

            assertEquals(201, upload.answer().status());
            assertEquals(ENDED_BY_SIGTERM, server.await());
        }
    }

    @Test
    void aSenderThatPausesDuringTheStopIsToldToSendAgain() throws Exception {
        byte[] body = Payload.utf8(Payload.of("sort", 1.0));
        try (ServerProcess server = ServerProcess.start(folder, ServerMain.Mode.SOUND);
                RawConnection upload = new RawConnection(server.url())) {
            upload.request(
                            "POST",
                            "/api/v1/projects/p/runs?branch=main&commit=" + Payload.sha(1),
                            "Content-Length: " + body.length)
                    .send(Arrays.copyOf(body, 10));
            Thread.sleep(500);

            server.terminate();

            RawConnection.Answer answer = upload.answer();
            assertEquals(503, answer.status(), answer.body());
            assertTrue(answer.headers().containsKey("retry-after"));
            assertEquals(ENDED_BY_SIGTERM, server.await());
        }
    }

    @Test
    void uploadsThatRunIntoTheStopAreStoredOrNotAcknowledged() throws Exception {
        List<UploadingClient> clients =
                IntStream.range(0, 4).mapToObj(UploadingClient::new).toList();
        for (int stop = 0; stop < 3; stop++) {
            try (ServerProcess server = ServerProcess.start(folder, ServerMain.Mode.SOUND)) {
                int before = acknowledged(clients).size();
                List<Thread> threads = new ArrayList<>();
                for (UploadingClient client : clients) {
                    client.serverIsAt(server.url());
                    Thread thread = new Thread(client, "client");
                    thread.start();
                    threads.add(thread);
                }
                while (acknowledged(clients).size() < before + 20
                        && threads.stream().anyMatch(Thread::isAlive)) Thread.sleep(5);
                server.terminate();
                assertEquals(ENDED_BY_SIGTERM, server.await());
                for (Thread thread : threads) thread.join();
            }
            try (StoredUploads stored = new StoredUploads(folder)) {
                assertEquals(List.of(), stored.lost(acknowledged(clients)));
                assertEquals(List.of(), stored.faults());
            }
        }
        for (UploadingClient client : clients) assertEquals(List.of(), client.refusals());
        assertTrue(acknowledged(clients).size() >= 60);
    }

    private static List<UploadingClient.Acknowledged> acknowledged(List<UploadingClient> clients) {
        return clients.stream()
                .flatMap(client -> client.acknowledged().stream())
                .toList();
    }
}
