package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.server.config.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels that get worse in steps too small to be found. */
class CreepTest {

    private static final int FLAT = 22;
    private static final int CREPT = FLAT + 40;

    /** From here on an accepted level creeps on. */
    private static final int GOES_ON = CREPT + 8;

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fortyRunsOfFourInAThousandAreOneAlertThatSaysSo() throws InterruptedException {
        upload(1, CREPT);

        JsonNode crept = only("crept");
        assertEquals("creep", crept.at("/kind").asText(), crept.toPrettyString());
        assertEquals("v1", crept.at("/creep/release").asText(), crept.toPrettyString());
        assertEquals(Payload.sha(FLAT), crept.at("/lastGoodSha").asText());
        String text = crept.at("/creep/text").asText();
        assertTrue(text.matches("crept by \\+\\d+\\.\\d % since v1 over \\d+ runs"), text);
        for (String form : List.of("report.txt", "report.html")) {
            String report = server.get("/api/v1/projects/demo/" + form).body();
            assertTrue(report.contains(text), report);
        }
        JsonNode stepped = only("stepped");
        assertEquals("level", stepped.at("/kind").asText(), stepped.toPrettyString());
        assertTrue(stepped.at("/creep").isNull());
        assertEquals(List.of(), told("still"));

        accept(only("wanted"));
        upload(CREPT + 1, CREPT + 1);
        // It is over when several runs are back, not with the first.
        assertEquals("open", only("crept").at("/state").asText());
        upload(CREPT + 2, GOES_ON);
        assertEquals("resolved", only("crept").at("/state").asText());
        only("wanted");

        upload(GOES_ON + 1, GOES_ON + 26);
        List<JsonNode> wanted = told("wanted");
        assertEquals(2, wanted.size(), wanted.toString());
        assertEquals("creep", wanted.get(0).at("/kind").asText());
        assertEquals("open", wanted.get(0).at("/state").asText());
        only("crept");
        only("stepped");
        assertEquals(List.of(), told("still"));
    }

    private static double crept(int commit) {
        return commit > CREPT ? 1 : Math.pow(1.004, Math.max(0, commit - FLAT));
    }

    private static double wanted(int commit) {
        int steps = Math.max(0, Math.min(commit, FLAT + 26) - FLAT) + Math.max(0, commit - GOES_ON);
        return Math.pow(1.004, steps);
    }

    private void accept(JsonNode alert) {
        String decision = "{\"state\":\"accepted\",\"reason\":\"wanted\"}";
        assertEquals(
                200,
                server.patch("/api/v1/projects/demo/alerts/" + alert.at("/id").asLong(), decision)
                        .status());
    }

    private JsonNode only(String benchmark) throws InterruptedException {
        List<JsonNode> alerts = told(benchmark);
        assertEquals(1, alerts.size(), benchmark + ": " + alerts);
        return alerts.get(0);
    }

    /** The alerts of a benchmark that somebody was told of, the newest first. */
    private List<JsonNode> told(String benchmark) throws InterruptedException {
        List<JsonNode> told = new ArrayList<>();
        for (JsonNode alert : alerts())
            if (alert.at("/benchmark").asText().equals(benchmark)
                    && alert.at("/confirmed").asBoolean()) told.add(alert);
        return told;
    }

    /** The alerts, once every run was read. */
    private JsonNode alerts() throws InterruptedException {
        for (int look = 0; waiting() > 0; look++) {
            assertTrue(look < 600, "the levels are still being followed");
            Thread.sleep(20);
        }
        return server.get("/api/v1/projects/demo/alerts").json().at("/alerts");
    }

    private int waiting() {
        String database = "jdbc:sqlite:" + folder.resolve(ServerConfig.DATABASE_FILE);
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from detector_queue")) {
            return count.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void upload(int first, int last) {
        for (int commit = first; commit <= last; commit++) {
            String parent = commit == 1 ? "" : "&parent=" + Payload.sha(commit - 1);
            String release = commit == FLAT ? "&release=v1" : "";
            Random random = new Random(31L * commit + 3);
            String body = "{\"benchmarks\":[" + measured("crept", crept(commit), random) + ","
                    + measured("stepped", commit <= FLAT ? 1 : 1.12, random) + ","
                    + measured("wanted", wanted(commit), random) + "," + measured("still", 1, random) + "]}";
            RunningServer.Answer answer = server.post(
                    "/api/v1/projects/demo/runs?branch=main&testbed=ci&run=m" + commit + "&commit="
                            + Payload.sha(commit) + parent + release,
                    body,
                    Map.of());
            assertEquals(201, answer.status(), answer.body());
        }
    }

    /** With a noise of 0.8 %. */
    private static String measured(String benchmark, double level, Random random) {
        return "{\"name\":\"" + benchmark + "\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":"
                + 0.1 * level * Math.exp(0.008 * random.nextGaussian()) + "}]}";
    }
}
