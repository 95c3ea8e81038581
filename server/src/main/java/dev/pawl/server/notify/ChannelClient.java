package dev.pawl.server.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.report.VisibleText;
import dev.pawl.server.config.MailSettings;
import dev.pawl.server.store.ChannelRow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts to channels. Follows no redirect, waits {@value #ANSWER_SECONDS} seconds at most, and never puts an address into a message:
 * whoever reads it could write to the channel. Safe for several threads.
 */
public final class ChannelClient {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelClient.class);

    static final int ANSWER_SECONDS = 10;

    /** Shorter parts of an address are words such as {@code hooks}. */
    private static final int FEWEST_SECRET = 6;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int LONGEST_EXCERPT = 120;

    /** Long enough that a limit of one message a second is not always met twice; short enough for a hiccup of the network. */
    private static final Duration PICTURE_PAUSE = Duration.ofHours(1);

    private static final String KEY_PREFIX = "whsec_";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    private final TrendPictures pictures;
    private final @Nullable MailClient mail;

    /** Until when a channel gets no pictures, because it refused a message for them. */
    private final Map<Long, Instant> withoutPictures = new ConcurrentHashMap<>();

    /** @param settings {@code null} where no mail can be sent */
    public ChannelClient(@Nullable MailSettings settings, TrendPictures pictures) {
        this.pictures = pictures;
        this.mail = settings == null ? null : new MailClient(settings, pictures);
    }

    /** Whether a text is one mail address or several with commas between them. */
    public static boolean areAddresses(String text) {
        return MailClient.areAddresses(text);
    }

    /** What became of an attempt. */
    public sealed interface Outcome {

        /** It is there. */
        record Delivered() implements Outcome {}

        /**
         * Some of those it goes to have it.
         *
         * @param missed the others
         * @param rest what became of the attempt for them: {@link Failed} or {@link Refused}
         */
        record Partly(String missed, Outcome rest) implements Outcome {}

        /** Worth another attempt. */
        record Failed(String why, @Nullable Duration askedPause) implements Outcome {}

        /** This message will never be taken. */
        record Refused(String why) implements Outcome {}

        /** Nothing will ever be taken there. */
        record Gone(String why) implements Outcome {}
    }

    /**
     * Sends a sample, so that a person sees whether the channel works.
     *
     * @param publicUrl of the server, {@code null} for none
     */
    public Outcome test(ChannelRow channel, String project, @Nullable URI publicUrl) {
        News.Item sample = new News.Item(
                "this is a test",
                "this is a test",
                "+7.0 % (warning) · time on local · since 0123456",
                "Nothing happened",
                0.07,
                null,
                null,
                JsonNodeFactory.instance.objectNode().put("benchmark", "this is a test"));
        News news = new News(ChannelRow.Event.REGRESSION, project, "main", List.of(sample), null);
        Instant now = Instant.now();
        return send(channel, news, publicUrl, "test-" + now.toEpochMilli(), now);
    }

    /**
     * @param id the same for each attempt to send the same, so that whoever listens can tell
     */
    Outcome send(ChannelRow channel, News news, @Nullable URI publicUrl, String id, Instant now) {
        if (channel.kind() != ChannelRow.Kind.EMAIL) return post(channel, news, publicUrl, id, now);
        // Later perhaps: the server may be started with the settings.
        if (mail == null)
            return new Outcome.Failed(
                    "EMAIL: the server has no mail server; set PAWL_SMTP_URL and PAWL_SMTP_FROM", null);
        return mail.send(channel, news, publicUrl, id, now);
    }

    /**
     * Slack fetches the pictures before it takes a message, and refuses the message if it gets one of them not at all or late: a
     * server behind a firewall has a public address, too. News without a picture is news.
     */
    private Outcome post(ChannelRow channel, News news, @Nullable URI publicUrl, String id, Instant now) {
        String plain =
                Message.of(channel.kind(), news, publicUrl, TrendPictures.NONE).toString();
        if (now.isBefore(withoutPictures.getOrDefault(channel.id(), Instant.MIN))) return post(channel, plain, id, now);
        String body = Message.of(channel.kind(), news, publicUrl, pictures).toString();
        Outcome outcome = post(channel, body, id, now);
        if (!(outcome instanceof Outcome.Refused refused) || body.equals(plain)) return outcome;
        LOG.warn("{}: {}; without pictures from now on, for an hour", channel, refused.why());
        withoutPictures.put(channel.id(), now.plus(PICTURE_PAUSE));
        return post(channel, plain, id, now);
    }

    private Outcome post(ChannelRow channel, String body, String id, Instant now) {
        try {
            Optional<String> obstacle = obstacle(channel);
            if (obstacle.isPresent()) return new Outcome.Refused(obstacle.get());
            HttpRequest.Builder request = HttpRequest.newBuilder(channel.address())
                    .timeout(Duration.ofSeconds(ANSWER_SECONDS))
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("User-Agent", "pawl")
                    .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
            if (channel.kind() == ChannelRow.Kind.WEBHOOK) sign(request, channel.signingKey(), body, id, now);
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
            // The request's own timeout ends with the headers; a body may hang as well.
            return outcome(channel, answer.get(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | IOException broken) {
            return new Outcome.Failed(channel.kind() + " could not be reached", null);
        } catch (TimeoutException late) {
            return new Outcome.Failed("no answer within " + ANSWER_SECONDS + " s", null);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted", null);
        }
    }

    /** Why this address is not spoken to; a server must not be used to reach what only it can reach. */
    private static Optional<String> obstacle(ChannelRow channel) throws UnknownHostException {
        URI address = channel.address();
        boolean isHttp = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!isHttp || address.getHost() == null) return Optional.of("its address is no http address");
        if (channel.allowsPrivate()) return Optional.empty();
        for (InetAddress ip : InetAddress.getAllByName(address.getHost())) {
            byte first = ip.getAddress()[0];
            boolean isUniqueLocal = ip.getAddress().length == 16 && (first & 0xfe) == 0xfc;
            if (ip.isLoopbackAddress()
                    || ip.isLinkLocalAddress()
                    || ip.isSiteLocalAddress()
                    || ip.isAnyLocalAddress()
                    || isUniqueLocal)
                return Optional.of(
                        "its address leads into a private network; add it with --allow-private if that is meant");
        }
        return Optional.empty();
    }

    /** By the rules of Standard Webhooks: {@code v1,} and the HMAC-SHA256 of {@code id.timestamp.body}. */
    private static void sign(HttpRequest.Builder request, @Nullable String key, String body, String id, Instant now) {
        String time = Long.toString(now.getEpochSecond());
        request.header("webhook-id", id).header("webhook-timestamp", time);
        if (key == null) return;
        try {
            byte[] secret = key.startsWith(KEY_PREFIX)
                    ? Base64.getDecoder().decode(key.substring(KEY_PREFIX.length()))
                    : key.getBytes(StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signature = mac.doFinal((id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8));
            request.header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    /** Some servers repeat what they were asked for, and the address is a secret. */
    private static String masked(String text, URI address) {
        String masked = text;
        for (String part : secretParts(address)) masked = masked.replace(part, "…");
        return masked;
    }

    private static List<String> secretParts(URI address) {
        List<String> parts = new ArrayList<>();
        parts.add(address.toString());
        for (String part :
                new String[] {address.getRawQuery(), address.getQuery(), address.getRawPath(), address.getPath()}) {
            if (part == null || part.length() < FEWEST_SECRET) continue;
            parts.add(part);
            for (String piece : part.split("[/&=]")) if (piece.length() >= FEWEST_SECRET) parts.add(piece);
        }
        // The longest first, or its pieces would leave its rest.
        parts.sort(Comparator.comparingInt(String::length).reversed());
        return parts;
    }

    private static Outcome outcome(ChannelRow channel, HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) return new Outcome.Delivered();
        String why = channel.kind() + " answers " + status + " " + excerpt(masked(answer.body(), channel.address()));
        if (status == 404 || status == 410) return new Outcome.Gone(why);
        if (status == 429 || status >= 500) return new Outcome.Failed(why, pause(answer));
        return new Outcome.Refused(why);
    }

    private static String excerpt(String body) {
        String line = VisibleText.of(body.strip());
        return line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "…";
    }

    private static @Nullable Duration pause(HttpResponse<String> answer) {
        try {
            return answer.headers()
                    .firstValue("Retry-After")
                    .map(seconds -> Duration.ofMillis((long) (1000 * Double.parseDouble(seconds))))
                    .filter(pause -> !pause.isNegative())
                    .orElse(null);
        } catch (NumberFormatException odd) {
            return null;
        }
    }
}
