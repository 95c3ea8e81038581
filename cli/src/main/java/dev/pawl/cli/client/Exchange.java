package dev.pawl.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Built on {@link HttpURLConnection}, because the JDK's newer client costs a short command more
 * start-up time than everything else that it does.
 *
 * @param headers all but those that belong to the body's transfer
 * @param body sent with {@code POST}; {@code null} for a {@code GET}
 * @param sink takes a good answer's body; {@code null} to have it in memory
 */
record Exchange(
        URL url,
        Map<String, String> headers,
        @Nullable Path body,
        @Nullable Sink sink) {

    /**
     * Where a long body goes.
     *
     * @param type of what it takes; everything else is no such answer
     */
    record Sink(String type, OutputStream out) {}

    /** The answer broke off when part of it had been passed on, so that it cannot be asked for again. */
    static final class BrokenOffException extends RuntimeException {
        BrokenOffException(String message, IOException cause) {
            super(message, cause);
        }
    }

    Exchange(URL url, Map<String, String> headers, @Nullable Path body) {
        this(url, headers, body, null);
    }

    /** An answer is a comparison at most; 50,000 measurements come to a third of this. */
    private static final int LONGEST_ANSWER = 64 << 20;

    /** From this size on the server is asked first, so that it can refuse a body before that has crossed the network. */
    private static final long LARGE_BODY = 256 << 10;

    /**
     * @throws IOException if no complete answer came, for whatever reason
     */
    Answer run(Patience patience) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout((int) patience.connect().toMillis());
        connection.setReadTimeout((int) patience.answer().toMillis());
        // A redirect could send results and token to somebody else.
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        headers.forEach(connection::setRequestProperty);
        try {
            if (body != null) send(connection, body);
            return receive(connection);
        } finally {
            connection.disconnect();
        }
    }

    private static void send(HttpURLConnection connection, Path body) throws IOException {
        long size = Files.size(body);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(size);
        if (size >= LARGE_BODY) connection.setRequestProperty("Expect", "100-continue");
        try (OutputStream out = connection.getOutputStream()) {
            Files.copy(body, out);
        } catch (IOException broken) {
            // A server that refuses early answers and hangs up; that answer says more than the broken pipe.
            if (connection.getResponseCode() < 400) throw broken;
        }
    }

    private Answer receive(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 100) throw new IOException("the answer is not HTTP");
        if (sink != null && status < 300 && textOf(connection, "Content-Type").startsWith(sink.type())) {
            pass(connection.getInputStream(), sink.out());
            return new Answer(status, sink.type(), null, null, new byte[0]);
        }
        return new Answer(
                status,
                textOf(connection, "Content-Type"),
                connection.getHeaderField("Retry-After"),
                connection.getHeaderField("Location"),
                bodyOf(connection, status));
    }

    private static void pass(InputStream from, OutputStream to) throws IOException {
        byte[] bytes = new byte[1 << 16];
        long passed = 0;
        try (from) {
            while (true) {
                int length;
                try {
                    length = from.read(bytes);
                } catch (IOException broken) {
                    if (passed == 0) throw broken;
                    throw new BrokenOffException("the answer broke off after " + passed + " bytes", broken);
                }
                if (length < 0) return;
                try {
                    to.write(bytes, 0, length);
                } catch (IOException unwritable) {
                    throw new UncheckedIOException(unwritable);
                }
                passed += length;
            }
        }
    }

    private static String textOf(HttpURLConnection connection, String header) {
        String value = connection.getHeaderField(header);
        return value == null ? "" : value;
    }

    private static byte[] bodyOf(HttpURLConnection connection, int status) throws IOException {
        // Of a 401 to a streamed request this class keeps the status but not the body.
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (in == null) return new byte[0];
            byte[] bytes = in.readNBytes(LONGEST_ANSWER + 1);
            if (bytes.length > LONGEST_ANSWER) throw new IOException("the answer is longer than 64 MiB");
            // A connection that breaks in the middle of a body of known length ends it without an error.
            long announced = connection.getContentLengthLong();
            if (announced > bytes.length)
                throw new IOException("the answer broke off after " + bytes.length + " of " + announced + " bytes");
            return bytes;
        }
    }
}
