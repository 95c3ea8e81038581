package dev.pawl.server.notify.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As much of GitHub as comments need, on a real socket: pages, authors, the longest body, delays, and whatever failure a test
 * asks for. As the real one it has no transactions: what a list shows may be old when it arrives.
 */
public final class FakeGitHub implements AutoCloseable {

    public static final String BOT_TOKEN = "ghs_botbotbotbot";
    static final String PERSON_TOKEN = "ghp_personperson";
    static final String READ_ONLY_TOKEN = "ghs_readonlyread";

    private static final int LONGEST_BODY = 65_536;
    private static final Pattern COMMENTS = Pattern.compile("/repos/team/engine/issues/(\\d+)/comments");
    private static final Pattern COMMENT = Pattern.compile("/repos/team/engine/issues/comments/(\\d+)");
    private static final Pattern COLLABORATOR = Pattern.compile("/repos/team/engine/collaborators/([^/]+)/permission");
    private static final Pattern PULL_REQUEST = Pattern.compile("/repos/team/engine/pulls/(\\d+)");
    private static final Pattern COMMIT = Pattern.compile("/repos/team/engine/commits/([0-9a-f]+)/(check-runs|status)");
    private static final Pattern CHECK = Pattern.compile("/repos/team/engine/check-runs(?:/(\\d+))?");
    private static final Pattern REACTION = Pattern.compile("/repos/team/engine/issues/comments/(\\d+)/reactions");
    private static final Map<String, String> PERMISSIONS =
            Map.of("maintainer", "admin", "developer", "write", "reader", "read", "stranger", "none");
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Else each answer waits 40 ms for the receipt of its own headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TreeMap<Long, Entry> comments = new TreeMap<>();
    private final Map<String, String> logins = new ConcurrentHashMap<>(
            Map.of(BOT_TOKEN, "github-actions[bot]", PERSON_TOKEN, "alice", READ_ONLY_TOKEN, "github-actions[bot]"));
    private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> reactions = new CopyOnWriteArrayList<>();
    private final List<String> statuses = new CopyOnWriteArrayList<>();
    private final AtomicInteger mostComments = new AtomicInteger();
    private final FakeApp app = new FakeApp();
    private long nextId = 1000;
    private volatile int latency;
    private volatile boolean answersGraphql = true;
    public volatile String head = "a".repeat(40);
    private final Map<Integer, String> heads = new ConcurrentHashMap<>();
    private final TreeMap<Long, ObjectNode> checks = new TreeMap<>();

    private record Entry(int number, String login, String body) {}

    /** What happens to a request. */
    public record Fault(@Nullable String method, int status, boolean isDone, Map<String, String> headers, String body) {

        public static Fault of(@Nullable String method, int status, String... headers) {
            Map<String, String> map = new TreeMap<>();
            for (int i = 0; i < headers.length; i += 2) map.put(headers[i], headers[i + 1]);
            return new Fault(method, status, false, map, "{\"message\":\"no\"}");
        }

        /** The connection breaks; before or after the request has had its effect. */
        public static Fault broken(String method, boolean isDone) {
            return new Fault(method, 0, isDone, Map.of(), "");
        }

        /** All is well. */
        public static Fault none(String method) {
            return new Fault(method, -1, true, Map.of(), "");
        }

        public Fault saying(String message) {
            return new Fault(method, status, isDone, headers, "{\"message\":\"" + message + "\"}");
        }

        Fault done() {
            return new Fault(method, status, true, headers, body);
        }
    }

    private record Answer(int status, @Nullable JsonNode body, Map<String, String> headers) {
        static Answer of(int status, @Nullable JsonNode body) {
            return new Answer(status, body, Map.of());
        }

        static Answer problem(int status, String message) {
            return of(status, JsonNodeFactory.instance.objectNode().put("message", message));
        }
    }

    public FakeGitHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public FakeGitHub with(Fault fault) {
        faults.add(fault);
        return this;
    }

    public FakeGitHub withLatency(int milliseconds) {
        latency = milliseconds;
        return this;
    }

