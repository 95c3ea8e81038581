package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChannelCommandTest {

    private static final String SECRET = "/services/T000/B000/s3cr3t";

    @TempDir
    Path folder;

    private HttpServer slack;
    private volatile int status = 200;
    private volatile String heard = "";

    @BeforeEach
    void listen() throws IOException {
        slack = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        slack.createContext(SECRET, exchange -> {
            heard = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        slack.start();
        CommandRun.of("project", "set", "engine", "--data", folder.toString());
    }

    @AfterEach
    void stop() {
        slack.stop(0);
    }

    @Test
    void aMailChannelNamesWhomItGoesToAndWhatItHears() {
        CommandRun added = channel(
                "add",
                "email",
                "--name",
                "team",
                "--to",
                "ada@example.com, bob@example.com",
                "--events",
                "regression,missing");
        assertEquals(0, added.number(), added.err());
        assertTrue(added.err().startsWith("note: PAWL_SMTP_URL is not set here"), added.err());
        assertEquals(
                "team                  email    ada@example.com,bob@example.com  from warning  benchmarks *  regression,missing  works\n",
                channel("list").out());

        CommandRun tried = channel("test", "team");
        assertEquals(4, tried.number());
        assertTrue(tried.err().contains("set PAWL_SMTP_URL"), tried.err());

        for (String to : new String[] {"ada", "a@b\r\nRCPT TO:<x@y>", ""})
            assertEquals(
                    2, channel("add", "email", "--name", "other", "--to", to).number(), to);
        assertEquals(2, channel("add", "email", "--name", "other").number());
        assertEquals(
                2, channel("add", "slack", "--name", "other", "--to", "a@b").number());
        assertEquals(
                2,
                channel("add", "email", "--name", "other", "--to", "a@b", "--events", "weather")
                        .number());
    }

    @Test
    void aChannelIsAddedListedTriedAndRemovedWithoutShowingItsSecret() {
        CommandRun added = add(address(), "slack", "--name", "#perf", "--allow-private");
        assertEquals(0, added.number(), added.err());

        CommandRun listed = channel("list");
        assertTrue(listed.out().startsWith("#perf "), listed.out());
        assertTrue(listed.out().contains("127.0.0.1/…"), listed.out());
        assertFalse((added + listed.out()).contains("s3cr3t"), added + listed.out());

        CommandRun tried = channel("test", "#perf");
        assertEquals(new CommandRun(0, "delivered\n", ""), tried);
        assertTrue(heard.contains("this is a test"), heard);

        status = 404;
        CommandRun gone = channel("test", "#perf");
        assertEquals(4, gone.number());
        assertTrue(gone.err().startsWith("error: SLACK answers 404"), gone.err());

        assertEquals(0, channel("remove", "#perf").number());
        assertEquals("", channel("list").out());
        assertEquals(2, channel("remove", "#perf").number());
    }

    @Test
    void badInputIsNamedWithoutRepeatingTheSecret() {
        for (String address : new String[] {"", "s3cr3t", "ftp://example.com/s3cr3t", "https:// s3cr3t"}) {
            CommandRun run = add(address, "slack", "--name", "a");
            assertEquals(2, run.number(), address);
            assertFalse(run.err().contains("s3cr3t"), run.err());
        }
        assertEquals(2, add(address(), "pager", "--name", "a").number());
        assertEquals(
                2,
                add(address(), "slack", "--name", "a", "--url-env", "PAWL_NO_SUCH_VARIABLE")
                        .number());
        assertEquals(0, add(address(), "slack", "--name", "a").number());
        CommandRun twice = add(address(), "slack", "--name", "a");
        assertEquals(2, twice.number());
        assertTrue(twice.err().contains("has a channel 'a' already"), twice.err());
        // Without leave, this machine's own network is closed.
        CommandRun refused = channel("test", "a");
        assertEquals(4, refused.number());
        assertTrue(refused.err().contains("--allow-private"), refused.err());
    }

    @Test
    void aDeliveryThatWasNotGivenUpCannotBeRetried() {
        assertEquals(new CommandRun(0, "", ""), CommandRun.of("deliveries", "--data", folder.toString()));
        CommandRun run = CommandRun.of("deliveries", "retry", "7", "--data", folder.toString());
        assertEquals(2, run.number());
        assertTrue(run.err().contains("there is no delivery 7 that was given up"), run.err());
    }

    private String address() {
        return "http://127.0.0.1:" + slack.getAddress().getPort() + SECRET;
    }

    private CommandRun add(String address, String kind, String... options) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((address + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            String[] all = new String[options.length + 2];
            all[0] = "add";
            all[1] = kind;
            System.arraycopy(options, 0, all, 2, options.length);
            return channel(all);
        } finally {
            System.setIn(before);
        }
    }

    private CommandRun channel(String... words) {
        String[] all = new String[words.length + 5];
        all[0] = "channel";
        System.arraycopy(words, 0, all, 1, words.length);
        System.arraycopy(
                new String[] {"--project", "engine", "--data", folder.toString()}, 0, all, words.length + 1, 4);
        return CommandRun.of(all);
    }
}
