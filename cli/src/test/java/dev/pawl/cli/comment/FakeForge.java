package dev.pawl.cli.comment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A GitHub and a GitLab of one pull request, number 7, as a job's step sees it. */
public final class FakeForge implements AutoCloseable {

    public static final String TOKEN = "ghs_jobtokenjobtoken";
    public static final String READ_ONLY = "ghs_readonlyreadonly";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TreeMap<Long, String> comments = new TreeMap<>();
    private final List<String> statuses = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String head = "";
    private long nextId = 1;

    public FakeForge() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public FakeForge at(String commit) {
        head = commit;
        return this;
    }

    public synchronized List<String> comments() {
        return new ArrayList<>(comments.values());
    }

    public List<String> statuses() {
        return List.copyOf(statuses);
    }

    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            requests.add(method + " " + exchange.getRequestURI());
            Map<String, List<String>> headers = exchange.getRequestHeaders();
            String bearer = String.join("", headers.getOrDefault("Authorization", List.of()));
            String gitLab = String.join("", headers.getOrDefault("Private-token", List.of()));
            boolean mayWrite = bearer.equals("Bearer " + TOKEN) || gitLab.equals(TOKEN);
            if (!mayWrite && !bearer.equals("Bearer " + READ_ONLY)) {
                send(exchange, 401, JSON.readTree("{\"message\":\"Bad credentials\"}"));
            } else if (!mayWrite && !method.equals("GET") && !path.equals("/graphql")) {
                send(exchange, 403, JSON.readTree("{\"message\":\"Resource not accessible by integration\"}"));
            } else {
                JsonNode answer = answer(method, path, exchange.getRequestURI().getQuery(), body);
                send(exchange, answer == null ? 404 : 200, answer);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, @Nullable JsonNode body) throws IOException {
        byte[] bytes = body == null ? "{}".getBytes() : JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized @Nullable JsonNode answer(String method, String path, @Nullable String query, JsonNode body)
            throws IOException {
        switch (path) {
            case "/graphql":
                return JSON.readTree("{\"data\":{\"viewer\":{\"login\":\"github-actions[bot]\"}}}");
            case "/user":
                return JSON.readTree("{\"id\":5}");
            case "/repos/team/engine/pulls/7":
                return JSON.readTree("{\"head\":{\"sha\":\"" + head + "\"}}");
            case "/projects/3/merge_requests/7":
                return JSON.readTree("{\"sha\":\"" + head + "\"}");
            case "/repos/team/engine/pulls":
                return JSON.readTree(
                        query != null && query.contains("head=mallory:main")
                                ? "[{\"number\":7,\"base\":{\"ref\":\"main\"},\"head\":{\"sha\":\"" + head + "\"}}]"
                                : "[]");
            case "/repos/team/engine/issues/7/comments":
            case "/projects/3/merge_requests/7/notes":
                if (method.equals("GET")) return list();
                comments.put(nextId++, body.get("body").asText());
                return JSON.readTree("{}");
            default:
                break;
        }
        if (path.startsWith("/repos/team/engine/statuses/")) {
            statuses.add(path.substring(path.lastIndexOf('/') + 1) + " " + body);
            return JSON.readTree("{}");
        }
        if (path.startsWith("/repos/team/engine/compare/main..."))
            return JSON.readTree("{\"merge_base_commit\":{\"sha\":\"" + "c".repeat(40) + "\"}}");
        if (path.matches("/repos/team/engine/issues/comments/\\d+|/projects/3/merge_requests/7/notes/\\d+")) {
            long id = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
            if (comments.remove(id) == null) return null;
            if (!method.equals("DELETE")) comments.put(id, body.get("body").asText());
            return JSON.readTree("{}");
        }
        return null;
    }

    private ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        comments.forEach((id, text) -> {
            var one = list.addObject().put("id", id).put("body", text);
            one.putObject("user").put("login", "github-actions[bot]").put("type", "Bot");
            one.putObject("author").put("id", 5);
        });
        return list;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
