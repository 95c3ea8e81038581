package dev.pawl.server;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.store.Store;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The server in a process of its own, to be killed. Prints where it listens. Two of its modes break a promise on purpose, so
 * that the tests which watch over it can be seen to notice.
 */
public final class ServerMain {

    /** What is wrong with the server. */
    enum Mode {
        /** Nothing. */
        SOUND,
        /** Says 201 as soon as an upload has arrived, and stores it afterwards. */
        ANSWERS_EARLY,
        /** Does not wait for the disk ({@code synchronous=NORMAL}). */
        DOES_NOT_SYNC
    }

    private ServerMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Mode mode = Mode.valueOf(arguments[1]);
        PawlServer server = PawlServer.start(new ServerConfig(
                "127.0.0.1", 0, null, folder.resolve(ServerConfig.DATABASE_FILE), ServerConfig.Limits.DEFAULT));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            stopped.countDown();
        }));
        if (mode == Mode.DOES_NOT_SYNC) {
            try {
                doNotSync(server);
            } catch (RuntimeException | ReflectiveOperationException e) {
                // The server's threads would keep the process alive, and whoever started it waiting.
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        }
        System.out.println("listening " + (mode == Mode.ANSWERS_EARLY ? answeringEarly(server.url()) : server.url()));
        stopped.await();
    }

    /** A front that answers uploads at once and passes them on later; everything else it passes on first. */
    private static String answeringEarly(String url) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        HttpServer front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.setExecutor(Executors.newFixedThreadPool(8));
        front.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpRequest.Builder passed = HttpRequest.newBuilder(URI.create(url + exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            if (key != null) passed.header("Idempotency-Key", key);
            try {
                if (exchange.getRequestMethod().equals("POST")) {
                    byte[] answer = Payload.utf8("{\"run\":{\"id\":\"\"}}");
                    exchange.sendResponseHeaders(201, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                    client.send(passed.build(), BodyHandlers.discarding());
                } else {
                    var answer = client.send(passed.build(), BodyHandlers.ofByteArray());
                    exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                    exchange.getResponseBody().write(answer.body());
                    exchange.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        front.start();
        return "http://127.0.0.1:" + front.getAddress().getPort();
    }

    private static void doNotSync(PawlServer server) throws ReflectiveOperationException {
        Store store = (Store) field(server, "store");
        store.checkWritable();
        Handle writer = (Handle) field(store, "writer");
        boolean isSet = false;
        // The background writes now and then, and SQLite does not change this inside a transaction.
        for (int attempt = 1; !isSet; attempt++) {
            try {
                writer.execute("pragma synchronous = normal");
                isSet = true;
            } catch (JdbiException inTransaction) {
                if (attempt == 50) throw inTransaction;
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
