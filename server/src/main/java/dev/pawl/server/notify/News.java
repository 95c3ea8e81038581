package dev.pawl.server.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.report.Quantities;
import dev.pawl.report.VisibleText;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message is about: the alerts of one event, of one delivery or of several that were due together.
 *
 * @param event {@code regression} or {@code resolved}
 */
record News(String event, String project, String branch, List<Item> items) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names are shortened to this; both ends of a name tell more than its middle. */
    private static final int LONGEST_NAME = 120;

    private static final int SHORT_SHA = 7;

    /** One alert, its texts made visible and short. */
    record Item(
            String benchmark,
            String metric,
            String testbed,
            boolean isCritical,
            double change,
            String sha,
            @Nullable String lastGoodSha,
            @Nullable String subject,
            @Nullable String author,
            String series) {

        /** {@code +20.0 %}. */
        String changeText() {
            return Quantities.change(change);
        }

        /** The commits among which the culprit is. */
        String commits() {
            return lastGoodSha == null
                    ? "since " + shortened(sha)
                    : "after " + shortened(lastGoodSha) + ", up to " + shortened(sha);
        }

        private static String shortened(String sha) {
            return sha.length() <= SHORT_SHA ? sha : sha.substring(0, SHORT_SHA);
        }
    }

    News {
        items = List.copyOf(items);
    }

    /** Reads what the outbox holds. */
    static News of(String payload) {
        try {
            JsonNode facts = JSON.readTree(payload);
            List<Item> items = new ArrayList<>();
            for (JsonNode alert : facts.path("alerts")) {
                items.add(new Item(
                        visible(alert, "benchmark"),
                        visible(alert, "metric"),
                        visible(alert, "testbed"),
                        alert.path("severity").asText().equals("critical"),
                        alert.path("change").asDouble(),
                        visible(alert, "sha"),
                        alert.path("lastGoodSha").isTextual() ? visible(alert, "lastGoodSha") : null,
                        alert.path("subject").isTextual() ? visible(alert, "subject") : null,
                        alert.path("author").isTextual() ? visible(alert, "author") : null,
                        alert.path("series").asText()));
            }
            return new News(facts.path("event").asText(), visible(facts, "project"), visible(facts, "branch"), items);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not what the outbox writes", e);
        }
    }

    /** Several of the same event as one. */
    static News together(List<News> several) {
        News first = several.get(0);
        List<Item> all = new ArrayList<>();
        for (News news : several) all.addAll(news.items());
        // The gravest first, whatever order they came in.
        all.sort((one, other) -> Double.compare(Math.abs(other.change()), Math.abs(one.change())));
        return new News(first.event(), first.project(), first.branch(), all);
    }

    private static String visible(JsonNode node, String member) {
        return VisibleText.of(node.path(member).asText(), LONGEST_NAME);
    }

    boolean isResolved() {
        return event.equals("resolved");
    }

    /** {@code ▲ 2 benchmarks of engine got worse on main}. */
    String title() {
        String benchmarks = items.size() == 1 ? "1 benchmark" : items.size() + " benchmarks";
        return isResolved()
                ? "✓ " + benchmarks + " of " + project + " back to normal on " + branch
                : "▲ " + benchmarks + " of " + project + " got worse on " + branch;
    }

    /** Where a person looks further; {@code null} where the server has no public address. */
    @Nullable
    String link(@Nullable URI publicUrl, Item item) {
        if (publicUrl == null) return null;
        return publicUrl + "/p/" + encoded(project) + "/series/" + encoded(item.series());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
