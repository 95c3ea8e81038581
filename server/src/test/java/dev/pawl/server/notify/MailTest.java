package dev.pawl.server.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.model.Severity;
import dev.pawl.server.config.MailSettings;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails to a listener on a real socket. */
class MailTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
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
        assertEquals("▲ 1 benchmark of demo got worse on main: sort (n=100)", mail.getSubject());
        assertEquals("<pawl.delivery-7@example.com>", mail.getMessageID());
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
                + "\"'><a href=javascript:alert(1)> \u202Egnp.exe {{7*7}} " + "long ".repeat(400);

        send("ada@example.com", news(hostile, hostile));

        assertEquals(List.of(), server.violations);
        assertEquals(List.of("ada@example.com"), server.recipients);
        MimeMessage mail = only();
        assertEquals(1, mail.getAllRecipients().length);
        assertEquals(null, mail.getHeader("Bcc"));
        assertFalse(mail.getSubject().contains("\n"), mail.getSubject());
        assertFalse(mail.getSubject().contains("\u202E"), mail.getSubject());
        String html = (String) ((MimeMultipart)
                        ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent())
                .getBodyPart(0)
                .getContent();
        // Whatever is a tag is the template's.
        String tags = html.replaceAll("(?s)>[^<]*<", "><");
        assertFalse(tags.contains("evil.example/x") || tags.contains("javascript") || tags.contains("onerror="), tags);
        assertFalse(html.contains("\u202E"), html);
    }

    @Test
    void whoHasAWrongAddressKeepsNobodyFromTheMailAndNobodyGetsItTwice() {
        assertInstanceOf(Outcome.Delivered.class, send("bad@example.com,ada@example.com", news("sort", null)));

        assertEquals(List.of("ada@example.com"), server.recipients);
        assertEquals(1, server.mails.size());
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
        assertInstanceOf(Outcome.Failed.class, send("ada@example.com", news("sort", null)));
        assertTrue(System.nanoTime() - start
                < Duration.ofSeconds(2L * ChannelClient.ANSWER_SECONDS).toNanos());
        server.close();

        Outcome outcome = client("smtp://127.0.0.1:" + port)
                .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW);

        assertInstanceOf(Outcome.Failed.class, outcome);
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
        assertTrue(settings("smtp://pawl:secret@mail.example.com").needsEncryption());
        assertTrue(settings("smtps://pawl:secret@mail.example.com").isEncryptedFromStart());
        assertFalse(settings("smtp://mail.example.com").needsEncryption());
        // This one offers no encryption.
        MailSettings insisting =
                new MailSettings("127.0.0.1", server.port(), false, true, "u", "p", "pawl@example.com");
        Outcome outcome = new ChannelClient(insisting, TrendPictures.NONE)
                .send(channel("ada@example.com"), news("sort", null), PUBLIC, "1", NOW);
        assertInstanceOf(Outcome.Failed.class, outcome);
        assertEquals(List.of(), server.mails);
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

        assertEquals(1, server.mails.size());
        assertTrue(server.mails.get(0).length() < 500_000, server.mails.get(0).length() + " characters");
        String text =
                (String) ((MimeMultipart) only().getContent()).getBodyPart(0).getContent();
        assertTrue(text.contains("and 980 more, on the dashboard"), text);
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

    private static MailSettings settings(String url) {
        return MailSettings.of(Map.of("PAWL_SMTP_URL", url, "PAWL_SMTP_FROM", "pawl@example.com"));
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
                NOW);
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
