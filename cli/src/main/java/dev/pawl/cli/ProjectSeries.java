package dev.pawl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.model.RecordedSeries;
import dev.pawl.parser.ResultSource;
import dev.pawl.parser.SeriesParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The series that a server has of a project. */
final class ProjectSeries {

    private static final String MOST_POINTS = "1000";

    /** Less goes by unnoticed. */
    private static final int SERIES_WITHOUT_PROGRESS = 100;

    private ProjectSeries() {}

    /**
     * One of them.
     *
     * @param benchmark its name without parameters, as rules match it
     * @param series under its name with parameters, metric, and testbed where there are several
     */
    record One(String benchmark, RecordedSeries series) {}

    /** The headline series of the default branch. */
    static List<One> headlines(PawlClient client, String project) throws IOException {
        JsonNode list = new ObjectMapper()
                .readTree(client.get(List.of("projects", project, "series"), Map.of()))
                .path("series");
        List<JsonNode> headlines = new ArrayList<>();
        for (JsonNode row : list) if (row.path("role").asText("headline").equals("headline")) headlines.add(row);
        long testbeds = headlines.stream()
                .map(row -> row.path("testbed").asText())
                .distinct()
                .count();
        List<One> series = new ArrayList<>();
        for (JsonNode row : headlines) {
            String id = row.path("id").asText();
            byte[] body = client.get(List.of("projects", project, "series", id), Map.of("limit", MOST_POINTS));
            String label = row.path("name").asText()
                    + (row.path("metric").asText().equals("time")
                            ? ""
                            : " " + row.path("metric").asText())
                    + (testbeds > 1 ? " on " + row.path("testbed").asText() : "");
            for (RecordedSeries one : SeriesParser.parse(ResultSource.ofBytes("series " + id, body)))
                series.add(new One(
                        row.path("benchmark").asText(),
                        new RecordedSeries(label, one.unit(), one.direction(), one.values())));
            if (series.size() % SERIES_WITHOUT_PROGRESS == 0)
                System.err.println("pawl: " + series.size() + " of " + headlines.size() + " series read");
        }
        return series;
    }
}
