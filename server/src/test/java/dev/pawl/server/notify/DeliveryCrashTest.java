package dev.pawl.server.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.model.Severity;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker is killed around its sends, again and again: everything arrives, and at most one message a kill arrives twice. */
@Tag("slow")
class DeliveryCrashTest {

    private static final int KILLS = 40;
    private static final int NEWS_IN_A_LIFE = 6;

    @TempDir
    Path folder;

    @Test
    void fortyKillsLoseNothingAndRepeatAtMostOneMessageEach() throws Exception {
        Random random = new Random(11);
        int told = 0;
        try (Store store = Store.open(folder.resolve("pawl.db"));
                FakeChannel listener = new FakeChannel()) {
            String key = channel(store, listener);
            for (int kill = 0; kill < KILLS; kill++) {
                int before = listener.requests.size();
                Process worker = start();
                for (int i = 0; i < NEWS_IN_A_LIFE; i++) {
                    tell(store, key, told++);
                    Thread.sleep(random.nextInt(10));
                }
                await(() -> listener.requests.size() > before);
                Thread.sleep(random.nextInt(40));
                worker.destroyForcibly().waitFor();
                endLeases(store);
            }
            Process last = start();
            await(() -> store.read(view -> view.deliveries().counts()).get(DeliveryRow.State.PENDING) == 0);
            last.destroyForcibly().waitFor();

            Set<String> arrived = new HashSet<>();
            int repeating = 0;
            for (JsonNode message : List.copyOf(listener.taken)) {
                boolean isNew = true;
                for (JsonNode alert : message.path("alerts"))
                    isNew &= arrived.add(alert.path("benchmark").asText());
                if (!isNew) repeating++;
            }
            assertEquals(KILLS * NEWS_IN_A_LIFE, told);
            assertEquals(told, arrived.size(), "lost");
            // On a machine that is busy enough an answer may come too late, which is a death of its own.
            long late = Files.readAllLines(folder.resolve("worker.log")).stream()
                    .filter(line -> line.contains("no answer within"))
                    .count();
            assertTrue(
                    repeating <= KILLS + late,
                    repeating + " messages repeat something, " + late + " answers were late");
            assertEquals(List.of(), listener.violations);
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveryProcess.class.getName(),
                        folder.resolve("pawl.db").toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("worker.log").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** As if the two minutes had passed after which another worker may take what a dead one had. */
    private static void endLeases(Store store) {
        store.write(session -> {
            for (DeliveryRow row : session.deliveries().list(DeliveryRow.State.PENDING, 1000))
                session.deliveries().failed(row.id(), Instant.now(), "its worker died");
            return null;
        });
    }

    private static String channel(Store store, FakeChannel listener) {
        return store.write(session -> {
            long project =
                    session.projects().create("demo", "main", Instant.now()).id();
            return "channel:"
                    + session.channels()
                            .add(new ChannelRow(
                                    0,
                                    project,
                                    "hook",
                                    ChannelRow.Kind.WEBHOOK,
                                    listener.address(),
                                    null,
                                    Severity.WARNING,
                                    "*",
                                    EnumSet.allOf(ChannelRow.Event.class),
                                    true,
                                    null,
                                    Instant.now()));
        });
    }

    private static void tell(Store store, String key, int number) {
        String payload =
                "{\"event\":\"regression\",\"project\":\"demo\",\"branch\":\"main\",\"items\":[{\"benchmark\":\"b"
                        + number + "\",\"metric\":\"time\",\"testbed\":\"ci\",\"severity\":\"warning\",\"change\":0.07,"
                        + "\"sha\":\"0123456789\",\"series\":\"1-2-3\"}]}";
        Instant now = Instant.now();
        store.write(session -> session.deliveries().enqueue(key, "regression", payload, now, now));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.holds()) {
            assertTrue(Instant.now().isBefore(end), "nothing is sent");
            Thread.sleep(2);
        }
    }
}
