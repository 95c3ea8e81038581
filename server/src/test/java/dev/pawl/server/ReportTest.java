package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.server.http.AnswerSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says, in each of its forms. */
class ReportTest {

    @Test
    void aReportNamesWhatMostlyCannotBeToldFromNoise(@TempDir Path folder) throws IOException {
        String project = "/api/v1/projects/swinging";
        try (RunningServer server = new RunningServer(folder)) {
            for (int commit = 1; commit <= 14; commit++)
                server.post(
                        project + "/runs?testbed=ci&branch=main&commit=" + Payload.sha(commit) + "&parent="
                                + Payload.sha(commit - 1),
                        Payload.of("swing <b>", commit % 2 == 0 ? 1.0 : 1.3 + commit * 0.01),
                        Map.of());

            JsonNode report = server.get(project + "/report").json();
            String text = server.get(project + "/report.txt").body();
            String page = server.get(project + "/report.html").body();

            assertEquals(List.of(), AnswerSchema.ofServer().problems("Report", report));
            JsonNode undecided = report.at("/undecided/0");
            assertTrue(
                    2 * undecided.at("/times").asInt()
                            > undecided.at("/compared").asInt(),
                    report.toString());
            String times = undecided.at("/times").asInt() + " of "
                    + undecided.at("/compared").asInt() + " runs";
            assertTrue(
                    Pattern.compile(
                                    "cannot tell\\R  \\? " + times + " +swing <b> on ci  "
                                            + "(changes from ±[0-9.]+ % could|no change below ±100 % could) be proven, the limit is 5\\.0 %")
                            .matcher(text)
                            .find(),
                    text);
            assertTrue(
                    page.contains("<h2>Cannot tell</h2><table><tr><td>? " + times + "</td><td>swing &lt;b&gt;"), page);
        }
    }
}
