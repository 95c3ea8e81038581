package dev.pawl.cli.client;

import dev.pawl.report.VisibleText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A client of one server.
 *
 * <p>It keeps to the contract: 2xx means that all is stored, 4xx is final, 5xx, 429 and broken connections are worth another
 * attempt, after a growing pause or the one that the server asks for. Repeating an upload is safe because all attempts carry the
 * same {@code Idempotency-Key}. Redirects are not followed. Not safe for several threads.
 */
public final class PawlClient {

    private final ServerAddress server;
    private final @Nullable AccessToken token;
    private final Patience patience;
    private final Consumer<String> progress;

    /**
     * @param progress takes a line when an attempt has failed and another follows
     */
    public PawlClient(ServerAddress server, @Nullable AccessToken token, Patience patience, Consumer<String> progress) {
        this.server = server;
        this.token = token;
        this.patience = patience;
        this.progress = progress;
    }

    /** The server that it talks to. */
    public ServerAddress server() {
        return server;
    }

    /**
     * Uploads results.
     *
     * @return the comparison, as JSON
     * @throws RefusedException if the server will not have them
     * @throws UnreachableException if no attempt came through
     */
    public byte[] upload(String project, UploadBody body) {
        Map<String, String> headers = headers();
        headers.put("Content-Type", body.contentType());
        headers.put("Content-Encoding", "gzip");
        headers.put("Idempotency-Key", body.idempotencyKey());
        return answer(new Exchange(server.api(List.of("projects", project, "runs"), Map.of()), headers, body.file()));
    }

    /**
     * Asks for something.
     *
     * @param parts of the path below {@code /api/v1}
     * @param query by name
     * @return the answer, as JSON
     * @throws RefusedException if it is not there or not for us
     * @throws UnreachableException if no attempt came through
     */
    public byte[] get(List<String> parts, Map<String, String> query) {
        return answer(new Exchange(server.api(parts, query), headers(), null));
    }

    /**
     * Asks for a page or a picture.
     *
     * @param type what it must be, such as {@code text/html}
     * @throws RefusedException if it is not there or not for us
     * @throws UnreachableException if no attempt came through
     */
    public byte[] get(List<String> parts, Map<String, String> query, String type) {
        Map<String, String> headers = headers();
        headers.put("Accept", type + ", application/problem+json");
        return answer(new Exchange(server.api(parts, query), headers, null), type);
    }

    /**
     * Passes on what may be longer than memory. Until its first byte has come, another attempt is made like for everything else.
     *
     * @param type what it must be, such as {@code text/csv}
     * @throws RefusedException if it is not there or not for us
     * @throws UnreachableException if no attempt came through, or the answer broke off, after some of it was passed on
     * @throws IOException if it cannot be written
     */
    public void download(List<String> parts, Map<String, String> query, String type, OutputStream out)
            throws IOException {
        Map<String, String> headers = headers();
        headers.put("Accept", type + ", application/problem+json");
        try {
            answer(new Exchange(server.api(parts, query), headers, null, new Exchange.Sink(type, out)), type);
        } catch (Exchange.BrokenOffException brokenOff) {
            throw new UnreachableException(server + ": " + brokenOff.getMessage() + "; what came of it is not whole");
        } catch (UncheckedIOException unwritable) {
            throw unwritable.getCause();
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Accept", "application/json, application/problem+json");
        headers.put("User-Agent", "pawl/" + version());
        if (token != null) headers.put("Authorization", token.header());
        return headers;
    }

    private byte[] answer(Exchange exchange) {
        return answer(exchange, "application/json");
    }

    private byte[] answer(Exchange exchange, String type) {
        Instant deadline = patience.clock().instant().plus(patience.total());
        for (int attempt = 1; ; attempt++) {
            String failure;
            Duration pause = patience.pause(attempt);
            try {
                Answer answer = exchange.run(patience);
                if (answer.isSuccess() && answer.is(type)) return answer.body();
                if (answer.isSuccess())
                    throw new RefusedException(
                            answer.status(),
                            server + " is no Pawl server: it answers with '" + masked(Refusal.beginning(answer))
                                    + "'; check --server");
                failure = masked(Refusal.of(answer, token != null));
                if (!answer.isTemporary()) throw new RefusedException(answer.status(), server + " refuses: " + failure);
                pause = answer.pause(patience.clock().instant())
                        .map(Patience::asked)
                        .orElse(pause);
            } catch (SSLException distrusted) {
                // Unless the line broke, another attempt would meet the same certificate.
                if (!(distrusted.getCause() instanceof IOException))
                    throw new UnreachableException(server + " cannot be trusted: "
                            + masked(VisibleText.of(String.valueOf(distrusted.getMessage()))));
                failure = wording(distrusted);
            } catch (IOException broken) {
                failure = wording(broken);
            }
            if (patience.clock().instant().plus(pause).isAfter(deadline))
                throw new UnreachableException(server + " could not be reached in " + attempt
                        + (attempt == 1 ? " attempt" : " attempts") + "; the last one ended with: " + failure);
            progress.accept(failure + "; trying again in " + Math.max(1, Math.round(pause.toMillis() / 1000.0)) + " s");
            sleep(pause);
        }
    }

    private void sleep(Duration pause) {
        try {
            patience.sleeper().sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted while waiting for " + server);
        }
    }

    private String wording(IOException broken) {
        if (broken instanceof UnknownHostException)
            return "no address is known for " + server.base().getHost();
        if (broken instanceof ConnectException) return "nothing listens at " + server;
        if (broken instanceof SocketTimeoutException) return "no answer in time";
        return masked(VisibleText.of("the connection broke (" + broken.getMessage() + ")"));
    }

    private String masked(String text) {
        return token == null ? text : token.maskedIn(text);
    }

    /**
     * What {@link #upload} would send, without the token, for people to look at.
     *
     * @throws IOException if the body cannot be read
     */
    public List<String> describe(String project, UploadBody body) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("POST " + server.api(List.of("projects", project, "runs"), Map.of()));
        Map<String, String> headers = headers();
        headers.put("Content-Type", body.contentType());
        headers.put("Content-Encoding", "gzip");
        headers.put("Content-Length", Long.toString(Files.size(body.file())));
        headers.put("Idempotency-Key", body.idempotencyKey());
        headers.computeIfPresent("Authorization", (name, secret) -> "Bearer ***");
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        return lines;
    }

    /** The version that this program was packaged as. */
    public static String version() {
        String version = PawlClient.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }
}
