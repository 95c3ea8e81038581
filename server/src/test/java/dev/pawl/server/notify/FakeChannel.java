package dev.pawl.server.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A listener on a socket that keeps Slack's rules: one message a second, 50 blocks, 3000 characters a text, 150 a header, 2000 an
 * alternative text, 13,200 in all; and pictures that it can fetch, before it takes the message.
 */
final class FakeChannel implements AutoCloseable {

    static final String SECRET = "T000/B000/s3cr3t-of-the-channel";

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> taken = Collections.synchronizedList(new ArrayList<>());
    final List<HttpExchange> requests = Collections.synchronizedList(new ArrayList<>());
    final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch released = new CountDownLatch(1);

    /** What to answer next, before the rules; 0 for what the rules say. */
    volatile int status;

    /** Where the network leads that is asked for a public address. */
    volatile UnaryOperator<String> network = address -> address;

    /** The pictures that were fetched. */
    final List<byte[]> pictures = Collections.synchronizedList(new ArrayList<>());

    /** Whether a refusal says what was asked for, as many servers do. */
    volatile boolean repeatsAddress;

    volatile boolean hangs;
    volatile boolean isRateLimited;

    private final HttpServer server;
    private long last;

    FakeChannel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + SECRET);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange);
        bodies.add(body);
        if (hangs) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        int answer = status != 0 ? status : judged(body);
        if (answer == 429) exchange.getResponseHeaders().add("Retry-After", "1");
        String refusal = repeatsAddress ? "Cannot POST " + exchange.getRequestURI() : "invalid_blocks";
        byte[] text = (answer == 200 ? "ok" : refusal).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private synchronized int judged(String body) throws IOException {
        long now = System.nanoTime();
        if (isRateLimited && now - last < 1_000_000_000L) {
            violations.add("too fast");
            return 429;
        }
        last = now;
        JsonNode message = JSON.readTree(body);
        for (JsonNode block : message.path("blocks")) {
            if (block.path("type").asText().equals("image")) {
                if (block.path("image_url").asText().length() > 3000) violations.add("long address");
                int alternative = block.path("alt_text").asText().length();
                if (alternative == 0 || alternative > 2000) violations.add("alternative text of " + alternative);
                if (!fetched(block.path("image_url").asText())) return 400;
            }
            int length = block.path("text").path("text").asText().length();
            if (length == 0 && block.has("text")) violations.add("empty text");
            if (length > (block.path("type").asText().equals("header") ? 150 : 3000))
                violations.add("text of " + length);
        }
        int inAll = 0;
        for (JsonNode block : message.path("blocks"))
            inAll += block.path("text").path("text").asText().length()
                    + block.path("elements").path(0).path("text").asText().length()
                    + block.path("image_url").asText().length()
                    + block.path("alt_text").asText().length();
        if (inAll > 13_200) violations.add("blocks of " + inAll);
        if (message.path("blocks").size() > 50) violations.add("too many blocks");
        for (JsonNode embed : message.path("embeds")) {
            if (embed.path("title").asText().length() > 256) violations.add("long title");
            if (embed.path("description").asText().length() > 4096) violations.add("long description");
            if (embed.path("image").path("url").asText().length() > 2048) violations.add("long address");
        }
        if (!violations.isEmpty()) return 400;
        taken.add(message);
        return 200;
    }

    private boolean fetched(String address) {
        try (InputStream in = URI.create(network.apply(address)).toURL().openStream()) {
            byte[] picture = in.readAllBytes();
            pictures.add(picture);
            return picture.length > 0;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }
}
