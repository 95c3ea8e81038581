package dev.pawl.server.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.model.Severity;
import dev.pawl.server.RunningServer;
import dev.pawl.server.StoredPictures;
import dev.pawl.server.chart.Look;
import dev.pawl.server.config.MailSettings;
import dev.pawl.server.pipeline.Rejudger;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.ChannelRow.Kind;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.testing.MainBranchRun;
import dev.pawl.server.testing.SettableClock;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages from a real database to listeners on real sockets. */
class DeliveryWorkerTest {

    private static final String HOSTILE =
            "<!channel> @everyone <https://evil.example|click> [x](https://evil.example) *b* `c` ||s|| \u202Egnp.exe\n# h <@U1> &amp;";

    private static final URI PUBLIC_URL = URI.create("https://pawl.example.com");

    private static final ChannelClient CLIENT = new ChannelClient(null, TrendPictures.NONE);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Store store;
    private FakeChannel slack;
    private DeliveryWorker worker;
    private Rejudger rejudger;
    private RunPipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        store = Store.open(folder.resolve("pawl.db"));
        slack = new FakeChannel();
        worker = new DeliveryWorker(store, clock, PUBLIC_URL, CLIENT, Duration.ZERO);
        rejudger = new Rejudger(store, clock);
        rejudger.close();
        pipeline = new RunPipeline(store, clock, rejudger);
        for (int commit = 1; commit <= 20; commit++) upload(commit, 1, "sort");
    }

    @AfterEach
    void close() {
        slack.close();
        worker.close();
        store.close();
    }

    @Test
    void aConfirmedRegressionIsToldOnceAndItsEndToo() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        upload(21, 1.5, "sort");
        assertFalse(worker.send(key));
        upload(22, 1.5, "sort");
        assertTrue(worker.send(key));
        upload(23, 1.5, "sort");
        assertFalse(worker.send(key));
        upload(24, 1, "sort");
        assertTrue(worker.send(key));

        assertEquals(List.of(), slack.violations);
        assertEquals(
                "▲ 1 benchmark of demo got worse on main",
                slack.taken.get(0).path("text").asText());
        String section = slack.taken
                .get(0)
                .path("blocks")
                .path(1)
                .path("text")
                .path("text")
                .asText();
        assertTrue(
                section.matches("(?s)<https://pawl\\.example\\.com/p/demo/series/[0-9-]+\\|sort>\n"
                        + "\\+5[0-9.]+ % \\(critical\\) · time on ci · after 0{7}, up to 0{7}.*"),
                section);
        assertEquals(
                "✓ 1 benchmark of demo back to normal on main",
                slack.taken.get(1).path("text").asText());
        assertEquals(2, slack.taken.size());
    }

    @Test
    void allRegressionsOfARunAreOneMessage() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        String[] names = new String[30];
        // Were most of the suite slower, the testbed would have drifted.
        for (int i = 0; i < names.length; i++) names[i] = (i < 12 ? "b" : "still") + i;
        for (int commit = 31; commit <= 50; commit++) upload(commit, 1, names);
        upload(51, 1.5, names);
        upload(52, 1.5, names);

        while (worker.send(key)) continue;

        assertEquals(1, slack.taken.size());
        assertEquals(
                "▲ 12 benchmarks of demo got worse on main",
                slack.taken.get(0).path("text").asText());
        assertTrue(slack.bodies.get(0).contains("and 2 more, on the dashboard"));
    }

    @Test
    void whatIsMissingAndWhatDriftedIsSaidInWords() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        String facts = "{\"event\":\"%s\",\"project\":\"demo\",\"branch\":\"main\",\"items\":[%s]}";
        for (String[] news : new String[][] {
            {"missing", "{\"benchmark\":\"sort\",\"testbed\":\"ci\",\"sha\":\"0123456789\",\"probablyNow\":\"sort2\"}"},
            {"missing", "{\"benchmark\":null,\"testbed\":\"gpu-1\",\"sha\":null}"},
            {"drift", "{\"testbed\":\"ci\",\"sha\":\"0123456789\",\"text\":\"19 of 20 benchmarks are slower\"}"}
        })
            store.write(session -> session.deliveries()
                    .enqueue(key, news[0], String.format(facts, news[0], news[1]), clock.instant(), clock.instant()));

        while (worker.send(key)) continue;

        assertEquals(List.of(), slack.violations);
        assertEquals(
                List.of("⊘ 2 things of demo missing on main", "≈ A testbed of demo drifted on main"),
                slack.taken.stream().map(body -> body.path("text").asText()).toList());
        assertEquals(
                "<https://pawl.example.com/p/demo/alerts|gpu-1>\nno run came when one was expected",
                slack.taken.get(0).at("/blocks/1/text/text").asText());
        assertEquals(
                "<https://pawl.example.com/p/demo/alerts|sort>\nno longer measured on ci, last at 0123456\nprobably renamed to sort2",
                slack.taken.get(0).at("/blocks/2/text/text").asText());
        assertTrue(slack.taken
                .get(1)
                .at("/blocks/1/text/text")
                .asText()
                .contains("19 of 20 benchmarks are slower since 0123456"));
    }

    @Test
    void aMailShowsTheStoredTrendAndItsEndIsInItsThread() throws Exception {
        try (FakeMailServer server = new FakeMailServer()) {
            MailSettings settings = MailSettings.of(
                    Map.of("PAWL_SMTP_URL", "smtp://127.0.0.1:" + server.port(), "PAWL_SMTP_FROM", "pawl@example.com"));
            ChannelClient client = new ChannelClient(settings, new StoredPictures(store, clock, null));
            String key = add(Kind.EMAIL, URI.create("mailto:ada@example.com"));
            try (DeliveryWorker mailer = new DeliveryWorker(store, clock, null, client, Duration.ZERO)) {
                upload(21, 1.5, "sort");
                upload(22, 1.5, "sort");
                mailer.send(key);
                upload(23, 1, "sort");
                mailer.send(key);
            }

            assertEquals(List.of(), server.violations);
            MimeMessage begin = mail(server.mails.get(0));
            assertTrue(
                    begin.getSubject().matches("▲ 1 benchmark of demo got worse on main: sort \\+5[0-9.]+ %"),
                    begin.getSubject());
            MimeMultipart related = (MimeMultipart)
                    ((MimeMultipart) begin.getContent()).getBodyPart(1).getContent();
            BufferedImage trend = ImageIO.read(related.getBodyPart(1).getInputStream());
            assertEquals(2 * Look.DEFAULT_WIDTH, trend.getWidth());
            assertEquals(2 * Look.DEFAULT_HEIGHT, trend.getHeight());
            MimeMessage end = mail(server.mails.get(1));
            assertEquals("✓ 1 benchmark of demo back to normal on main: sort", end.getSubject());
            assertEquals(begin.getHeader("References", null), end.getHeader("References", null));
            assertNotNull(end.getHeader("In-Reply-To", null));
        }
    }

    private static MimeMessage mail(String text) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** By the whole server, which everybody reaches under its public address. */
    @Test
    void slackFetchesTheTrendsOfTheGravest() throws Exception {
        add(Kind.SLACK, slack.address());
        String[] names = new String[10];
        for (int i = 0; i < names.length; i++) names[i] = (i < 4 ? "b" : "still") + i;
        for (int commit = 41; commit <= 50; commit++) upload(commit, 1, names);
        upload(51, 1.5, names);
        upload(52, 1.5, names);
        CompletableFuture<String> url = new CompletableFuture<>();
        slack.network = address -> address.replace(PUBLIC_URL.toString(), url.join());
        try (RunningServer server = new RunningServer(folder, PUBLIC_URL)) {
            url.complete(server.server().url());
            await(() -> !slack.taken.isEmpty());
        }

        assertEquals(List.of(), slack.violations);
        assertEquals(3, slack.pictures.size());
        BufferedImage trend = ImageIO.read(new ByteArrayInputStream(slack.pictures.get(0)));
        assertEquals(2 * Look.DEFAULT_WIDTH, trend.getWidth());
        JsonNode message = slack.taken.get(0);
        assertEquals("image", message.at("/blocks/2/type").asText());
        String address = message.at("/blocks/2/image_url").asText();
        assertTrue(address.startsWith(PUBLIC_URL + "/api/v1/pictures/demo/series/"), address);
        assertTrue(message.at("/blocks/2/alt_text").asText().matches("trend of b[0-3]"), message.toString());
    }

    @Test
    void discordGetsTheTrendOfTheGravest() throws Exception {
        String key = add(Kind.DISCORD, slack.address());
        enqueue(key, HOSTILE);
        try (DeliveryWorker withPictures = withPictures()) {
            withPictures.send(key);
        }

        String picture = slack.taken.get(0).at("/embeds/0/image/url").asText();
        assertTrue(
                picture.matches(
                        "https://pawl\\.example\\.com/api/v1/pictures/demo/series/1-2-3/light\\.png\\?key=[\\w-]{22}"),
                picture);
    }

    /** A public address need not be one that Slack reaches; the news must get there all the same. */
    @Test
    void aMessageWhosePicturesCannotBeFetchedGoesWithoutThem() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        slack.network = address -> "http://127.0.0.1:1/";
        try (DeliveryWorker withPictures = withPictures()) {
            enqueue(key, HOSTILE);
            withPictures.send(key);
            assertEquals(List.of(), slack.violations);
            assertEquals(2, slack.requests.size());
            assertEquals(1, count(DeliveryRow.State.DELIVERED));
            assertFalse(slack.taken.get(0).toString().contains("\"image\""));

            // For an hour it is not tried again.
            enqueue(key, "sort");
            withPictures.send(key);
            assertEquals(3, slack.requests.size());
            clock.advance(Duration.ofHours(1));
            enqueue(key, "sort");
            withPictures.send(key);
            assertEquals(5, slack.requests.size());
            assertEquals(3, slack.taken.size());
        }
    }

    @Test
    void whereNobodyCanFetchPicturesThereAreNone() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        for (String url : new String[] {"http://pawl.example.com", "https://localhost:7420"}) {
            ChannelClient client = new ChannelClient(null, new StoredPictures(store, clock, URI.create(url)));
            try (DeliveryWorker without = new DeliveryWorker(store, clock, URI.create(url), client, Duration.ZERO)) {
                enqueue(key, "sort");
                without.send(key);
            }
        }

        assertEquals(2, slack.taken.size());
        for (JsonNode message : slack.taken) assertFalse(message.toString().contains("image_url"), message.toString());
    }

    /** What takes most room when it is made harmless, in every place; and with pictures. */
    @Test
    void theLongestNewsAreWithinTheLimits() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        String wide = "&".repeat(500);
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 12; i++)
            items.append(i == 0 ? "" : ",")
                    .append(
                            "{\"benchmark\":\"long\",\"metric\":\"long\",\"testbed\":\"long\",\"severity\":\"warning\",\"change\":0.07,"
                                    .replace("long", wide))
                    .append(
                            "\"sha\":\"0123456789\",\"lastGoodSha\":null,\"subject\":\"long\",\"author\":\"long\",\"series\":\"1-2-3\"}"
                                    .replace("long", wide));
        slack.network =
                address -> getClass().getResource("DeliveryWorkerTest.class").toString();
        store.write(session -> session.deliveries()
                .enqueue(
                        key,
                        "regression",
                        "{\"event\":\"regression\",\"project\":\"demo\",\"branch\":\"main\",\"items\":[" + items + "]}",
                        clock.instant(),
                        clock.instant()));
        try (DeliveryWorker withPictures = withPictures()) {
            withPictures.send(key);
        }

        assertEquals(List.of(), slack.violations);
        assertEquals(1, slack.requests.size());
        JsonNode blocks = slack.taken.get(0).path("blocks");
        String more = blocks.get(blocks.size() - 1).at("/elements/0/text").asText();
        int sections = 0;
        for (JsonNode block : blocks) if (block.path("type").asText().equals("section")) sections++;
        assertEquals("and " + (12 - sections) + " more, on the dashboard", more);
        assertTrue(sections >= 3, sections + " sections");
    }

    @Test
    void nothingOfANameActsInAPicturesText() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        slack.network =
                address -> getClass().getResource("DeliveryWorkerTest.class").toString();
        try (DeliveryWorker withPictures = withPictures()) {
            enqueue(key, HOSTILE);
            withPictures.send(key);
        }

        String text = slack.taken.get(0).at("/blocks/2/alt_text").asText();
        assertTrue(text.startsWith("trend of &lt;!channel&gt; @everyone"), text);
        assertFalse(text.contains("<") || text.contains(">") || text.contains("\u202E") || text.contains("\n"), text);
    }

    private DeliveryWorker withPictures() {
        ChannelClient client = new ChannelClient(null, new StoredPictures(store, clock, PUBLIC_URL));
        return new DeliveryWorker(store, clock, PUBLIC_URL, client, Duration.ZERO);
    }

    @Test
    void aBurstBecomesFewMessagesWithinTheLimits() throws Exception {
        slack.isRateLimited = true;
        String key = add(Kind.SLACK, slack.address());
        for (int i = 0; i < 1000; i++) enqueue(key, HOSTILE.repeat(20) + i);
        DeliveryWorker patient = new DeliveryWorker(store, clock, null, CLIENT, Duration.ofMillis(1100));

        patient.start();
        await(() -> count(DeliveryRow.State.DELIVERED) == 1000);
        patient.close();

        assertEquals(List.of(), slack.violations);
        assertTrue(slack.taken.size() <= 5, slack.taken.size() + " messages");
    }

    @Test
    void whatTheListenerAsksForIsObeyed() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        enqueue(key, "sort");
        slack.status = 429;
        worker.send(key);
        assertEquals(
                clock.instant().plusSeconds(1), only(DeliveryRow.State.PENDING).dueAt());

        clock.advance(Duration.ofSeconds(1));
        slack.status = 503;
        worker.send(key);
        DeliveryRow waiting = only(DeliveryRow.State.PENDING);
        assertEquals(clock.instant().plusSeconds(60), waiting.dueAt());
        assertEquals(2, waiting.attempts());
        assertFalse(worker.send(key));

        clock.advance(Duration.ofSeconds(60));
        slack.status = 0;
        worker.send(key);
        assertEquals(1, slack.taken.size());
        assertEquals(1, count(DeliveryRow.State.DELIVERED));
    }

    @Test
    void afterADayOfFailuresItIsGivenUpAndCanBeTriedAgain() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        enqueue(key, "sort");
        slack.status = 500;
        for (int attempt = 0; attempt < 8; attempt++) {
            assertTrue(worker.send(key), "attempt " + attempt);
            clock.advance(Duration.ofHours(13));
        }
        DeliveryRow dead = only(DeliveryRow.State.DEAD);
        assertFalse(worker.send(key));

        slack.status = 0;
        boolean isRetried = store.write(session -> session.deliveries().retry(dead.id(), clock.instant()));
        assertTrue(isRetried);
        assertTrue(worker.send(key));
        assertEquals(1, count(DeliveryRow.State.DELIVERED));
    }

    /** Else its rows would come back at every end of their lease, and nobody would see why. */
    @Test
    void anErrorOfTheServersIsAFailedAttemptLikeAnother() throws Exception {
        String key = add(Kind.WEBHOOK, slack.address(), "whsec_not base 64", Severity.WARNING);
        enqueue(key, "sort");

        assertTrue(worker.send(key));

        DeliveryRow waiting = only(DeliveryRow.State.PENDING);
        assertEquals(1, waiting.attempts());
        assertEquals("an error of the server's: IllegalArgumentException", waiting.lastError());
        assertEquals(List.of(), slack.bodies);
    }

    @Test
    void aServerThatRepeatsTheAddressDoesNotMakeItKnown() throws Exception {
        slack.status = 400;
        slack.repeatsAddress = true;
        String key = add(Kind.SLACK, slack.address());
        enqueue(key, "sort");

        worker.send(key);

        assertEquals(
                "SLACK answers 400 Cannot POST …", only(DeliveryRow.State.DEAD).lastError());
    }

    @Test
    void aChannelThatIsGoneIsDisabled() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        enqueue(key, "sort");
        slack.status = 410;
        worker.send(key);

        ChannelRow channel = store.read(view -> view.channels().find(key)).orElseThrow();
        assertNotNull(channel.disabledBecause());
        assertEquals(1, count(DeliveryRow.State.DEAD));
        upload(21, 1.5, "sort");
        upload(22, 1.5, "sort");
        assertEquals(0, count(DeliveryRow.State.PENDING));
    }

    /** The lease is over: what a worker took that died before it marked it. */
    @Test
    void whatADeadWorkerTookIsSentByAnother() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        enqueue(key, "sort");
        store.write(session -> session.deliveries().dueOf(key, clock.instant(), Duration.ofMinutes(2), 10));
        assertFalse(worker.send(key));

        clock.advance(Duration.ofMinutes(2));

        assertTrue(worker.send(key));
        assertEquals(1, slack.taken.size());
    }

    @Test
    void aChannelThatHangsHoldsUpNobody() throws Exception {
        try (FakeChannel hanging = new FakeChannel()) {
            hanging.hangs = true;
            String slow = add(Kind.WEBHOOK, hanging.address());
            String quick = add(Kind.SLACK, slack.address());
            enqueue(slow, "sort");
            worker.start();
            await(() -> hanging.requests.size() == 1);
            long start = System.nanoTime();
            for (int commit = 21; commit <= 24; commit++) upload(commit, 1.5, "sort");
            enqueue(quick, "sort");
            await(() -> slack.taken.size() >= 1);

            assertTrue(System.nanoTime() - start
                    < Duration.ofSeconds(ChannelClient.ANSWER_SECONDS - 2).toNanos());
            assertEquals(0, hanging.taken.size());
        }
    }

    @Test
    void nothingOfANameActs() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        enqueue(key, HOSTILE);
        worker.send(key);
        String slackText = slack.taken
                .get(0)
                .path("blocks")
                .path(1)
                .path("text")
                .path("text")
                .asText();
        String withoutLink = slackText
                .replaceFirst("^<https://pawl\\.example\\.com/[^|<>]*\\|", "")
                .replaceFirst(">\n", "\n");
        assertFalse(withoutLink.contains("<") || withoutLink.contains(">"), slackText);
        assertFalse(slackText.contains("\u202E"), slackText);
        assertEquals(3, slackText.lines().count(), slackText);

        String other = add(Kind.DISCORD, slack.address());
        enqueue(other, HOSTILE);
        worker.send(other);
        JsonNode discord = slack.taken.get(1);
        assertTrue(discord.path("allowed_mentions").path("parse").isArray());
        assertTrue(discord.path("allowed_mentions").path("parse").isEmpty());
        String text = discord.path("embeds").path(0).path("description").asText();
        String template = text.replaceFirst("^\\*\\*\\[", "")
                .replaceFirst("\\]\\(https://pawl\\.example\\.com/[^)]*\\)\\*\\*\n", "\n");
        assertFalse(template.replaceFirst("\\(warning\\)", "").matches("(?s).*(?<!\\\\)[<>@*`|\\[\\]()#].*"), template);
    }

    @Test
    void noAddressGetsIntoAMessage() throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:1/services/" + FakeChannel.SECRET);
        String key = add(Kind.SLACK, nowhere);
        enqueue(key, "sort");
        worker.send(key);

        String error = only(DeliveryRow.State.PENDING).lastError();
        assertEquals("SLACK could not be reached", error);
        ChannelRow channel = store.read(view -> view.channels().find(key)).orElseThrow();
        assertFalse(channel.toString().contains("s3cr3t"), channel.toString());
    }

    @Test
    void aPrivateAddressNeedsLeave() throws Exception {
        long id = project();
        store.write(session -> session.channels()
                .add(new ChannelRow(
                        0,
                        id,
                        "p",
                        Kind.WEBHOOK,
                        slack.address(),
                        null,
                        Severity.WARNING,
                        "*",
                        EnumSet.allOf(ChannelRow.Event.class),
                        false,
                        null,
                        clock.instant())));
        String key = store.read(view -> view.channels().list(id)).get(0).key();
        enqueue(key, "sort");

        worker.send(key);

        assertEquals(0, slack.requests.size());
        assertTrue(only(DeliveryRow.State.DEAD).lastError().contains("--allow-private"));
    }

    @Test
    void aWebhookIsSigned() throws Exception {
        String secret =
                "whsec_" + Base64.getEncoder().encodeToString("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        String key = add(Kind.WEBHOOK, slack.address(), secret, Severity.WARNING);
        enqueue(key, "sort");
        worker.send(key);

        var headers = slack.requests.get(0).getRequestHeaders();
        String id = headers.getFirst("webhook-id");
        String time = headers.getFirst("webhook-timestamp");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((id + "." + time + "." + slack.bodies.get(0)).getBytes(StandardCharsets.UTF_8));
        assertEquals("v1," + Base64.getEncoder().encodeToString(expected), headers.getFirst("webhook-signature"));
        assertEquals("alert.regression", slack.taken.get(0).path("type").asText());
    }

    @Test
    void aChannelHearsOfWhatItWants() {
        String key = add(Kind.SLACK, slack.address(), null, Severity.CRITICAL);
        upload(21, 1.08, "sort");
        upload(22, 1.08, "sort");

        assertEquals(0, count(DeliveryRow.State.PENDING), key);
    }

    private long project() {
        return store.read(view -> view.projects().find("demo").orElseThrow().id());
    }

    private String add(Kind kind, URI address) {
        return add(kind, address, null, Severity.WARNING);
    }

    private String add(Kind kind, URI address, @Nullable String secret, Severity severity) {
        long project = project();
        return store.write(session -> "channel:"
                + session.channels()
                        .add(new ChannelRow(
                                0,
                                project,
                                kind + "",
                                kind,
                                address,
                                secret,
                                severity,
                                "*",
                                EnumSet.allOf(ChannelRow.Event.class),
                                true,
                                null,
                                clock.instant())));
    }

    private void enqueue(String key, String benchmark) {
        String payload = "{\"event\":\"regression\",\"project\":\"demo\",\"branch\":\"main\",\"items\":[{\"benchmark\":"
                + com.fasterxml.jackson.databind.node.TextNode.valueOf(benchmark)
                + ",\"metric\":\"time\",\"testbed\":\"ci\",\"severity\":\"warning\",\"change\":0.07,\"sha\":\"0123456789\","
                + "\"lastGoodSha\":null,\"subject\":\"Sort\",\"author\":\"A\",\"series\":\"1-2-3\"}]}";
        store.write(
                session -> session.deliveries().enqueue(key, "regression", payload, clock.instant(), clock.instant()));
    }

    @Test
    void aCreepSaysSinceWhenAndOverHowManyRuns() throws Exception {
        String key = add(Kind.SLACK, slack.address());
        String payload =
                "{\"event\":\"regression\",\"project\":\"demo\",\"branch\":\"main\",\"items\":[{\"id\":7,\"benchmark\":\"sort\""
                        + ",\"metric\":\"time\",\"testbed\":\"ci\",\"severity\":\"warning\",\"change\":0.081,\"sha\":\"0123456789\","
                        + "\"lastGoodSha\":\"9876543210\",\"subject\":\"Sort\",\"author\":\"A\",\"series\":\"1-2-3\","
                        + "\"creep\":{\"release\":\"v1.<2>\",\"runs\":34}}]}";
        store.write(
                session -> session.deliveries().enqueue(key, "regression", payload, clock.instant(), clock.instant()));
        assertTrue(worker.send(key));

        assertEquals(List.of(), slack.violations);
        assertEquals(
                "<https://pawl.example.com/p/demo/series/1-2-3|sort>\n"
                        + "crept by +8.1 % since v1.&lt;2&gt; over 34 runs (warning) · time on ci\n"
                        + "Many small steps; no single run stood out.",
                slack.taken
                        .get(0)
                        .path("blocks")
                        .path(1)
                        .path("text")
                        .path("text")
                        .asText());
    }

    private DeliveryRow only(DeliveryRow.State state) {
        List<DeliveryRow> rows = store.read(view -> view.deliveries().list(state, 10));
        assertEquals(1, rows.size());
        return rows.get(0);
    }

    private long count(DeliveryRow.State state) {
        return store.read(view -> view.deliveries().counts()).get(state);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.holds(); i++) Thread.sleep(50);
        assertTrue(condition.holds());
    }

    private void upload(int commit, double factor, String... names) {
        double noise = 1 + 0.005 * new Random(commit).nextGaussian();
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (String name : names) seconds.put(name, (name.startsWith("still") ? 1 : factor) * noise);
        MainBranchRun.of(commit, seconds).acceptInto(pipeline);
    }
}
