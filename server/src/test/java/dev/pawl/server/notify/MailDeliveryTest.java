package dev.pawl.server.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Severity;
import dev.pawl.server.LogCapture;
import dev.pawl.server.config.MailSettings;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.testing.SettableClock;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails from a real outbox to a mail server on a real socket. */
class MailDeliveryTest {

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Store store;
    private FakeMailServer server;
    private DeliveryWorker worker;
    private long project;

    @BeforeEach
    void open() throws Exception {
        server = new FakeMailServer();
        store = Store.open(folder.resolve("pawl.db"));
        project = store.write(session -> session.projects().create("demo", "main", clock.instant()))
                .id();
        worker = worker();
    }

    @AfterEach
    void close() throws Exception {
        worker.close();
        store.close();
        server.close();
    }

    @Test
    void whoIsToWaitGetsTheMailLaterAndNobodyGetsItTwice() throws Exception {
        String key = add("ada@example.com,grey@example.com,bob@example.com");
        enqueue(key, 1);
        enqueue(key, 2);
        worker.send(key);
        assertEquals(List.of("ada@example.com", "bob@example.com"), server.recipients);
        assertEquals(
                "EMAIL: not for 1 of 3 addresses: the mail server answers 450",
                rows(DeliveryRow.State.PENDING).get(0).lastError());

        // What comes meanwhile is for all.
        enqueue(key, 3);
        server.toGrey = "250 2.1.5 fine";
        clock.advance(Duration.ofSeconds(10));
        while (worker.send(key)) continue;

        assertEquals(3, rows(DeliveryRow.State.DELIVERED).size());
        assertEquals(3, server.mails.size());
        assertEquals(
                List.of(
                        "ada@example.com",
                        "bob@example.com",
                        "grey@example.com",
                        "ada@example.com",
                        "grey@example.com",
                        "bob@example.com"),
                server.recipients);
        assertEquals(id(0), id(1));
        assertFalse(id(0).equals(id(2)), id(2));
    }

    @Test
    void whoIsUnknownIsGivenUpAndSeen() throws Exception {
        String key = add("ada@example.com,bad@example.com");
        enqueue(key, 1);
        worker.send(key);

        DeliveryRow dead = rows(DeliveryRow.State.DEAD).get(0);
        assertEquals("EMAIL: not for 1 of 2 addresses: the mail server answers 550", dead.lastError());

        // The operator makes the mailbox, and has it sent again: to whom it is new.
        server.toBad = "250 2.1.5 fine";
        store.write(session -> session.deliveries().retry(dead.id(), clock.instant()));
        worker.send(key);
        assertEquals(1, rows(DeliveryRow.State.DELIVERED).size());
        assertEquals(List.of("ada@example.com", "bad@example.com"), server.recipients);
        assertEquals(2, server.mails.size());
        assertEquals("bad@example.com", mail(1).getAllRecipients()[0].toString());
    }

    @Test
    void nobodysAddressGetsIntoTheLog() throws Exception {
        String key = add("ada.lovelace@example.com,grey@example.com");
        enqueue(key, 1);
        try (LogCapture log = new LogCapture()) {
            worker.send(key);

            String line = String.join("\n", log.lines());
            assertTrue(line.contains("(EMAIL at …@example.com, …@example.com): EMAIL: not for 1 of 2"), line);
            assertFalse(line.contains("lovelace") || line.contains("grey@"), line);
        }
    }

    @Test
    void whatJoinsAfterAFailureIsNotTakenForWhatIsKnown() throws Exception {
        String key = add("ada@example.com");
        enqueue(key, 1);
        server.diesAfterData = true;
        worker.send(key);
        server.diesAfterData = false;
        clock.advance(Duration.ofSeconds(10));
        enqueue(key, 2);
        worker.send(key);

        assertEquals(2, server.mails.size());
        assertFalse(id(0).equals(id(1)), "a mail server that drops what it knows would drop benchmark 2");
    }

