package dev.pawl.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPInputStream;

/** A real HTTP server on loopback that answers as it is told, one behaviour for each request; the last one stays. */
public final class FakeServer implements AutoCloseable {

    /** What the server does with one request. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    /**
     * What a client sent.
     *
     * @param headers by lower-case name
     * @param body decompressed, if it was compressed
     */
    public record Request(String method, String path, Map<String, String> headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final BlockingQueue<Behaviour> behaviours = new LinkedBlockingQueue<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    private FakeServer(HttpServer server) {
        this.server = server;
    }

    public static FakeServer start(Behaviour... behaviours) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeServer server = new FakeServer(http);
        server.behaviours.addAll(List.of(behaviours));
        http.createContext("/", server::handle);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            requests.add(read(exchange));
            Behaviour behaviour = behaviours.size() > 1 ? behaviours.poll() : behaviours.peek();
            behaviour.answer(exchange);
        } finally {
            exchange.close();
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(headers.get("content-encoding"))) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = in.readAllBytes();
            }
        }
        return new Request(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), headers, body);
    }

    public static Behaviour json(int status, String body) {
        return answer(status, "application/json", body);
    }

    public static Behaviour problem(int status, String detail, String pointer) {
        return answer(
                status,
                "application/problem+json",
                "{\"status\":" + status + ",\"detail\":\"" + detail + "\",\"pointer\":\"" + pointer + "\"}");
    }

    /**
     * @param headers names and values in turn
     */
    public static Behaviour answer(int status, String contentType, String body, String... headers) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            for (int i = 0; i < headers.length; i += 2)
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    /** Announces more than it sends, and hangs up. */
    public static Behaviour brokenOff(String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(201, bytes.length + 100L);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        };
    }

    /** Never answers. */
    public Behaviour hanging() {
        return exchange -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Adds what the next request meets. */
    public FakeServer then(Behaviour behaviour) {
        behaviours.add(behaviour);
        return this;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
