package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard, scripts and monitors get to read. */
class ReadingTest {

    private static final String PROJECT = "/api/v1/projects/demo";

    private static RunningServer server;

    @BeforeAll
    static void loadSomeRuns(@TempDir Path folder) {
        server = new RunningServer(folder);
        for (int commit = 1; commit <= 8; commit++) {
            server.post(
                    PROJECT + "/runs?branch=main&testbed=ci&release=v" + commit + "&time=2026-09-0" + commit
                            + "T10:00:00Z&subject=Change%20" + commit + "&commit=" + sha(commit)
                            + (commit == 1 ? "" : "&parent=" + sha(commit - 1)),
                    results(commit == 8 ? 1.5 : 1.0 + commit * 0.001),
                    Map.of());
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aProjectTellsItsSizeItsLimitsAndWhatIsOpen() {
        JsonNode project = server.get(PROJECT).json();

        assertEquals(8, project.at("/runs").asInt());
        assertEquals(1, project.at("/openAlerts").asInt());
        assertEquals("main", project.at("/defaultBranch").asText());
        assertEquals(0.05, project.at("/thresholds/warning").asDouble());
        assertEquals("ci", project.at("/testbeds/0").asText());
        assertEquals(project.at("/slug"), server.get("/api/v1/projects").json().at("/projects/0/slug"));
    }

    @Test
    void aSeriesIsInTheOrderOfItsCommitsWithWhatWasSaidOfEachPoint() {
        JsonNode overview = server.get(PROJECT + "/series").json().at("/series/0");
        JsonNode series =
                server.get(PROJECT + "/series/" + overview.at("/id").asText()).json();

        assertEquals("regressed", overview.at("/verdict").asText());
        assertEquals(8, overview.at("/spark").size());
        assertEquals(8, series.at("/values").size());
        assertEquals(1.001, series.at("/values/0").asDouble());
        assertEquals(1.5, series.at("/values/7").asDouble());
        assertEquals("Change 3", series.at("/points/2/subject").asText());
        assertEquals("critical", series.at("/points/7/severity").asText());
        assertEquals("lower", series.at("/direction").asText());
        assertTrue(series.at("/baseline/upper").asDouble() < 1.5, series.toString());
    }

    @Test
    void twoStoredThingsAreComparedByTheirNames() {
        for (String base : new String[] {"release:v2", sha(2), "run:" + runOf(sha(2))}) {
            JsonNode comparison = server.get(PROJECT + "/comparisons?base=" + base + "&head=main")
                    .json();
            assertEquals(sha(2), comparison.at("/baseline/sha").asText(), base);
            assertEquals(sha(8), comparison.at("/contender/sha").asText());
            assertEquals(0.497, comparison.at("/results/0/change").asDouble(), 0.001);
        }
        RunningServer.Answer unknown = server.get(PROJECT + "/comparisons?base=v2&head=main");
        assertEquals(404, unknown.status());
        assertTrue(unknown.body().contains("release:NAME"), unknown.body());
        assertEquals(400, server.get(PROJECT + "/comparisons?head=main").status());
    }

    @Test
    void aBaseThatIsNotStoredIsNotFoundHoweverItIsNamed() {
        for (String base : new String[] {"run:d1zznothing", "release:v99", "branch:nothing", "nothing"}) {
            RunningServer.Answer answer = server.get(PROJECT + "/comparisons?base=" + base + "&head=main");
            assertEquals(404, answer.status(), base);
            assertTrue(answer.body().contains("'" + base + "'"), answer.body());
        }
    }

    @Test
    void anAlertIsAcceptedWithAReasonOnly() {
        JsonNode alert = server.get(PROJECT + "/alerts?state=open").json().at("/alerts/0");
        String path = PROJECT + "/alerts/" + alert.at("/id").asText();

        RunningServer.Answer withoutReason = server.patch(path, "{\"state\":\"accepted\"}");
        RunningServer.Answer acknowledged = server.patch(path, "{\"state\":\"acknowledged\"}");
        RunningServer.Answer again = server.patch(path, "{\"state\":\"open\"}");

        assertEquals("sort", alert.at("/benchmark").asText());
        assertEquals(400, withoutReason.status());
        assertEquals("acknowledged", acknowledged.json().at("/state").asText());
        assertEquals("open", again.json().at("/state").asText());
        assertEquals(
                404,
                server.patch(PROJECT + "/alerts/999", "{\"state\":\"open\"}").status());
    }

    @Test
    void anAlertHasSomebodyWhoLooksAfterItUntilNobodyDoes() {
        String path = PROJECT + "/alerts/"
                + server.get(PROJECT + "/alerts?state=open")
                        .json()
                        .at("/alerts/0/id")
                        .asText();

        assertEquals(
                "ada",
                server.patch(path, "{\"assignee\":\" ada \"}")
                        .json()
                        .at("/assignee")
                        .asText());
        assertEquals(
                "open",
                server.get(PROJECT + "/alerts?state=open")
                        .json()
                        .at("/alerts/0/state")
                        .asText());
        assertTrue(
                server.patch(path, "{\"assignee\":\"\"}").json().at("/assignee").isNull());
        assertEquals(
                400,
                server.patch(path, "{\"assignee\":\"" + "a".repeat(101) + "\"}").status());
        assertEquals(400, server.patch(path, "{}").status());
    }

    @Test
    void whyALevelWasAcceptedIsNotedOnTheTimeAxis() {
        JsonNode alert = server.get(PROJECT + "/alerts?state=open").json().at("/alerts/0");
        String path = PROJECT + "/alerts/" + alert.at("/id").asText();

        assertEquals(
                200,
                server.patch(path, "{\"state\":\"accepted\",\"reason\":\"safer\"}")
                        .status());

        JsonNode notes = server.get(PROJECT + "/series/" + alert.at("/seriesId").asText())
                .json()
                .at("/annotations");
        assertEquals("accepted", notes.at("/0/kind").asText());
        assertTrue(notes.at("/0/text").asText().startsWith("sort: safer ("), notes.toString());
        assertEquals(alert.at("/sha").asText(), notes.at("/0/sha").asText());
        server.patch(path, "{\"state\":\"open\"}");
    }

    @Test
    void aReportIsForProgramsForTheTerminalAndForPaper() {
        JsonNode report = server.get(PROJECT + "/report?days=30").json();
        RunningServer.Answer page = server.get(PROJECT + "/report.html");
        RunningServer.Answer text = server.get(PROJECT + "/report.txt");

        assertEquals("demo", report.at("/project").asText());
        assertTrue(report.at("/runs").asInt() > 0, report.toString());
        assertTrue(page.body().startsWith("<!doctype html>"), page.body());
        assertFalse(page.body().contains("<script"), page.body());
        assertTrue(page.response()
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("")
                .startsWith("default-src 'none'; style"));
        assertTrue(text.body().startsWith("demo, main, "), text.body());
        assertEquals(400, server.get(PROJECT + "/report?days=0").status());
        assertEquals(
                404,
                server.get(PROJECT.replace("demo", "nobody") + "/report.html").status());
    }

    @Test
    void nothingIsMissingHere() {
        assertEquals(
                "{\"absences\":[]}",
                server.get(PROJECT + "/absences?state=open").body());
        assertEquals(400, server.get(PROJECT + "/absences?state=gone").status());
        assertEquals(
                404,
                server.patch(PROJECT + "/absences/1", "{\"state\":\"dismissed\"}")
                        .status());
        assertEquals(
                400,
                server.patch(PROJECT + "/absences/1", "{\"state\":\"gone\"}").status());
    }

    @Test
    void aSeriesHasAPictureForWhereNoBrowserIs() {
        String id = server.get(PROJECT + "/series").json().at("/series/0/id").asText();

        RunningServer.Answer svg = server.get(PROJECT + "/series/" + id + "/chart.svg?theme=dark");
        RunningServer.Answer png = server.get(PROJECT + "/series/" + id + "/chart.png");

        assertEquals(
                "image/svg+xml",
                svg.response().headers().firstValue("Content-Type").orElse(""));
        assertTrue(svg.body().contains("<svg") && svg.body().contains("</svg"), svg.body());
        assertTrue(png.body().startsWith("\ufffdPNG"), "not a PNG");
        assertEquals(
                404,
                server.get(PROJECT + "/series/" + id + "/chart.svg?branch=none").status());
    }

    @Test
    void theMonitorsFindHealthAndNumbersWithoutNamesOfWhatIsTracked() {
        assertEquals(200, server.get("/health/live").status());
        assertEquals(200, server.get("/health/ready").status());

        String metrics = server.get("/metrics").body();

        assertTrue(metrics.contains("pawl_uploads_total{status=\"201\"} 8"), metrics);
        assertTrue(metrics.contains("route=\"/api/v1/projects/{project}/runs\""), metrics);
        assertTrue(!metrics.contains("demo"), metrics);
    }

    private static String runOf(String sha) {
        for (JsonNode run : server.get(PROJECT + "/runs").json().at("/runs")) {
            if (run.at("/sha").asText().equals(sha)) return run.at("/id").asText();
        }
        throw new AssertionError("no run of " + sha);
    }

    private static String sha(int number) {
        return String.format("%040x", 0xabc000000L + number);
    }

    private static String results(double seconds) {
        return "{\"benchmarks\":[{\"name\":\"sort\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":"
                + seconds + ",\"stddev\":0.005,\"sampleCount\":50}]}]}";
    }
}