    @Test
    void aWorkerThatDiesAfterSendingSendsTheSameAgainUnderTheSameId() throws Exception {
        String key = add("ada@example.com");
        enqueue(key, 1);
        enqueue(key, 2);
        List<DeliveryRow> taken =
                store.write(session -> session.deliveries().dueOf(key, clock.instant(), Duration.ofMinutes(2), 10));
        News news =
                News.together(taken.stream().map(row -> News.of(row.payload())).toList());
        ChannelRow channel = store.read(view -> view.channels().find(key)).orElseThrow();
        client().send(channel, news, null, DeliveryWorker.idOf(taken), clock.instant());

        clock.advance(Duration.ofMinutes(2));
        worker.send(key);

        assertEquals(2, server.mails.size());
        assertEquals(id(0), id(1));
    }

    @Test
    void aBurstOfAThousandAlertsIsFewMails() throws Exception {
        String key = add("ada@example.com");
        for (int i = 0; i < 1000; i++) enqueue(key, i);

        while (worker.send(key)) continue;

        assertEquals(1000, store.read(view -> view.deliveries().counts()).get(DeliveryRow.State.DELIVERED));
        assertEquals(List.of(), server.violations);
        assertTrue(server.mails.size() <= 5, server.mails.size() + " mails");
    }

    @Test
    void aMailServerThatHangsHoldsUpNobodyElse() throws Exception {
        server.hangs = true;
        try (FakeChannel slack = new FakeChannel()) {
            String slow = add("ada@example.com");
            String quick = add(ChannelRow.Kind.SLACK, slack.address());
            enqueue(slow, 1);
            worker.start();
            long start = System.nanoTime();
            enqueue(quick, 2);
            Duration enough = Duration.ofSeconds(8);
            while (rows(DeliveryRow.State.DELIVERED).isEmpty() && System.nanoTime() - start < enough.toNanos())
                Thread.sleep(20);

            assertEquals(quick, rows(DeliveryRow.State.DELIVERED).get(0).channel());
            assertEquals(slow, rows(DeliveryRow.State.PENDING).get(0).channel());
            assertEquals(1, slack.taken.size());
            // Lets the one who waits go, so that the worker can end.
            server.hangUp();
        }
    }

    @Test
    void withoutAMailServerItWaitsAndSaysWhy() throws Exception {
        String key = add("ada@example.com");
        enqueue(key, 1);
        ChannelClient none = new ChannelClient(null, TrendPictures.NONE);
        try (DeliveryWorker poor = new DeliveryWorker(store, clock, null, none, Duration.ZERO)) {
            poor.send(key);
        }

        assertTrue(rows(DeliveryRow.State.PENDING).get(0).lastError().contains("set PAWL_SMTP_URL"));
    }

    private DeliveryWorker worker() {
        return new DeliveryWorker(store, clock, null, client(), Duration.ZERO);
    }

    private ChannelClient client() {
        return new ChannelClient(
                MailSettings.of(Map.of(
                        "PAWL_SMTP_URL", "smtp://127.0.0.1:" + server.port(), "PAWL_SMTP_FROM", "pawl@example.com")),
                TrendPictures.NONE);
    }

    private String add(String recipients) {
        return add(ChannelRow.Kind.EMAIL, URI.create("mailto:" + recipients));
    }

    private String add(ChannelRow.Kind kind, URI address) {
        ChannelRow channel = new ChannelRow(
                0,
                project,
                kind.name(),
                kind,
                address,
                null,
                Severity.WARNING,
                "*",
                EnumSet.allOf(ChannelRow.Event.class),
                true,
                null,
                clock.instant());
        return "channel:" + store.write(session -> session.channels().add(channel));
    }

    private void enqueue(String key, int number) {
        String facts = "{\"event\":\"regression\",\"project\":\"demo\",\"branch\":\"main\",\"items\":[{\"id\":%d,"
                + "\"benchmark\":\"benchmark%d\",\"metric\":\"time\",\"testbed\":\"ci\",\"severity\":\"warning\",\"change\":0.07,"
                + "\"sha\":\"0123456789\",\"series\":\"1-2-3\"}]}";
        String payload = String.format(facts, number, number);
        store.write(
                session -> session.deliveries().enqueue(key, "regression", payload, clock.instant(), clock.instant()));
    }

    private List<DeliveryRow> rows(DeliveryRow.State state) {
        return store.read(view -> view.deliveries().list(state, 10));
    }

    private String id(int mail) throws Exception {
        return mail(mail).getMessageID();
    }

    private MimeMessage mail(int mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(server.mails.get(mail).getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** The time that the test says it is. */
}
