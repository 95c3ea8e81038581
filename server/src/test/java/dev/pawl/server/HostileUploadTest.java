package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that a hostile user would send: each is stored whole or refused with the place; none upsets the server. */
class HostileUploadTest {

    private static final List<String> NAMES = List.of(
            "a|b`c`d",
            "<script>alert(1)</script>",
            "first\nsecond\r\nthird",
            "\uD83D\uDC0C snail \uD83D\uDC68\u200D\uD83D\uDCBB",
            "\u202Eright to left \u0645\u0639\u064A\u0627\u0631",
            "@everyone #1 <!here> [x](http://example.org)",
            "'; drop table run; --",
            "%s%n${jndi:ldap://example.org}",
            "\u001B[31mred",
            "../../etc/passwd",
            "e\u0301 is not \u00E9",
            "n".repeat(1024));

    @TempDir
    Path folder;

    private RunningServer server;
    private int uploads;

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsNoResultIsRefusedWithThePlace() {
        for (Map.Entry<String, byte[]> bad : unreadable().entrySet()) {
            RunningServer.Answer answer = upload(bad.getValue(), "");

            assertEquals(422, answer.status(), bad.getKey() + ": " + answer.body());
            assertEquals(
                    "application/problem+json",
                    answer.response().headers().firstValue("Content-Type").orElse(""));
            String place = answer.json().at("/pointer").asText();
            assertTrue(place.startsWith("body"), bad.getKey() + " at '" + place + "'");
            assertTrue(answer.json().at("/detail").asText().length() < 1000, bad.getKey());
        }
        assertHealthyAndEmpty();
    }

    @Test
    void numbersOutOfRangeAreRefusedWithTheNameOfWhatTheyBelongTo() {
        for (String number : List.of("1e999", "-1e999", "NaN", "Infinity", "1" + "0".repeat(5000))) {
            RunningServer.Answer answer = upload(Payload.utf8(measuring("s", number, "")), "");

            assertEquals(422, answer.status(), number + ": " + answer.body());
        }
        RunningServer.Answer beyondInBytes = upload(Payload.utf8(measuring("GB", "1e305", "")), "");
        RunningServer.Answer sampleBeyond = upload(Payload.utf8(measuring("GB", "1", ",\"samples\":[1e305,1]")), "");

        assertEquals(422, beyondInBytes.status());
        assertTrue(beyondInBytes.json().at("/detail").asText().contains("benchmark sort"), beyondInBytes.body());
        assertEquals(422, sampleBeyond.status());
        assertTrue(sampleBeyond.json().at("/detail").asText().contains("benchmark sort"), sampleBeyond.body());
        assertHealthyAndEmpty();
    }

    @Test
    void extremeButFiniteValuesAreStoredAndEveryPageStillOpens() {
        List<List<String>> histories = List.of(
                List.of("1e-308", "1e-308", "1e-308", "1e308"),
                List.of("1e308", "-1e308", "1e308", "-1e308"),
                List.of("0", "0", "0", "1"),
                List.of("1", "1", "1", "-0.0"),
                List.of("4.9e-324", "4.9e-324", "4.9e-324", "1e-320"));
        int project = 0;
        for (List<String> history : histories) {
            project++;
            for (int i = 0; i < history.size(); i++) {
                String spread = i % 2 == 0 ? "" : ",\"stddev\":1e308,\"sampleCount\":3";
                RunningServer.Answer answer = server.post(
                        "/api/v1/projects/x" + project + "/runs?branch=main&testbed=ci&commit=" + Payload.sha(i + 1)
                                + (i == 0 ? "" : "&parent=" + Payload.sha(i)),
                        measuring("s", history.get(i), spread),
                        Map.of());
                assertEquals(201, answer.status(), history + ": " + answer.body());
                assertFalse(answer.body().contains("Infinity") || answer.body().contains("NaN"), answer.body());
            }
            JsonNode overview =
                    server.get("/api/v1/projects/x" + project + "/series").json();
            assertEquals(1, overview.at("/series").size(), overview.toString());
            String series = overview.at("/series/0/id").asText();
            RunningServer.Answer page = server.get("/api/v1/projects/x" + project + "/series/" + series);
            assertEquals(200, page.status(), page.body());
            assertEquals(history.size(), page.json().at("/points").size());
        }
    }