    FakeGitHub withoutGraphql() {
        answersGraphql = false;
        return this;
    }

    public List<String> requests() {
        return List.copyOf(requests);
    }

    public List<String> statuses() {
        return List.copyOf(statuses);
    }

    public long count(String method) {
        return requests.stream().filter(line -> line.startsWith(method + " ")).count();
    }

    /** What was reacted with to which comment: {@code 41 +1}. */
    public List<String> reactions() {
        return List.copyOf(reactions);
    }

    /** The most that a reader could ever have seen at once. */
    public int mostComments() {
        return mostComments.get();
    }

    public synchronized long add(int number, String login, String body) {
        comments.put(nextId, new Entry(number, login, body));
        int now = (int) comments.values().stream()
                .filter(comment -> comment.body().startsWith("<!-- pawl:comment"))
                .count();
        mostComments.accumulateAndGet(now, Math::max);
        return nextId++;
    }

    public synchronized List<String> bodies(int number) {
        return comments.values().stream()
                .filter(comment -> comment.number() == number)
                .map(Entry::body)
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(method + " " + exchange.getRequestURI());
            delay();
            Fault fault = fault(method, path);
            if (fault != null && !fault.isDone()) {
                answer(exchange, fault);
                return;
            }
            Answer answer = answer(exchange, method, path, body);
            delay();
            if (fault != null && fault.status() >= 0) {
                answer(exchange, fault);
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            send(
                    exchange,
                    answer.status(),
                    answer.body() == null ? new byte[0] : JSON.writeValueAsBytes(answer.body()));
        }
    }

    private @Nullable Fault fault(String method, String path) {
        if (path.equals("/graphql")) return null;
        Fault next = faults.peek();
        if (next == null || (next.method() != null && !next.method().equals(method))) return null;
        return faults.poll();
    }

