package dev.pawl.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A real server on a free port and a real file, with what tests say to it. */
public final class RunningServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PawlServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public RunningServer(Path folder) {
        this(folder, ServerConfig.Limits.DEFAULT);
    }

    public RunningServer(Path folder, ServerConfig.Limits limits) {
        server = PawlServer.start(
                new ServerConfig("127.0.0.1", 0, null, folder.resolve(ServerConfig.DATABASE_FILE), limits));
    }

    /** A server that others reach under an address of its own, through a proxy. */
    public RunningServer(Path folder, URI publicUrl) {
        server = PawlServer.start(new ServerConfig(
                "127.0.0.1", 0, publicUrl, folder.resolve(ServerConfig.DATABASE_FILE), ServerConfig.Limits.DEFAULT));
    }

    /** A server that speaks with GitHub. */
    public RunningServer(Path folder, GitHubSettings github) {
        server = PawlServer.start(new ServerConfig(
                "127.0.0.1",
                0,
                null,
                folder.resolve(ServerConfig.DATABASE_FILE),
                ServerConfig.Limits.DEFAULT,
                ServerConfig.Retention.DEFAULT,
                null,
                github));
    }

    public PawlServer server() {
        return server;
    }

    /** An answer with its body as JSON, if it is JSON. */
    public record Answer(int status, String body, HttpResponse<String> response) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }
    }

    public Answer post(String path, String body, Map<String, String> headers) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer post(String path, byte[] body, Map<String, String> headers) {
        return send(HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(body)), path, headers);
    }

    public Answer patch(String path, String body) {
        return patch(path, body, Map.of());
    }

    public Answer patch(String path, String body, Map<String, String> headers) {
        return send(HttpRequest.newBuilder().method("PATCH", BodyPublishers.ofString(body)), path, headers);
    }

    public Answer get(String path) {
        return get(path, Map.of());
    }

    public Answer get(String path, Map<String, String> headers) {
        return send(HttpRequest.newBuilder().GET(), path, headers);
    }

    private Answer send(HttpRequest.Builder request, String path, Map<String, String> headers) {
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response =
                    client.send(request.uri(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new AssertionError("no answer from " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
