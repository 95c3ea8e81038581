package dev.pawl.server.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Alert;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Commit;
import dev.pawl.model.Run;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.ChannelRow.Event;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.StoreSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is to be told in the transaction that gives the reason: facts, for each channel that wants them, all of a kind in one
 * delivery. What they look like is decided when they are sent.
 */
final class Outbox {

    private final StoreSession session;
    private final ProjectRow project;
    private final Instant now;
    private final Map<Event, List<Fact>> news = new EnumMap<>(Event.class);

    /** @param benchmark what it is about, {@code null} for all of a testbed */
    private record Fact(
            ObjectNode json, Severity severity, @Nullable SeriesKey benchmark) {}

    Outbox(StoreSession session, ProjectRow project, Instant now) {
        this.session = session;
        this.project = project;
        this.now = now;
    }

    /** Something to tell of an alert, as it is stored now. Nobody is told of what nobody was told of, nor of what was dismissed. */
    void add(Event event, long alertId) {
        session.alerts()
                .find(project.id(), alertId)
                .filter(row -> row.alert().confirmedAt() != null && row.alert().state() != Alert.State.DISMISSED)
                .ifPresent(row -> add(
                        event,
                        new Fact(json(row), row.alert().severity(), row.alert().series())));
    }

    /** Something does not come any more. */
    void addMissing(AbsenceRow absence) {
        Benchmark benchmark = absence.benchmark();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("benchmark", benchmark == null ? null : benchmark.displayName())
                .put("testbed", absence.testbed())
                .put(
                        "sha",
                        session.runs()
                                .find(absence.runId())
                                .map(row -> row.run().sha())
                                .orElse(null))
                .put(
                        "probablyNow",
                        RenameGuess.of(session, project, absence)
                                .map(Benchmark::displayName)
                                .orElse(null));
        SeriesKey key = benchmark == null ? null : new SeriesKey(benchmark, "", absence.testbed());
        add(Event.MISSING, new Fact(json, Severity.CRITICAL, key));
    }

    /**
     * A testbed got slower or faster as a whole.
     *
     * @param first the first run where it was
     */
    void addDrift(Run first, String text) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("testbed", first.testbed())
                .put("sha", first.sha())
                .put("text", text);
        add(Event.DRIFT, new Fact(json, Severity.WARNING, null));
    }

    /** What a week brought: a line of its own, then what moved. */
    void addWeek(TrendReport week) {
        ObjectNode summary = JsonNodeFactory.instance
                .objectNode()
                .put("from", week.from().toString())
                .put("to", week.to().toString())
                .put("runs", week.runs())
                .put("commits", week.commits())
                .put("summary", week.summary());
        add(Event.WEEKLY, new Fact(summary, Severity.CRITICAL, null));
        for (TrendReport.Mover mover : week.movers()) {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("benchmark", mover.key().benchmark().displayName())
                    .put("metric", mover.metric().name())
                    .put("testbed", mover.key().testbed())
                    .put("change", mover.change())
                    .put("worse", mover.isWorse())
                    .put("series", mover.id().toString());
            add(Event.WEEKLY, new Fact(json, Severity.CRITICAL, mover.key()));
        }
    }

    private void add(Event event, Fact fact) {
        news.computeIfAbsent(event, unseen -> new ArrayList<>()).add(fact);
    }

    /** Writes one delivery for each channel and event. */
    void flush() {
        if (news.isEmpty()) return;
        for (ChannelRow channel : session.channels().list(project.id())) {
            if (channel.disabledBecause() != null) continue;
            news.forEach((event, facts) -> {
                if (!channel.events().contains(event)) return;
                List<Fact> wanted =
                        facts.stream().filter(fact -> wants(channel, fact)).toList();
                if (!wanted.isEmpty())
                    session.deliveries().enqueue(channel.key(), event.word(), payload(event, wanted), now, now);
            });
        }
        news.clear();
    }

    private static boolean wants(ChannelRow channel, Fact fact) {
        boolean isGraveEnough = channel.severity() == Severity.WARNING || fact.severity() == Severity.CRITICAL;
        SeriesGlob glob = new SeriesGlob("*", channel.benchmarks(), "*", "*");
        return isGraveEnough && (fact.benchmark() == null || glob.matches(fact.benchmark()));
    }

    private String payload(Event event, List<Fact> facts) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("event", event.word())
                .put("project", project.slug())
                .put("branch", project.defaultBranch());
        ArrayNode items = payload.putArray("items");
        for (Fact fact : facts) items.add(fact.json());
        return payload.toString();
    }

    private ObjectNode json(AlertRow row) {
        Alert alert = row.alert();
        Commit commit = session.commits().find(project.id(), alert.sha()).orElseGet(() -> Commit.ofSha(alert.sha()));
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", alert.id())
                .put("benchmark", alert.series().benchmark().displayName())
                .put("metric", alert.metric().name())
                .put("testbed", alert.series().testbed())
                .put("severity", alert.severity().name().toLowerCase(Locale.ROOT))
                .put("change", alert.change())
                .put("sha", alert.sha())
                .put("lastGoodSha", alert.lastGoodSha())
                .put("subject", commit.subject())
                .put("author", commit.author())
                .put("series", row.seriesId().toString());
        if (alert.creep() != null)
            json.putObject("creep")
                    .put("release", alert.creep().release())
                    .put("runs", alert.creep().runs());
        return json;
    }
}