    @Test
    void everyNameComesBackAsItWasSent() {
        try (LogCapture log = new LogCapture()) {
            for (String name : NAMES) {
                RunningServer.Answer answer = upload(Payload.utf8(Payload.of(name, 1.0)), "");

                assertEquals(201, answer.status(), answer.body());
                assertTrue(
                        answer.json()
                                .at("/results")
                                .findValuesAsText("benchmark")
                                .contains(name),
                        answer.body());
            }
            List<String> stored = server.get("/api/v1/projects/demo/benchmarks")
                    .json()
                    .at("/benchmarks")
                    .findValuesAsText("benchmark");
            assertEquals(
                    NAMES.stream().sorted().toList(), stored.stream().sorted().toList());
            for (String line : log.lines()) assertTrue(line.chars().noneMatch(Character::isISOControl), line);
        }
    }

    @Test
    void aNameOfTenThousandCharactersIsRefusedWhereItStands() {
        RunningServer.Answer answer = upload(Payload.utf8(Payload.of("n".repeat(10_000), 1.0)), "");

        assertEquals(422, answer.status());
        assertEquals("body:/benchmarks/0", answer.json().at("/pointer").asText());
        assertTrue(answer.body().length() < 1000, answer.body());
    }

    @Test
    void whatIsSaidOfARunIsCheckedFieldByField() {
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("commit", "main");
        refused.put("parent", "../../x");
        refused.put("pr", "-1");
        refused.put("shard", "3/2");
        refused.put("baseline", "yesterday");
        refused.put("jobUrl", "javascript:alert(1)");
        refused.put("repository", "https://user:secret@example.org/x");
        refused.put("branch", "a%0Ab");
        refused.put("testbed", "t".repeat(129));
        refused.put("time", "tomorrow");
        refused.put("format", "xml");
        for (Map.Entry<String, String> field : refused.entrySet()) {
            String base = field.getKey().equals("commit") ? "" : "commit=" + Payload.sha(1) + "&";
            RunningServer.Answer answer = server.post(
                    "/api/v1/projects/demo/runs?" + base + field.getKey() + "=" + field.getValue(),
                    Payload.of("sort", 1.0),
                    Map.of());

            assertEquals(400, answer.status(), field + ": " + answer.body());
            assertTrue(answer.json().at("/pointer").asText().endsWith(field.getKey()), answer.body());
            assertFalse(answer.body().contains("secret"), answer.body());
        }
        assertHealthyAndEmpty();
    }

    private static Map<String, byte[]> unreadable() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        byte[] binary = new byte[4096];
        for (int i = 0; i < binary.length; i++) binary[i] = (byte) (i * 31);
        String good = Payload.of("sort", 1.0);
        bodies.put("empty", new byte[0]);
        bodies.put("blank", Payload.utf8(" \n\t "));
        bodies.put("binary", binary);
        bodies.put("archive", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
        bodies.put("HTML error page", Payload.utf8("<!doctype html><html><h1>502 Bad Gateway</h1></html>"));
        bodies.put("JSON of another tool", Payload.utf8("{\"hello\":[1,2,3]}"));
        bodies.put("an empty array", Payload.utf8("[]"));
        bodies.put("a number", Payload.utf8("1"));
        bodies.put("null", Payload.utf8("null"));
        bodies.put("cut off", Payload.utf8(good.substring(0, good.length() - 5)));
        bodies.put("no results", Payload.utf8("{\"benchmarks\":[]}"));
        bodies.put("duplicate keys", Payload.utf8(good.replace("\"name\":", "\"name\":\"other\",\"name\":")));
        bodies.put("depth", Payload.utf8("{\"benchmarks\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"));
        bodies.put("depth of objects", Payload.utf8("{\"a\":".repeat(10_000)));
        bodies.put("no name", Payload.utf8(Payload.of(" ", 1.0)));
        bodies.put("no measurements", Payload.utf8("{\"benchmarks\":[{\"name\":\"a\",\"measurements\":[]}]}"));
        bodies.put("a text for a number", Payload.utf8(measuring("s", "\"1\"", "")));
        bodies.put("a negative count", Payload.utf8(measuring("s", "1", ",\"sampleCount\":-1")));
        bodies.put("a long metric", Payload.utf8(good.replace("\"time\"", Payload.quoted("m".repeat(10_000)))));
        bodies.put("Latin-1 that is no UTF-8", "name,\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
        return bodies;
    }

    private static String measuring(String unit, String value, String more) {
        return "{\"benchmarks\":[{\"name\":\"sort\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"" + unit
                + "\",\"value\":" + value + more + "}]}]}";
    }

    private RunningServer.Answer upload(byte[] body, String more) {
        return server.post(
                "/api/v1/projects/demo/runs?branch=main&testbed=ci&run=k" + uploads++ + "&commit=" + Payload.sha(1)
                        + more,
                body,
                Map.of());
    }

    private void assertHealthyAndEmpty() {
        assertEquals(200, server.get("/health/ready").status());
        assertEquals(0, server.get("/api/v1/projects").json().at("/projects").size());
    }
}
