package dev.pawl.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.report.VisibleText;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a project's news goes, without its secrets, and what of it has not got there. */
final class ChannelRoutes {

    private static final int MOST_LISTED = 200;

    /** Names of a delivery's items that are told. */
    private static final int MOST_NAMES = 3;

    private static final int LONGEST_NAME = 120;

    private static final ServerConfig.Limits LIMITS = new ServerConfig.Limits(64 << 10, 64 << 10);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Store store;
    private final Access access;
    private final Clock clock;

    ChannelRoutes(Store store, Access access, Clock clock) {
        this.store = store;
        this.access = access;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/channels", this::channels);
        routes.get("/api/v1/projects/{project}/deliveries", this::deliveries);
        routes.patch("/api/v1/projects/{project}/deliveries/{delivery}", this::retry);
    }

    private void channels(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode channels = answer.putArray("channels");
        for (ChannelRow channel : store.read(view -> view.channels().list(project.id()))) channels.add(json(channel));
        JsonAnswer.send(context, answer);
    }

    private void deliveries(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode deliveries = answer.putArray("deliveries");
        store.read(view -> {
            Map<String, ChannelRow> channels = byKey(view, project);
            Set<String> keys = new HashSet<>(channels.keySet());
            keys.add(DeliveryRow.pullRequestsOf(project.id()));
            for (DeliveryRow row : view.deliveries().openOf(keys, MOST_LISTED))
                deliveries.add(json(row, channels.get(row.channel())));
            return null;
        });
        JsonAnswer.send(context, answer);
    }

    private void retry(Context context) {
        Access.Grant grant = access.require(context, Scope.ADMIN, context.pathParam("project"));
        ProjectRow project = ProjectRoutes.project(context, Scope.ADMIN, store, access);
        Access.requireBranch(grant, project.defaultBranch());
        JsonNode body = UploadReader.object(RequestBody.receive(context, LIMITS).decoded());
        if (!body.path("state").asText("").equals("pending"))
            throw ProblemException.badRequest("/state", "must be pending: nothing else can be made of a delivery");
        ObjectNode changed = store.write(session -> {
            Map<String, ChannelRow> channels = byKey(session, project);
            DeliveryRow row = Query.id(context, "delivery")
                    .flatMap(id -> session.deliveries().find(id))
                    .filter(found -> channels.containsKey(found.channel())
                            || found.channel().equals(DeliveryRow.pullRequestsOf(project.id())))
                    .orElseThrow(
                            () -> ProblemException.notFound("there is no delivery " + context.pathParam("delivery")));
            ChannelRow channel = channels.get(row.channel());
            if (channel != null && channel.disabledBecause() != null)
                throw new ProblemException(409, "the channel is disabled; remove it and add it anew");
            if (!session.deliveries().retry(row.id(), clock.instant()))
                throw new ProblemException(409, "it was not given up, or somebody has it tried again already");
            return json(session.deliveries().find(row.id()).orElseThrow(), channel);
        });
        JsonAnswer.send(context, changed);
    }

    private static Map<String, ChannelRow> byKey(StoreView view, ProjectRow project) {
        Map<String, ChannelRow> channels = new HashMap<>();
        for (ChannelRow channel : view.channels().list(project.id())) channels.put(channel.key(), channel);
        return channels;
    }

    private static ObjectNode json(ChannelRow channel) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", channel.id())
                .put("name", channel.name())
                .put("kind", RunJson.word(channel.kind()))
                .put("place", channel.maskedPlace())
                .put("severity", RunJson.word(channel.severity()))
                .put("benchmarks", channel.benchmarks())
                .put("disabledBecause", channel.disabledBecause())
                .put("createdAt", channel.createdAt().toString());
        ArrayNode events = json.putArray("events");
        for (ChannelRow.Event event : ChannelRow.Event.values())
            if (channel.events().contains(event)) events.add(event.word());
        return json;
    }

    /** @param channel {@code null} for the project's pull requests */
    private static ObjectNode json(DeliveryRow row, @Nullable ChannelRow channel) {
        boolean isWaiting = row.state() == DeliveryRow.State.PENDING;
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", row.id())
                .put("channel", channel == null ? "pull requests" : channel.name())
                .put("event", row.event())
                .put("state", RunJson.word(row.state()))
                .put("attempts", row.attempts())
                .put("error", row.lastError())
                .put("createdAt", row.createdAt().toString())
                .put("nextAttemptAt", isWaiting ? row.dueAt().toString() : null);
        List<String> names = row.subject() == null ? names(row.payload()) : List.of("#" + row.subject());
        json.put("items", names.size());
        ArrayNode shown = json.putArray("names");
        names.stream().limit(MOST_NAMES).forEach(shown::add);
        return json;
    }

    /** The benchmarks that a delivery is about, or the testbeds, from what the outbox wrote. */
    private static List<String> names(String payload) {
        try {
            JsonNode facts = JSON.readTree(payload);
            List<String> names = new ArrayList<>();
            // The second name is what the outbox wrote before there was anything but alerts.
            for (JsonNode item : facts.has("items") ? facts.path("items") : facts.path("alerts")) {
                JsonNode benchmark = item.path("benchmark");
                String name = benchmark.isTextual()
                        ? benchmark.asText()
                        : item.path("testbed").asText("");
                if (!name.isEmpty()) names.add(VisibleText.of(name, LONGEST_NAME));
            }
            return names;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not what the outbox writes", e);
        }
    }
}
