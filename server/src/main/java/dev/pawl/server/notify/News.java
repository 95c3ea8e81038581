package dev.pawl.server.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.report.CreepWords;
import dev.pawl.report.Quantities;
import dev.pawl.report.VisibleText;
import dev.pawl.server.store.ChannelRow.Event;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a message is about: the facts of one event, of one delivery or of several that were due together.
 *
 * @param missed whom an earlier attempt did not reach while it reached others, with commas between them; {@code null} for all
 */
record News(
        Event event,
        String project,
        String branch,
        List<Item> items,
        @Nullable String missed) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whom to send to where others have it already. */
    private static final String MISSED = "missed";

    /** Of a name in a subject. */
    private static final int SHORT_NAME = 60;

    /** Names are shortened to this; both ends of a name tell more than its middle. */
    private static final int LONGEST_NAME = 120;

    private static final int SHORT_SHA = 7;

    /** What the outbox wrote before there was anything but alerts. */
    private static final String ALERTS = "alerts";

    /**
     * One fact, its texts made visible and short, not yet harmless where they are going.
     *
     * @param name a benchmark or a testbed
     * @param headline name and change in a few words
     * @param detail a line of facts
     * @param note another line, such as a commit's subject
     * @param weight the weightiest come first
     * @param series id of the series to look at; {@code null} for the page of all alerts
     * @param thread what it has in common with earlier and later news of the same; {@code null} if there will be none
     * @param json the same for programs
     */
    record Item(
            String name,
            String headline,
            String detail,
            @Nullable String note,
            double weight,
            @Nullable String series,
            @Nullable String thread,
            ObjectNode json) {}

    News {
        items = List.copyOf(items);
    }

    /** Reads what the outbox holds. */
    static News of(String payload) {
        try {
            JsonNode facts = JSON.readTree(payload);
            Event event = Event.valueOf(facts.path("event").asText().toUpperCase(Locale.ROOT));
            List<Item> items = new ArrayList<>();
            JsonNode list = facts.has(ALERTS) ? facts.path(ALERTS) : facts.path("items");
            for (JsonNode item : list) items.add(item(event, item));
            return new News(
                    event,
                    visible(facts, "project"),
                    visible(facts, "branch"),
                    items,
                    facts.path(MISSED).textValue());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not what the outbox writes", e);
        }
    }

    /** What the outbox is to hold when all but these have it. */
    static String toMissed(String payload, String missed) {
        try {
            return ((ObjectNode) JSON.readTree(payload)).put(MISSED, missed).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not what the outbox writes", e);
        }
    }

    private static Item item(Event event, JsonNode facts) {
        return switch (event) {
            case REGRESSION, RESOLVED -> ofAlert(event, facts);
            case MISSING -> ofMissing(facts);
            case DRIFT -> ofDrift(facts);
            case WEEKLY -> facts.has("summary") ? ofWeek(facts) : ofMover(facts);
        };
    }

    private static Item ofAlert(Event event, JsonNode facts) {
        double change = facts.path("change").asDouble();
        String severity = facts.path("severity").asText().equals("critical") ? "critical" : "warning";
        String where = visible(facts, "metric") + " on " + visible(facts, "testbed") + " · " + commits(facts);
        JsonNode creep = facts.path("creep");
        if (creep.isObject()) return ofCreep(event, facts, creep, change, severity);
        String subject = textOrNull(facts, "subject");
        String author = textOrNull(facts, "author");
        ObjectNode json = json(facts, "benchmark", "metric", "testbed")
                .put("severity", severity)
                .put("change", change)
                .put("sha", visible(facts, "sha"))
                .put("lastGoodSha", textOrNull(facts, "lastGoodSha"));
        String benchmark = visible(facts, "benchmark");
        String name = VisibleText.of(benchmark, SHORT_NAME);
        return new Item(
                benchmark,
                event == Event.RESOLVED ? name : name + " " + Quantities.change(change),
                event == Event.RESOLVED ? where : Quantities.change(change) + " (" + severity + ") · " + where,
                subject == null ? null : subject + (author == null ? "" : " — " + author),
                Math.abs(change),
                facts.path("series").asText(),
                facts.path("id").isIntegralNumber()
                        ? "alert-" + facts.path("id").asLong()
                        : null,
                json);
    }

    /** No one commit is to blame, so none is named. */
    private static Item ofCreep(Event event, JsonNode facts, JsonNode creep, double change, String severity) {
        String benchmark = visible(facts, "benchmark");
        String name = VisibleText.of(benchmark, SHORT_NAME);
        String where = visible(facts, "metric") + " on " + visible(facts, "testbed");
        String release = textOrNull(creep, "release");
        String since = textOrNull(facts, "lastGoodSha");
        long runs = creep.path("runs").asLong();
        String crept = CreepWords.of(change, release, since, runs);
        ObjectNode json = json(facts, "benchmark", "metric", "testbed")
                .put("severity", severity)
                .put("change", change)
                .put("sha", visible(facts, "sha"))
                .put("lastGoodSha", since);
        json.putObject("creep").put("release", release).put("runs", runs);
        return new Item(
                benchmark,
                event == Event.RESOLVED ? name : name + " crept by " + Quantities.change(change),
                event == Event.RESOLVED ? where : crept + " (" + severity + ") · " + where,
                event == Event.RESOLVED ? null : "Many small steps; no single run stood out.",
                Math.abs(change),
                facts.path("series").asText(),
                facts.path("id").isIntegralNumber()
                        ? "alert-" + facts.path("id").asLong()
                        : null,
                json);
    }

    private static Item ofMissing(JsonNode facts) {
        String benchmark = textOrNull(facts, "benchmark");
        String testbed = visible(facts, "testbed");
        String since = facts.path("sha").isTextual() ? ", last at " + shortened(visible(facts, "sha")) : "";
        String now = textOrNull(facts, "probablyNow");
        ObjectNode json = json(facts, "testbed")
                .put("benchmark", benchmark)
                .put("sha", textOrNull(facts, "sha"))
                .put("probablyNow", now);
        return benchmark == null
                ? new Item(
                        testbed,
                        VisibleText.of(testbed, SHORT_NAME),
                        "no run came when one was expected" + since,
                        null,
                        1,
                        null,
                        null,
                        json)
                : new Item(
                        benchmark,
                        VisibleText.of(benchmark, SHORT_NAME),
                        "no longer measured on " + testbed + since,
                        now == null ? null : "probably renamed to " + now,
                        0,
                        null,
                        null,
                        json);
    }

    private static Item ofDrift(JsonNode facts) {
        String testbed = visible(facts, "testbed");
        return new Item(
                testbed,
                VisibleText.of(testbed, SHORT_NAME),
                visible(facts, "text") + " since " + shortened(visible(facts, "sha")),
                "The testbed has most likely changed, not the code; nothing of this is an alert.",
                0,
                null,
                null,
                json(facts, "testbed", "text", "sha"));
    }

    private static Item ofWeek(JsonNode facts) {
        String days = facts.path("from").asText().substring(0, 10) + " to "
                + facts.path("to").asText().substring(0, 10);
        String runs =
                facts.path("runs").asInt() + " runs of " + facts.path("commits").asInt() + " commits";
        // Before everything that moved.
        return new Item(days, days, visible(facts, "summary"), runs, Double.MAX_VALUE, null, null, (ObjectNode)
                facts.deepCopy());
    }

    private static Item ofMover(JsonNode facts) {
        double change = facts.path("change").asDouble();
        String benchmark = visible(facts, "benchmark");
        return new Item(
                benchmark,
                VisibleText.of(benchmark, SHORT_NAME) + " " + Quantities.change(change),
                (facts.path("worse").asBoolean() ? "▲ " : "▼ ") + Quantities.change(change) + " · "
                        + visible(facts, "metric") + " on " + visible(facts, "testbed"),
                null,
                Math.abs(change),
                facts.path("series").asText(),
                null,
                json(facts, "benchmark", "metric", "testbed")
                        .put("change", change)
                        .put("worse", facts.path("worse").asBoolean()));
    }

    /** The commits among which the culprit is. */
    private static String commits(JsonNode facts) {
        String sha = shortened(visible(facts, "sha"));
        String lastGood = textOrNull(facts, "lastGoodSha");
        return lastGood == null ? "since " + sha : "after " + shortened(lastGood) + ", up to " + sha;
    }

    private static ObjectNode json(JsonNode facts, String... members) {
        ObjectNode json = JSON.createObjectNode();
        for (String member : members) json.put(member, visible(facts, member));
        return json;
    }

    private static @Nullable String textOrNull(JsonNode facts, String member) {
        return facts.path(member).isTextual() ? visible(facts, member) : null;
    }

    private static String shortened(String sha) {
        return sha.length() <= SHORT_SHA ? sha : sha.substring(0, SHORT_SHA);
    }

    private static String visible(JsonNode node, String member) {
        return VisibleText.of(node.path(member).asText(), LONGEST_NAME);
    }

    /** Several of the same event as one. */
    static News together(List<News> several) {
        News first = several.get(0);
        List<Item> all = new ArrayList<>();
        for (News news : several) all.addAll(news.items());
        // The gravest first, whatever order they came in.
        all.sort((one, other) -> Double.compare(other.weight(), one.weight()));
        return new News(first.event(), first.project(), first.branch(), all, first.missed());
    }

    /** {@code ▲ 2 benchmarks of engine got worse on main}. */
    String title() {
        String benchmarks = items.size() == 1 ? "1 benchmark" : items.size() + " benchmarks";
        return switch (event) {
            case REGRESSION -> "▲ " + benchmarks + " of " + project + " got worse on " + branch;
            case RESOLVED -> "✓ " + benchmarks + " of " + project + " back to normal on " + branch;
            case MISSING ->
                "⊘ " + (items.size() == 1 ? "1 thing" : items.size() + " things") + " of " + project + " missing on "
                        + branch;
            case DRIFT ->
                "≈ " + (items.size() == 1 ? "A testbed" : items.size() + " testbeds") + " of " + project
                        + " drifted on " + branch;
            case WEEKLY -> "◷ The week of " + project + " on " + branch;
        };
    }

    /** Where a person looks further; {@code null} where the server has no public address. */
    @Nullable
    String link(@Nullable URI publicUrl, Item item) {
        if (publicUrl == null) return null;
        if (event == Event.WEEKLY && item.series() == null)
            return publicUrl + "/api/v1/projects/" + encoded(project) + "/report.html";
        String place = item.series() == null ? "/alerts" : "/series/" + encoded(item.series());
        return publicUrl + "/p/" + encoded(project) + place;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
