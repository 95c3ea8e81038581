package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upload is on the disk before it is acknowledged, so that it survives a power cut. Killing a process cannot show that,
 * because the kernel keeps what was written; the system calls can: every write to the write-ahead log must be followed by a
 * sync before the 201 leaves.
 */
@Tag("slow")
class DurabilityTest {

    private static final int UPLOADS = 200;

    @TempDir
    Path folder;

    @Test
    void everyUploadIsSyncedToDiskBeforeItIsAcknowledged() throws Exception {
        Acknowledgements seen = trace(ServerMain.Mode.SOUND, UPLOADS);

        assertEquals(UPLOADS, seen.sent);
        assertEquals(0, seen.early);
    }

    @Test
    void aServerThatDoesNotWaitForTheDiskIsCaught() throws Exception {
        Acknowledgements seen = trace(ServerMain.Mode.DOES_NOT_SYNC, 20);

        assertEquals(20, seen.sent);
        assertTrue(seen.early > 10, "only " + seen.early + " of 20 were seen to be early");
    }

    private Acknowledgements trace(ServerMain.Mode mode, int uploads) throws Exception {
        assumeTrue(canTrace(), "strace cannot be used here, so that it is not shown when the disk was written");
        Path trace = folder.resolve("trace.txt");
        try (ServerProcess server = ServerProcess.start(
                folder,
                mode,
                "strace",
                "-f",
                "-qq",
                "-y",
                "-s",
                "16",
                "-e",
                "trace=write,pwrite64,writev,sendto,fsync,fdatasync",
                "-o",
                trace.toString())) {
            HttpClient client = HttpClient.newHttpClient();
            for (int commit = 1; commit <= uploads; commit++) {
                // One after the other and without anything to judge again, so that every write belongs to the next
                // answer.
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(server.url() + "/api/v1/projects/p/runs?branch=main&testbed=ci&commit="
                                        + Payload.sha(commit) + "&parent=" + Payload.sha(commit - 1)))
                        .POST(BodyPublishers.ofString(Payload.many("b", 5, 1)))
                        .build();
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                assertEquals(201, answer.statusCode(), answer.body());
            }
        }
        return Acknowledgements.in(Files.readAllLines(trace, StandardCharsets.ISO_8859_1));
    }

    private boolean canTrace() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /**
     * What a trace tells of the acknowledgements.
     *
     * @param sent how many there were
     * @param early how many left while something in the write-ahead log was not synced
     */
    private record Acknowledgements(int sent, int early) {

        /** Lines are like {@code 4711 pwrite64(7</tmp/x/pawl.db-wal>, "…"..., 24, 0) = 24}, in the order of the calls. */
        static Acknowledgements in(List<String> lines) {
            boolean isUnsynced = false;
            int sent = 0;
            int early = 0;
            for (String line : lines) {
                boolean isOnLog = line.contains("pawl.db-wal>");
                boolean isSync = line.contains(" fsync(") || line.contains(" fdatasync(");
                if (isOnLog && isSync) {
                    isUnsynced = false;
                } else if (isOnLog && line.contains("write")) {
                    isUnsynced = true;
                } else if (line.contains("\"HTTP/1.1 201")) {
                    sent++;
                    if (isUnsynced) early++;
                }
            }
            return new Acknowledgements(sent, early);
        }
    }
}
