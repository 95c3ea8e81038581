package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.config.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task of the background that fails is seen, holds up nothing, and recovers. */
class DegradedTest {

    private static final int MOST_LOOKS = 1200;

    @TempDir
    Path folder;

    @Test
    void aDamagedComparisonDegradesTheServerUntilItIsRepaired() throws Exception {
        try (LogCapture log = new LogCapture();
                RunningServer server = new RunningServer(folder)) {
            upload(server, 1);
            upload(server, 2);
            assertEquals("ok", ready(server).json().at("/status").asText());

            sql("update comparison set body = x'00', stale = 1 where run_number = 1");
            upload(server, 3);
            await(server, "degraded");

            RunningServer.Answer degraded = ready(server);
            assertEquals(200, degraded.status(), "uploads are still welcome");
            assertTrue(degraded.json().at("/detail").asText().startsWith("rejudger fails since "), degraded.body());
            upload(server, 4);
            assertTrue(server.get("/metrics")
                    .body()
                    .lines()
                    .anyMatch(line ->
                            line.startsWith("pawl_task_failures{task=\"rejudger\"} ") && !line.endsWith(" 0.0")));
            assertEquals(
                    1,
                    log.lines().stream()
                            .filter(line -> line.startsWith("rejudger failed"))
                            .count());

            sql("delete from comparison where run_number = 1");
            upload(server, 5);
            await(server, "ok");
            assertFalse(server.get("/metrics").body().contains("pawl_task_failures{task=\"rejudger\"} 1"));
        }
    }

    private static void await(RunningServer server, String status) throws InterruptedException {
        for (int look = 0; !ready(server).json().at("/status").asText().equals(status); look++) {
            assertTrue(
                    look < MOST_LOOKS,
                    () -> "not " + status + ": " + ready(server).body());
            Thread.sleep(25);
        }
    }

    private static RunningServer.Answer ready(RunningServer server) {
        return server.get("/health/ready");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(ServerConfig.DATABASE_FILE));
                PreparedStatement change = connection.prepareStatement(statement)) {
            change.execute();
        }
    }

    private static void upload(RunningServer server, int commit) {
        RunningServer.Answer answer = server.post(
                "/api/v1/projects/demo/runs?branch=main&testbed=ci&commit=" + Payload.sha(commit),
                Payload.of("sort", 1.0),
                Map.of());
        assertEquals(201, answer.status(), answer.body());
    }
}