    private static void answer(HttpExchange exchange, Fault fault) throws IOException {
        if (fault.status() == 0) return;
        fault.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, fault.status(), fault.body().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void delay() {
        if (latency == 0) return;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(latency));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange, String method, String path, byte[] body) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String token = authorization == null ? "" : authorization.replaceFirst("^Bearer ", "");
        if (FakeApp.isItsPath(path)) return app(method, path, token, body);
        String login = app.isValid(token) ? FakeApp.LOGIN : logins.get(token);
        if (login == null) return Answer.problem(401, "Bad credentials " + token);
        if (path.equals("/graphql"))
            return answersGraphql
                    ? Answer.of(200, JSON.readTree("{\"data\":{\"viewer\":{\"login\":\"" + login + "\"}}}"))
                    : Answer.problem(403, "Resource not accessible by integration");
        if (path.equals("/user"))
            return token.equals(PERSON_TOKEN)
                    ? Answer.of(200, JsonNodeFactory.instance.objectNode().put("login", login))
                    : Answer.problem(403, "Resource not accessible by integration");
        if (!method.equals("GET") && token.equals(READ_ONLY_TOKEN))
            return Answer.problem(403, "Resource not accessible by integration");
        Matcher list = COMMENTS.matcher(path);
        Matcher one = COMMENT.matcher(path);
        if (path.startsWith("/repos/team/engine/statuses/") && method.equals("POST")) {
            statuses.add(path.substring(path.lastIndexOf('/') + 1) + " " + JSON.readTree(body));
            return Answer.of(201, JsonNodeFactory.instance.objectNode());
        }
        Matcher collaborator = COLLABORATOR.matcher(path);
        if (collaborator.matches()) {
            String permission = PERMISSIONS.get(collaborator.group(1));
            return permission == null
                    ? Answer.problem(404, collaborator.group(1) + " is not a user")
                    : Answer.of(200, JsonNodeFactory.instance.objectNode().put("permission", permission));
        }
        Matcher reaction = REACTION.matcher(path);
        if (reaction.matches() && method.equals("POST")) {
            reactions.add(
                    reaction.group(1) + " " + JSON.readTree(body).get("content").asText());
            return Answer.of(201, JsonNodeFactory.instance.objectNode());
        }
        Matcher pullRequest = PULL_REQUEST.matcher(path);
        if (pullRequest.matches()) {
            int number = Integer.parseInt(pullRequest.group(1));
            String sha = heads.getOrDefault(number, number == 7 ? head : null);
            return sha == null
                    ? Answer.problem(404, "Not Found")
                    : Answer.of(200, JSON.readTree("{\"head\":{\"sha\":\"" + sha + "\"}}"));
        }
        Matcher commit = COMMIT.matcher(path);
        if (commit.matches() && method.equals("GET"))
            return commit.group(2).equals("status")
                    ? statusesOf(commit.group(1))
                    : checksOf(commit.group(1), exchange.getRequestURI());
        Matcher check = CHECK.matcher(path);
        if (check.matches()) {
            // Whoever is no App may look, but not write.
            if (!login.equals(FakeApp.LOGIN))
                return Answer.problem(403, "Resource not accessible by personal access token");
            return check(method, check.group(1), (ObjectNode) JSON.readTree(body));
        }
        if (path.equals("/repos/team/engine/pulls"))
            return Answer.of(
                    200,
                    exchange.getRequestURI().getQuery().contains("head=stranger:feature")
                            ? JSON.readTree(
                                    "[{\"number\":7,\"base\":{\"ref\":\"main\"},\"head\":{\"sha\":\"" + head + "\"}}]")
                            : JSON.readTree("[]"));
        if (path.equals("/repos/team/engine/compare/release/1.x..." + head))
            return Answer.of(200, JSON.readTree("{\"merge_base_commit\":{\"sha\":\"" + "c".repeat(40) + "\"}}"));
        if (list.matches() && method.equals("GET"))
            return page(Integer.parseInt(list.group(1)), exchange.getRequestURI());
        if (list.matches()) {
            String text = JSON.readTree(body).get("body").asText();
            if (text.length() > LONGEST_BODY)
                return Answer.problem(422, "Body is too long (maximum is 65536 characters)");
            long id = add(Integer.parseInt(list.group(1)), login, text);
            return Answer.of(201, JsonNodeFactory.instance.objectNode().put("id", id));
        }
        if (one.matches()) return change(method, Long.parseLong(one.group(1)), body);
        return Answer.problem(404, "Not Found");
    }

    /** Another pull request than number 7, or another head of that one. */
    public FakeGitHub with(int number, String headOfIt) {
        heads.put(number, headOfIt);
        return this;
    }

    /** What check runs of a commit say, oldest first: {@code pawl/demo completed failure 1 regressed}. */
    public synchronized List<String> checks(String sha) {
        return checks.values().stream()
                .filter(run -> run.path("head_sha").asText().equals(sha))
                .map(run -> run.path("name").asText() + " " + run.path("status").asText() + " "
                        + run.path("conclusion").asText("-") + " "
                        + run.at("/output/title").asText())
                .toList();
    }

    private Answer statusesOf(String sha) throws IOException {
        Map<String, JsonNode> newest = new TreeMap<>();
        for (String line : statuses) {
            JsonNode status = JSON.readTree(line.substring(line.indexOf(' ')));
            if (line.startsWith(sha + " ")) newest.put(status.path("context").asText(), status);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode().addAll(newest.values());
        return Answer.of(200, JsonNodeFactory.instance.objectNode().set("statuses", list));
    }

    private synchronized Answer checksOf(String sha, URI uri) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        checks.descendingMap().values().stream()
                .filter(run -> run.path("head_sha").asText().equals(sha))
                .filter(run -> String.valueOf(uri.getQuery())
                        .contains("check_name=" + run.path("name").asText()))
                .limit(1)
                .forEach(list::add);
        return Answer.of(200, JsonNodeFactory.instance.objectNode().set("check_runs", list));
    }

    private synchronized Answer check(String method, @Nullable String id, ObjectNode body) {
        String status = body.path("status").asText();
        boolean isOver = status.equals("completed");
        if (isOver != body.has("conclusion") || !(isOver || status.equals("in_progress")))
            return Answer.problem(422, "Invalid request: status and conclusion");
        if (body.at("/output/title").asText().isEmpty()
                || body.at("/output/summary").asText().length() > 65_535)
            return Answer.problem(422, "Invalid request: output");
        if (id == null && method.equals("POST")) {
            if (!body.path("head_sha").asText().matches("[0-9a-f]{40}")) return Answer.problem(422, "No commit found");
            body.put("id", nextId).putObject("app").put("slug", FakeApp.SLUG);
            checks.put(nextId++, body);
            return Answer.of(201, body);
        }
        ObjectNode known = id == null ? null : checks.get(Long.parseLong(id));
        if (known == null || !method.equals("PATCH")) return Answer.problem(404, "Not Found");
        known.remove("conclusion");
        known.setAll(body);
        return Answer.of(200, known);
    }

    /** The GitHub App that is known here. */
    public FakeApp app() {
        return app;
    }

    private Answer app(String method, String path, String token, byte[] body) throws IOException {
        String wrong = app.problemWith(token);
        if (wrong != null) return Answer.problem(401, wrong);
        if (path.equals("/app"))
            return Answer.of(200, JsonNodeFactory.instance.objectNode().put("slug", FakeApp.SLUG));
        if (path.equals("/repos/team/engine/installation"))
            return Answer.of(200, JsonNodeFactory.instance.objectNode().put("id", FakeApp.INSTALLATION));
        boolean isToken = path.equals("/app/installations/" + FakeApp.INSTALLATION + "/access_tokens");
        if (!isToken || !method.equals("POST")) return Answer.problem(404, "Not Found");
        String repositories = JSON.readTree(body).path("repositories").toString();
        return repositories.equals("[\"engine\"]")
                ? Answer.of(201, app.issue())
                : Answer.problem(422, "the token would be good for " + repositories);
    }

    private synchronized Answer change(String method, long id, byte[] body) throws IOException {
        Entry found = comments.get(id);
        if (found == null) return Answer.problem(404, "Not Found");
        if (method.equals("DELETE")) {
            comments.remove(id);
            return Answer.of(204, null);
        }
        if (!method.equals("PATCH")) return Answer.problem(405, "Method Not Allowed");
        String text = JSON.readTree(body).get("body").asText();
        if (text.length() > LONGEST_BODY) return Answer.problem(422, "Body is too long (maximum is 65536 characters)");
        comments.put(id, new Entry(found.number(), found.login(), text));
        return Answer.of(200, JsonNodeFactory.instance.objectNode().put("id", id));
    }

    private synchronized Answer page(int number, URI uri) {
        int size = Math.min(100, parameter(uri, "per_page", 30));
        int page = parameter(uri, "page", 1);
        List<Map.Entry<Long, Entry>> all = new ArrayList<>(comments.entrySet());
        all.removeIf(entry -> entry.getValue().number() != number);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = (page - 1) * size; i < Math.min(all.size(), page * size); i++) {
            ObjectNode comment = list.addObject().put("id", all.get(i).getKey());
            Entry entry = all.get(i).getValue();
            comment.put("body", entry.body());
            comment.putObject("user")
                    .put("login", entry.login())
                    .put("type", entry.login().endsWith("[bot]") ? "Bot" : "User");
        }
        boolean isLast = page * size >= all.size();
        String next = "<" + base() + uri.getPath() + "?per_page=" + size + "&page=" + (page + 1) + ">; rel=\"next\", <"
                + base() + uri.getPath() + "?page=99>; rel=\"last\"";
        return new Answer(200, list, isLast ? Map.of() : Map.of("Link", next));
    }

    private static int parameter(URI uri, String name, int otherwise) {
        Matcher found =
                Pattern.compile("(?:^|&)" + name + "=(\\d+)").matcher(uri.getQuery() == null ? "" : uri.getQuery());
        return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
