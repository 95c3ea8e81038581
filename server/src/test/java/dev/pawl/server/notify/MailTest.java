package dev.pawl.server.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.model.Severity;
import dev.pawl.report.VisibleText;
import dev.pawl.server.config.MailSettings;
import dev.pawl.server.config.MailSettings.Encryption;
import dev.pawl.server.notify.ChannelClient.Outcome;
import dev.pawl.server.store.ChannelRow;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.swing.text.MutableAttributeSet;
import javax.swing.text.html.HTML;
import javax.swing.text.html.HTMLEditorKit;
import javax.swing.text.html.parser.ParserDelegator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails to a listener on a real socket. */
class MailTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(20);
    private static final URI PUBLIC = URI.create("https://pawl.example.com");

    private FakeMailServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new FakeMailServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aMailHasTextAndHtmlAndTheTrendInside() throws Exception {
        assertInstanceOf(Outcome.Delivered.class, send("ada@example.com,bob@example.com", news("sort (n=100)", null)));

        assertEquals(List.of(), server.violations);
        assertEquals(List.of("ada@example.com", "bob@example.com"), server.recipients);
        MimeMessage mail = only();
        assertEquals("▲ 1 benchmark of demo got worse on main: sort (n=100) +7.0 %", mail.getSubject());
        assertTrue(mail.getMessageID().matches("<pawl\\.delivery-7\\.1-[0-9a-z]+@example\\.com>"), mail.getMessageID());
        assertEquals("auto-generated", mail.getHeader("Auto-Submitted", null));
        MimeMultipart alternatives = (MimeMultipart) mail.getContent();
        assertTrue(alternatives.getContentType().startsWith("multipart/alternative"));
        String text = (String) alternatives.getBodyPart(0).getContent();
        assertTrue(text.contains("+7.0 % (warning) · time on ci · since 0123456"), text);
        assertTrue(text.contains("https://pawl.example.com/p/demo/series/1-2-3"), text);
        MimeMultipart related = (MimeMultipart) alternatives.getBodyPart(1).getContent();
        String html = (String) related.getBodyPart(0).getContent();
        assertTrue(
                html.contains("<a href=\"https://pawl.example.com/p/demo/series/1-2-3\"><b>sort (n=100)</b></a>"),
                html);
        assertTrue(html.contains("src=\"cid:trend0\""), html);
        BodyPart picture = related.getBodyPart(1);
        assertEquals("<trend0>", picture.getHeader("Content-ID")[0]);
        assertNotNull(ImageIO.read(picture.getInputStream()));
    }

    @Test
    void nothingOfANameActs() throws Exception {
        String hostile = "x\r\nBcc: eve@evil.example\r\n\r\n<img src=https://evil.example/x onerror=alert(1)>"
                + "\"'><a href=javascript:alert(1)> www.evil.example \u202Egnp.exe {{7*7}} " + "long ".repeat(400);

        send("ada@example.com", news(hostile, hostile));

        assertEquals(List.of(), server.violations);
        assertEquals(List.of("ada@example.com"), server.recipients);
        MimeMessage mail = only();
        assertEquals(1, mail.getAllRecipients().length);
        assertEquals(mail.getSubject(), VisibleText.of(mail.getSubject()));
        assertEquals(null, mail.getHeader("Bcc"));
        assertFalse(mail.getSubject().contains("\n"), mail.getSubject());
        assertFalse(mail.getSubject().contains("\u202E"), mail.getSubject());
        String html = (String) ((MimeMultipart)
                        ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent())
                .getBodyPart(0)
                .getContent();
        send("ada@example.com", news("harmless", "harmless"));
        String harmless = html(mail(server.mails.get(1)));
        assertEquals(tags(harmless), tags(html));
        String text =
                (String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent();
        for (String each : List.of(html.replaceAll("(?:href|src)=\"[^\"]*\"", ""), text.replace(PUBLIC.toString(), "")))
            assertFalse(each.matches("(?s).*(https?://|www\\.|[a-z]@[a-z]).*"), each);
        assertFalse(html.contains("\u202E"), html);
    }

    @Test
    void whoHasAWrongAddressKeepsNobodyFromTheMailAndNobodyGetsItTwice() {
        assertEquals(
                new Outcome.Partly(
                        "bad@example.com",
                        new Outcome.Refused("EMAIL: not for 1 of 2 addresses: the mail server answers 550")),
                send("bad@example.com,ada@example.com", news("sort", null)));

        assertEquals(List.of("ada@example.com"), server.recipients);
        assertEquals(1, server.mails.size());
    }

    @Test
    void aServerThatDiesOrHangsAtTheGoodByeHasTheMail() {
        server.diesAtQuit = true;
        assertInstanceOf(Outcome.Delivered.class, send("ada@example.com", news("sort", null)));
        server.diesAtQuit = false;
        server.hangsAtQuit = true;
        long start = System.nanoTime();
        assertInstanceOf(Outcome.Delivered.class, send("ada@example.com", news("sort", null)));

        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
        assertEquals(2, server.mails.size());
    }

    @Test
    void aServerThatTakesLongForEachAnswerIsLeftInTime() throws Exception {
        server.slowMillis = 400;
        String many =
                IntStream.range(0, 50).mapToObj(i -> "u" + i + "@example.com").collect(Collectors.joining(","));
        MailClient client =
                client(Duration.ofSeconds(1), Duration.ofSeconds(2), null, "smtp://127.0.0.1:" + server.port());
        long start = System.nanoTime();

        Outcome outcome = client.send(channel(many), news("sort", null), PUBLIC, "1", NOW);

        assertInstanceOf(Outcome.Failed.class, outcome);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(6).toNanos());
        assertEquals(List.of(), server.mails);
    }

    @Test
    void theEndOfAnAlertIsInTheThreadOfItsBeginning() throws Exception {
        send("ada@example.com", News.together(List.of(alert("regression", 17), alert("regression", 18))));
        send("ada@example.com", alert("resolved", 18));

        MimeMessage begin = mail(server.mails.get(0));
        MimeMessage end = mail(server.mails.get(1));
        assertEquals(List.of(), server.violations);
        String thread = end.getHeader("In-Reply-To", null);
        assertTrue(thread.matches("<pawl\\.alert-18\\.1-[0-9a-z]+@example\\.com>"), thread);
        assertEquals(thread, end.getHeader("References", null));
        assertEquals(
                2, List.of(begin.getHeader("References", null).split("\\s+")).size());
        assertTrue(begin.getHeader("References", null).contains(thread), begin.getHeader("References", null));
        assertEquals("✓ 1 benchmark of demo back to normal on main: sort", end.getSubject());
        assertEquals("▲ 2 benchmarks of demo got worse on main: sort +7.0 %, …", begin.getSubject());
    }

    @Test
    void anotherServerOfTheSameAddressHasOtherIds() throws Exception {
        ChannelClient client = client("smtp://127.0.0.1:" + server.port());
        for (int i = 0; i < 2; i++)
            client.send(channel("ada@example.com", NOW.plusMillis(i)), news("sort", null), PUBLIC, "delivery-1", NOW);

        assertNotEquals(
                mail(server.mails.get(0)).getMessageID(),
                mail(server.mails.get(1)).getMessageID());
    }

    @Test
    void aTrendThatCannotBeDrawnHoldsUpNoMail() throws Exception {
        MailClient client = new MailClient(
                settings("smtp://127.0.0.1:" + server.port()),
                (project, series) -> {
                    throw new IllegalStateException("no fonts");
                },
                MailClient.Patience.DEFAULT,
                (SSLSocketFactory) SSLSocketFactory.getDefault());

        assertInstanceOf(
                Outcome.Delivered.class, client.send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW));
        assertEquals(1, server.mails.size());
    }

    @Test
    void aPasswordGoesOverStartTlsOnly(@TempDir Path folder) throws Exception {
        SSLContext certified = certified(folder);
        server.tls = certified;
        server.credentials = "pawl:secret";
        String url = "smtp://pawl:secret@localhost:" + server.port();

        MailClient trusting = client(ANSWER, WHOLE, certified, url, "required");
        assertInstanceOf(
                Outcome.Delivered.class,
                trusting.send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW));
        assertEquals(List.of("encrypted"), server.logins);

        Outcome untrusted = client(ANSWER, WHOLE, null, url, "required")
                .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW);
        assertTrue(untrusted.toString().contains("certificate is not trusted"), untrusted.toString());
        Outcome otherHost = client(ANSWER, WHOLE, certified, url.replace("localhost", "127.0.0.1"), "required")
                .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW);
        assertInstanceOf(Outcome.Failed.class, otherHost);
        server.tls = null;
        Outcome stripped = trusting.send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW);
        assertTrue(stripped.toString().contains("offers no encryption"), stripped.toString());

        assertEquals(List.of("encrypted"), server.logins);
        assertEquals(1, server.mails.size());
    }

    @Test
    void encryptionFromTheStartWorksToo(@TempDir Path folder) throws Exception {
        SSLContext certified = certified(folder);
        server.tls = certified;
        server.isEncryptedFromStart = true;
        server.credentials = "pawl:secret";
        String url = "smtps://pawl:secret@localhost:" + server.port();

        assertInstanceOf(
                Outcome.Delivered.class,
                client(ANSWER, WHOLE, certified, url)
                        .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW));
        assertInstanceOf(
                Outcome.Failed.class,
                client(ANSWER, WHOLE, null, url)
                        .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW));
        assertInstanceOf(
                Outcome.Failed.class,
                client(ANSWER, WHOLE, certified, url.replace("localhost", "127.0.0.1"))
                        .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW));
        assertEquals(List.of("encrypted"), server.logins);
    }

    @Test
    void aWrongAddressDoesNotMakeABrokenConnectionFinal() {
        server.diesAfterData = true;

        assertInstanceOf(Outcome.Failed.class, send("bad@example.com,ada@example.com", news("sort", null)));
    }

    @Test
    void whoIsToWaitIsNotForgotten() {
        assertEquals(
                new Outcome.Partly(
                        "bad@example.com,grey@example.com",
                        new Outcome.Failed("EMAIL: not for 2 of 3 addresses: the mail server answers 450", null)),
                send("bad@example.com,ada@example.com,grey@example.com", news("sort", null)));
        assertEquals(List.of("ada@example.com"), server.recipients);
    }

    @Test
    void whatTheServerAnswersDecidesWhetherItIsTriedAgain() {
        assertEquals(
                new Outcome.Refused("EMAIL: the mail server answers 550"), send("bad@example.com", news("sort", null)));
        server.toBad = "450 4.2.0 greylisted";
        assertEquals(
                new Outcome.Failed("EMAIL: the mail server answers 450", null),
                send("bad@example.com", news("sort", null)));
        server.toData = "452 4.3.1 full";
        assertEquals(
                new Outcome.Failed("EMAIL: the mail server answers 452", null),
                send("ada@example.com", news("sort", null)));
        server.toData = "554 5.7.1 spam";
        assertEquals(
                new Outcome.Refused("EMAIL: the mail server answers 554"), send("ada@example.com", news("sort", null)));
        server.toMail = "421 4.3.2 closing";
        assertInstanceOf(Outcome.Failed.class, send("ada@example.com", news("sort", null)));
        assertEquals(List.of(), server.mails);
    }

    @Test
    void whatWasTakenBeforeTheServerDiedComesAgainUnderTheSameId() throws Exception {
        server.diesAfterData = true;
        assertInstanceOf(Outcome.Failed.class, send("ada@example.com", news("sort", null)));
        server.diesAfterData = false;
        assertInstanceOf(Outcome.Delivered.class, send("ada@example.com", news("sort", null)));

        assertEquals(2, server.mails.size());
        assertEquals(
                mail(server.mails.get(0)).getMessageID(),
                mail(server.mails.get(1)).getMessageID());
    }

    @Test
    void aServerThatIsNotThereOrHangsIsTriedAgain() throws Exception {
        int port = server.port();
        server.hangs = true;
        long start = System.nanoTime();
        Outcome late = client(Duration.ofSeconds(1), WHOLE, null, "smtp://127.0.0.1:" + port)
                .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW);
        assertInstanceOf(Outcome.Failed.class, late);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
        server.close();

        Outcome outcome = client("smtp://127.0.0.1:" + port)
                .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW);

        assertEquals(new Outcome.Failed("EMAIL could not be sent: the mail server cannot be reached", null), outcome);
    }

    @Test
    void aPasswordIsUsedAndNeverShown() {
        server.credentials = "pawl:p@ss/w+rd";
        String url = "smtp://pawl:p%40ss%2Fw+rd@127.0.0.1:" + server.port();
        assertInstanceOf(
                Outcome.Delivered.class,
                client(url).send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW));
        Outcome refused = client(url.replace("w+rd", "wrong"))
                .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW);

        assertEquals(new Outcome.Failed("EMAIL: the mail server refuses the user or password", null), refused);
        assertFalse(settings(url).toString().contains("ss"), settings(url).toString());
        assertEquals(List.of(), server.violations);
    }

    @Test
    void aPasswordLeavesTheMachineOnlyEncrypted() {
        assertEquals(
                Encryption.REQUIRED,
                settings("smtp://pawl:secret@mail.example.com").encryption());
        assertEquals(
                Encryption.FROM_START,
                settings("smtps://pawl:secret@mail.example.com").encryption());
        assertEquals(Encryption.OFFERED, settings("smtp://mail.example.com:25").encryption());
        for (String here : List.of("localhost", "127.0.0.1", "[::1]"))
            assertEquals(Encryption.NONE, settings("smtp://u:p@" + here).encryption());
        assertEquals(
                Encryption.NONE, settings("smtp://u:p@mail.example.com", "none").encryption());
        assertEquals(
                Encryption.REQUIRED, settings("smtp://127.0.0.1", "required").encryption());
        assertEquals(
                "PAWL_SMTP_ENCRYPTION must be one of required, offered, none; for encryption from the start write smtps:// in"
                        + " PAWL_SMTP_URL",
                assertThrows(IllegalArgumentException.class, () -> settings("smtp://h", "tls"))
                        .getMessage());
    }

    @Test
    void whoIsMailedToMustBePlainAddresses() {
        assertTrue(ChannelClient.areAddresses("ada@example.com,bob+perf@example.org"));
        for (String text : List.of(
                "",
                "ada",
                "Ada<ada@example.com>",
                "team:ada@example.com;",
                "a@b@c",
                "ada@example.com,,x",
                "a\r\nb@c.d")) assertFalse(ChannelClient.areAddresses(text), text);
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithoutRepeatingThem() {
        for (String url : List.of(
                "mail.example.com", "http://u:s3cr3t@mail.example.com", "smtp://u:s3cr3t@", "smtp://u:s3 cr3t@h")) {
            String message = assertThrows(IllegalArgumentException.class, () -> settings(url))
                    .getMessage();
            assertTrue(message.startsWith("PAWL_SMTP_URL "), message);
            assertFalse(message.contains("s3"), message);
        }
        assertEquals(null, MailSettings.of(Map.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> MailSettings.of(Map.of("PAWL_SMTP_URL", "smtp://h", "PAWL_SMTP_FROM", "nobody")));
    }

    @Test
    void aThousandThingsAreOneMailOfAReadableLength() throws Exception {
        List<News> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) many.add(news("benchmark" + i, null));

        send("ada@example.com", News.together(many));

        assertEquals(List.of(), server.violations);
        assertEquals(1, server.mails.size());
        assertTrue(server.mails.get(0).length() < 500_000, server.mails.get(0).length() + " characters");
        String text =
                (String) ((MimeMultipart) only().getContent()).getBodyPart(0).getContent();
        assertTrue(text.contains("and 980 more, on the dashboard"), text);
    }

    private static String html(MimeMessage mail) throws Exception {
        MimeMultipart alternatives = (MimeMultipart) mail.getContent();
        return (String) ((MimeMultipart) alternatives.getBodyPart(1).getContent())
                .getBodyPart(0)
                .getContent();
    }

    /** What acts in a page, as a parser of HTML sees it: each tag with all its attributes, but for what a picture is called. */
    private static List<String> tags(String html) throws IOException {
        List<String> tags = new ArrayList<>();
        HTMLEditorKit.ParserCallback each = new HTMLEditorKit.ParserCallback() {
            @Override
            public void handleStartTag(HTML.Tag tag, MutableAttributeSet attributes, int at) {
                if (attributes.isDefined(HTML.Attribute.ALT)) attributes.addAttribute(HTML.Attribute.ALT, "");
                tags.add(tag + " " + attributes.toString().strip());
            }

            @Override
            public void handleSimpleTag(HTML.Tag tag, MutableAttributeSet attributes, int at) {
                handleStartTag(tag, attributes, at);
            }
        };
        new ParserDelegator().parse(new StringReader(html), each, true);
        return tags;
    }

    private MimeMessage only() throws Exception {
        assertEquals(1, server.mails.size());
        return mail(server.mails.get(0));
    }

    private static MimeMessage mail(String text) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private Outcome send(String recipients, News news) {
        return client("smtp://127.0.0.1:" + server.port()).send(channel(recipients), news, PUBLIC, "delivery-7", NOW);
    }

    private static ChannelClient client(String url) {
        return new ChannelClient(settings(url), MailTest::picture);
    }

    private static MailClient client(
            Duration answer, Duration whole, @Nullable SSLContext trust, String url, String... encryption) {
        SSLSocketFactory sockets =
                trust == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : trust.getSocketFactory();
        return new MailClient(
                settings(url, encryption), TrendPictures.NONE, new MailClient.Patience(answer, whole), sockets);
    }

    private static MailSettings settings(String url, String... encryption) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PAWL_SMTP_URL", url);
        environment.put("PAWL_SMTP_FROM", "pawl@example.com");
        if (encryption.length > 0) environment.put("PAWL_SMTP_ENCRYPTION", encryption[0]);
        return MailSettings.of(environment);
    }

    /** Has a certificate for {@code localhost} that only it trusts. */
    private static SSLContext certified(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        String word = "changeit";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        word)
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance(file.toFile(), word.toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, word.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("mail", keys.getCertificate("mail"));
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }

    private static News alert(String event, long id) {
        String facts =
                "{\"event\":\"%s\",\"project\":\"demo\",\"branch\":\"main\",\"items\":[{\"id\":%d,\"benchmark\":\"sort\","
                        + "\"metric\":\"time\",\"testbed\":\"ci\",\"severity\":\"warning\",\"change\":0.07,\"sha\":\"0123456789\","
                        + "\"series\":\"1-2-3\"}]}";
        return News.of(String.format(facts, event, id));
    }

    private static Optional<byte[]> picture(String project, String series) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Optional.of(png.toByteArray());
    }

    private static ChannelRow channel(String recipients) {
        return channel(recipients, NOW);
    }

    private static ChannelRow channel(String recipients, Instant createdAt) {
        return new ChannelRow(
                1,
                1,
                "team",
                ChannelRow.Kind.EMAIL,
                URI.create("mailto:" + recipients),
                null,
                Severity.WARNING,
                "*",
                EnumSet.allOf(ChannelRow.Event.class),
                false,
                null,
                createdAt);
    }

    private static News news(String benchmark, @Nullable String subject) {
        String payload = JsonNodeFactory.instance
                .objectNode()
                .put("event", "regression")
                .put("project", "demo")
                .put("branch", "main")
                .set(
                        "items",
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(JsonNodeFactory.instance
                                        .objectNode()
                                        .put("benchmark", benchmark)
                                        .put("metric", "time")
                                        .put("testbed", "ci")
                                        .put("severity", "warning")
                                        .put("change", 0.07)
                                        .put("sha", "0123456789")
                                        .put("subject", subject)
                                        .put("series", "1-2-3")))
                .toString();
        return News.of(payload);
    }
}
