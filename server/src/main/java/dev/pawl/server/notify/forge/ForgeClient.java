package dev.pawl.server.notify.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.report.VisibleText;
import dev.pawl.server.notify.forge.ForgeException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Speaks JSON with a forge and keeps to its limits: it waits as long as it is told, backs off where it is not told how long,
 * and gives up when that would outlast its patience. It never repeats a request that may have created something.
 *
 * <p>It uses the JDK's newer client, because the older one knows no {@code PATCH}. Redirects are followed within one origin only,
 * because they would carry the token elsewhere. Safe for several threads.
 */
final class ForgeClient {

    /** A page of a hundred comments of the longest kind comes to 26 MB; more is a mistake. */
    private static final int LONGEST_ANSWER = 32 << 20;

    private static final int MOST_REDIRECTS = 3;
    private static final int LONGEST_EXCERPT = 200;

    /** What GitHub asks for after a refusal that does not say how long to wait. */
    private static final Duration UNTOLD_PAUSE = Duration.ofSeconds(60);

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*\\brel=\"?next\"?");
    /** More comments than ten thousand are on no pull request that anybody reads. */
    private static final int MOST_PAGES = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final TokenSource tokens;
    private final TokenHeader tokenHeader;
    private final Map<String, String> headers;
    private final ForgePatience patience;
    private final HttpClient http;

    /**
     * Where a request says who sends it.
     *
     * @param prefix stands before the token
     */
    record TokenHeader(String name, String prefix) {}

    /**
     * @param base {@code http} or {@code https}, without a slash at its end
     * @param headers sent with each request, beside the token's
     */
    ForgeClient(
            URI base,
            TokenSource tokens,
            TokenHeader tokenHeader,
            Map<String, String> headers,
            ForgePatience patience) {
        String scheme = base.getScheme();
        if (base.getHost() == null || !("https".equals(scheme) || "http".equals(scheme)))
            throw new IllegalArgumentException("a forge's address starts with https://");
        if (base.getRawUserInfo() != null)
            throw new IllegalArgumentException("a forge's address holds no user and password");
        this.base = URI.create(base.toString().replaceFirst("/+$", ""));
        this.tokens = tokens;
        this.tokenHeader = tokenHeader;
        this.headers = Map.copyOf(headers);
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.connect())
                .build();
    }

    ForgePatience patience() {
        return patience;
    }

    private record Page(JsonNode content, @Nullable URI next) {}

    URI at(String path) {
        return URI.create(base + path);
    }

    JsonNode get(String path) {
        return page(at(path)).content();
    }

    /** Takes each element of a list that comes in pages. */
    void each(String path, Consumer<JsonNode> taker) {
        URI next = at(path);
        for (int pages = 0; next != null && pages < MOST_PAGES; pages++) {
            Page page = page(next);
            page.content().forEach(taker);
            next = page.next();
        }
    }

    private Page page(URI address) {
        Reply reply = run("GET", address, null);
        return new Page(reply.json(), reply.next(address).orElse(null));
    }

    JsonNode post(URI address, JsonNode body) {
        return run("POST", address, body).json();
    }

    JsonNode send(String method, String path, @Nullable JsonNode body) {
        return run(method, at(path), body).json();
    }

    /** Sends something about a thing that may be gone; returns whether it was still there. */
    boolean sendUnlessGone(String method, String path, @Nullable JsonNode body) {
        try {
            send(method, path, body);
            return true;
        } catch (ForgeException refused) {
            if (refused.kind() == Kind.NOT_FOUND) return false;
            throw refused;
        }
    }

    private record Reply(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        JsonNode json() {
            if (response.body().length == 0) return JSON.nullNode();
            try {
                return JSON.readTree(response.body());
            } catch (IOException odd) {
                throw new ForgeException(
                        Kind.REFUSED, response.uri().getHost() + " answers with something that is no JSON");
            }
        }

        /** Only within the same origin, for the token's sake. */
        Optional<URI> next(URI from) {
            for (String links : response.headers().allValues("Link")) {
                Matcher next = NEXT.matcher(links);
                if (next.find()) {
                    URI address = from.resolve(next.group(1));
                    return isSameOrigin(from, address) ? Optional.of(address) : Optional.empty();
                }
            }
            return Optional.empty();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }
    }

    private Reply run(String method, URI address, @Nullable JsonNode body) {
        Instant deadline = patience.clock().instant().plus(patience.total());
        URI at = address;
        int redirects = 0;
        boolean isRenewed = false;
        for (int failures = 1; ; failures++) {
            ForgeToken token = tokens.token();
            String failure;
            Optional<Duration> asked = Optional.empty();
            boolean mayBeDone;
            try {
                Reply reply = new Reply(exchange(method, at, body, token));
                int status = reply.status();
                if (status >= 200 && status < 300) return reply;
                if (status == 401 && !isRenewed && tokens.renew(token)) {
                    isRenewed = true;
                    failures--;
                    continue;
                }
                Optional<URI> elsewhere = redirect(reply, at);
                if (elsewhere.isPresent() && ++redirects <= MOST_REDIRECTS) {
                    at = elsewhere.get();
                    failures--;
                    continue;
                }
                failure = explained(reply, token);
                asked = pauseOf(reply, failures);
                if (asked.isEmpty() && status < 500) throw refused(status, failure);
                // A gateway that gives up says nothing of what happens behind it.
                mayBeDone = asked.isEmpty();
            } catch (IOException broken) {
                failure = wording(broken, token);
                mayBeDone = !isBeforeSending(broken);
            }
            if (mayBeDone && method.equals("POST"))
                throw new ForgeException(Kind.UNKNOWN_OUTCOME, failure, asked.orElse(null));
            Duration pause = asked.orElse(patience.pause(failures));
            if (patience.clock().instant().plus(pause).isAfter(deadline))
                throw new ForgeException(Kind.UNAVAILABLE, failure, asked.orElse(null));
            patience.sleep(pause);
        }
    }

    private HttpResponse<byte[]> exchange(String method, URI address, @Nullable JsonNode body, ForgeToken token)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience.answer());
        request.header(tokenHeader.name(), tokenHeader.prefix() + token.secret());
        headers.forEach(request::header);
        if (body == null) request.method(method, BodyPublishers.noBody());
        else request.header("Content-Type", "application/json").method(method, BodyPublishers.ofByteArray(bytes(body)));
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.build(), info -> new LimitedBody(LONGEST_ANSWER));
        try {
            // The request's own timeout ends with the headers; a body may hang as well.
            return answer.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException) throw (IOException) failed.getCause();
            throw new IOException(String.valueOf(failed.getCause()), failed.getCause());
        } catch (TimeoutException late) {
            throw new IOException("no answer in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ForgeException(Kind.UNKNOWN_OUTCOME, "interrupted while waiting for an answer");
        } finally {
            answer.cancel(true);
        }
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can be written", e);
        }
    }

    private static Optional<URI> redirect(Reply reply, URI from) {
        int status = reply.status();
        if (status != 301 && status != 302 && status != 307 && status != 308) return Optional.empty();
        return reply.header("Location").map(from::resolve).filter(to -> isSameOrigin(from, to));
    }

    private static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getRawAuthority().equals(other.getRawAuthority());
    }

    /** How long to wait, if the forge refuses because it was asked too often. */
    private Optional<Duration> pauseOf(Reply reply, int failures) {
        int status = reply.status();
        if (status != 403 && status != 429 && status != 503) return Optional.empty();
        Optional<Duration> told = reply.header("Retry-After").flatMap(this::duration);
        if (told.isPresent()) return told;
        if (reply.header("x-ratelimit-remaining").filter("0"::equals).isPresent()) {
            Optional<Duration> reset = reply.header("x-ratelimit-reset")
                    .filter(text -> text.matches("\\d{1,12}"))
                    .map(text -> Duration.between(
                            patience.clock().instant(), Instant.ofEpochSecond(Long.parseLong(text) + 1)));
            if (reset.isPresent()) return Optional.of(positive(reset.get()));
        }
        boolean isLimit = status == 429 || reply.text().toLowerCase(Locale.ROOT).contains("rate limit");
        return isLimit && status != 503
                ? Optional.of(UNTOLD_PAUSE.multipliedBy(1L << Math.min(failures - 1, 6)))
                : Optional.empty();
    }

    private Optional<Duration> duration(String text) {
        if (text.strip().matches("\\d{1,18}"))
            return Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(text.strip()), 86_400)));
        try {
            Instant until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(positive(Duration.between(patience.clock().instant(), until)));
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private ForgeException refused(int status, String failure) {
        Kind kind = switch (status) {
            case 401, 403 -> Kind.NOT_ALLOWED;
            case 404, 410 -> Kind.NOT_FOUND;
            default -> Kind.REFUSED;
        };
        return new ForgeException(kind, status, failure, null);
    }

    private String explained(Reply reply, ForgeToken token) {
        String said = reply.text();
        try {
            JsonNode json = JSON.readTree(reply.response().body());
            JsonNode message = json == null ? null : json.get("message");
            if (message != null) said = message.isTextual() ? message.asText() : message.toString();
        } catch (IOException noJson) {
            // Its beginning will do.
        }
        // Before it is cut, or its beginning would stay.
        String masked = token.maskedIn(said.strip());
        return base.getHost() + " answers " + reply.status() + ": " + VisibleText.of(masked, LONGEST_EXCERPT);
    }

    private String wording(IOException broken, ForgeToken token) {
        Throwable root = broken.getCause() == null ? broken : broken.getCause();
        if (broken instanceof UnknownHostException || root instanceof UnknownHostException)
            return "no address is known for " + base.getHost();
        if (broken instanceof ConnectException) return "nothing listens at " + base.getHost();
        return "the connection to " + base.getHost() + " broke ("
                + VisibleText.of(token.maskedIn(String.valueOf(broken.getMessage())), LONGEST_EXCERPT) + ")";
    }

    private static boolean isBeforeSending(IOException broken) {
        return broken instanceof ConnectException
                || broken instanceof HttpConnectTimeoutException
                || broken instanceof UnknownHostException;
    }
}
