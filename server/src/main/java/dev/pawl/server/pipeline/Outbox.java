package dev.pawl.server.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Alert;
import dev.pawl.model.Commit;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.Severity;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.StoreSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes what is to be told in the transaction that gives the reason: facts, for each channel that wants them, all alerts of a run in
 * one delivery. What they look like is decided when they are sent.
 */
final class Outbox {

    /** What happened. */
    enum Event {
        REGRESSION,
        RESOLVED
    }

    private final StoreSession session;
    private final ProjectRow project;
    private final Instant now;
    private final Map<Event, List<AlertRow>> news = new EnumMap<>(Event.class);

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
                .ifPresent(row ->
                        news.computeIfAbsent(event, unseen -> new ArrayList<>()).add(row));
    }

    /** Writes one delivery for each channel and event. */
    void flush() {
        if (news.isEmpty()) return;
        for (ChannelRow channel : session.channels().list(project.id())) {
            if (channel.disabledBecause() != null) continue;
            news.forEach((event, rows) -> {
                List<AlertRow> wanted =
                        rows.stream().filter(row -> wants(channel, row.alert())).toList();
                if (!wanted.isEmpty())
                    session.deliveries()
                            .enqueue(
                                    channel.key(),
                                    event.name().toLowerCase(Locale.ROOT),
                                    facts(event, wanted).toString(),
                                    now,
                                    now);
            });
        }
        news.clear();
    }

    private static boolean wants(ChannelRow channel, Alert alert) {
        boolean isGraveEnough = channel.severity() == Severity.WARNING || alert.severity() == Severity.CRITICAL;
        return isGraveEnough && new SeriesGlob("*", channel.benchmarks(), "*", "*").matches(alert.series());
    }

    private ObjectNode facts(Event event, List<AlertRow> rows) {
        ObjectNode facts = JsonNodeFactory.instance
                .objectNode()
                .put("event", event.name().toLowerCase(Locale.ROOT))
                .put("project", project.slug())
                .put("branch", project.defaultBranch());
        ArrayNode alerts = facts.putArray("alerts");
        for (AlertRow row : rows) {
            Alert alert = row.alert();
            Commit commit =
                    session.commits().find(project.id(), alert.sha()).orElseGet(() -> Commit.ofSha(alert.sha()));
            alerts.addObject()
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
        }
        return facts;
    }
}
