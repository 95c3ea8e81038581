package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.config.ServerConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much an upload may weigh, on the wire and unpacked, and what bodies that lie or linger do to others. */
class BodyLimitsTest {

    private static final int WIRE = 16 << 10;
    private static final int BODY = 64 << 10;
    private static final Map<String, String> GZIP = Map.of("Content-Encoding", "gzip");

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer(folder, new ServerConfig.Limits(WIRE, BODY));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLimitOnTheWireIsExact() {
        assertEquals(201, upload(1, padded(WIRE - 1), Map.of()).status());
        assertEquals(201, upload(2, padded(WIRE), Map.of()).status());
        RunningServer.Answer beyond = upload(3, padded(WIRE + 1), Map.of());

        assertEquals(413, beyond.status());
        assertTrue(beyond.json().at("/detail").asText().contains(WIRE + " bytes on the wire"), beyond.body());
    }

    @Test
    void theLimitAfterUnpackingIsExact() {
        assertEquals(201, upload(1, Payload.gzip(padded(BODY - 1)), GZIP).status());
        assertEquals(201, upload(2, Payload.gzip(padded(BODY)), GZIP).status());
        RunningServer.Answer beyond = upload(3, Payload.gzip(padded(BODY + 1)), GZIP);

        assertEquals(413, beyond.status());
        assertTrue(beyond.json().at("/detail").asText().contains("decompressed"), beyond.body());
    }

    @Test
    void aBodyFarBeyondTheLimitIsReadToItsEndSoThatItsSenderSeesWhy() {
        RunningServer.Answer answer = upload(1, new byte[20 << 20], Map.of());

        assertEquals(413, answer.status());
    }

    @Test
    void whoAsksBeforeSendingIsToldAtOnce() {
        try (RawConnection connection = new RawConnection(server.server().url())) {
            RawConnection.Answer answer = connection
                    .request("POST", path(1), "Content-Length: " + (WIRE + 1), "Expect: 100-continue")
                    .answer();

            assertEquals(413, answer.status());
        }
    }

    @Test
    void aGzipBombIsRefusedInBoundedMemory(@TempDir Path other) {
        byte[] bomb = Payload.gzipOfZeros(7);
        try (RunningServer ordinary = new RunningServer(other)) {
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = allocated(threads);

            RunningServer.Answer answer = ordinary.post(path(1), bomb, GZIP);

            assertEquals(413, answer.status());
            // 32 MiB are let through by default; arrays that grow by doubling pass through four times that.
            assertTrue(allocated(threads) - before < 256L << 20, "allocated " + (allocated(threads) - before));
        }
    }

    @Test
    void brokenGzipIsTheSendersFault() {
        byte[] whole = Payload.gzip(padded(1000));
        byte[] wrongSum = whole.clone();
        wrongSum[whole.length - 8] ^= 1;
        byte[] cutOff = Arrays.copyOf(whole, whole.length - 9);

        for (byte[] body : List.of(wrongSum, cutOff, Payload.utf8("this is no gzip at all"), new byte[0])) {
            RunningServer.Answer answer = upload(1, body, GZIP);

            assertEquals(400, answer.status(), answer.body());
        }
    }

    @Test
    void anUnknownOrStackedEncodingIsNotUnderstood() {
        for (String encoding : List.of("br", "zstd", "gzip, gzip", "deflate", "gzip;q=1")) {
            RunningServer.Answer answer = upload(1, padded(1000), Map.of("Content-Encoding", encoding));

            assertEquals(415, answer.status(), encoding);
        }
        assertEquals(
                201,
                upload(1, padded(1000), Map.of("Content-Encoding", "identity")).status());
    }

    @Test
    void slowAndCutOffBodiesNeitherBlockOthersNorAreStored() {
        List<RawConnection> lingering = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RawConnection connection = new RawConnection(server.server().url());
            connection.request("POST", path(1), "Content-Length: 5000").send("{\"benchmarks\":[");
            lingering.add(connection);
        }
        int status = upload(2, padded(1000), Map.of()).status();
        int live = server.get("/health/live").status();
        lingering.forEach(RawConnection::close);

        assertEquals(201, status);
        assertEquals(200, live);
        assertEquals(201, upload(3, padded(1000), Map.of()).status());
        assertEquals(
                2, server.get("/api/v1/projects/demo/runs").json().at("/runs").size());
    }

    private RunningServer.Answer upload(int commit, byte[] body, Map<String, String> headers) {
        return server.post(path(commit), body, headers);
    }

    private static String path(int commit) {
        return "/api/v1/projects/demo/runs?branch=main&testbed=ci&commit=" + Payload.sha(commit);
    }

    private static byte[] padded(int length) {
        String payload = Payload.of("sort", 1.0);
        return Payload.utf8(payload + " ".repeat(length - payload.length()));
    }

    private static long allocated(com.sun.management.ThreadMXBean threads) {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) sum += Math.max(0, bytes);
        return sum;
    }
}
