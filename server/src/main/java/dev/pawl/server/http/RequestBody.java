package dev.pawl.server.http;

import dev.pawl.server.config.ServerConfig.Limits;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a request's body within limits that hold on the wire and after decompression; declared sizes are not trusted. */
record RequestBody(byte[] wire, boolean isGzip, int limit) {

    /**
     * So much of a body that is too large is read and thrown away before it is refused. Most clients read no answer until they
     * have sent everything; if the connection were cut, they would see a broken pipe in place of the 413 and send it again.
     */
    private static final long MOST_DISCARDED = 128L << 20;

    /** The decoded body of a small request; see {@link #receive}. */
    static byte[] read(Context context, Limits limits) {
        return receive(context, limits).decoded();
    }

    /**
     * Takes the bytes from the wire, at the sender's pace, and unpacks nothing yet.
     *
     * @throws ProblemException 413 beyond the limit of the wire, 415 for an encoding other than gzip, 503 if the bytes stop
     *     coming
     */
    static RequestBody receive(Context context, Limits limits) {
        String encoding = context.header("Content-Encoding");
        String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        boolean isGzip = name.equals("gzip");
        if (!isGzip && !name.equals("identity") && !name.isEmpty())
            throw new ProblemException(415, "Content-Encoding " + name + " is not understood; send gzip or none");
        int limit = isGzip ? limits.wireBytes() : Math.min(limits.wireBytes(), limits.bodyBytes());
        try {
            return new RequestBody(received(context, limit), isGzip, limits.bodyBytes());
        } catch (EOFException e) {
            throw new ProblemException(400, "the body ended before it was complete");
        } catch (IOException e) {
            // The line was too slow, or the server is stopping: neither is the body's fault, so the sender may try
            // again.
            context.header("Retry-After", "5");
            throw new ProblemException(503, "the body did not arrive in time; send it again");
        }
    }

    /**
     * The body without its encoding.
     *
     * @throws ProblemException 413 beyond the limit of the decompressed body, 400 for broken gzip
     */
    byte[] decoded() {
        if (!isGzip) return wire;
        try {
            return inflate(wire, limit);
        } catch (EOFException e) {
            throw new ProblemException(400, "the body ended before it was complete");
        } catch (IOException e) {
            throw new ProblemException(400, "the body could not be read: " + e.getMessage());
        }
    }

    /** The body in gzip, for keeping. Packing it again would take longer than reading the results in it. */
    byte[] gzipped() {
        if (isGzip) return wire;
        ByteArrayOutputStream kept = new ByteArrayOutputStream(wire.length / 4 + 64);
        try (GZIPOutputStream out = new FastGzip(kept)) {
            out.write(wire);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return kept.toByteArray();
    }

    /** Level 1: the sender waits while this is packed, and a fifth less space is not worth three times as long. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static byte[] received(Context context, int limit) throws IOException {
        long declared = context.req().getContentLengthLong();
        boolean awaitsConsent = context.header("Expect") != null;
        if (declared > limit && (awaitsConsent || declared > MOST_DISCARDED)) throw tooLarge(limit, "on the wire");
        InputStream wire = context.req().getInputStream();
        byte[] body = read(wire, limit);
        if (body != null) return body;
        discard(wire);
        throw tooLarge(limit, "on the wire");
    }

    private static void discard(InputStream wire) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long discarded = 0;
        for (int length = 0; length >= 0 && discarded < MOST_DISCARDED; length = wire.read(buffer)) discarded += length;
    }

    private static byte[] inflate(byte[] compressed, int limit) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed), 1 << 16)) {
            byte[] body = read(in, limit);
            if (body == null) throw tooLarge(limit, "decompressed");
            return body;
        } catch (ZipException e) {
            throw new ProblemException(400, "the body is not gzip, though Content-Encoding says so");
        }
    }

    /** Everything, or {@code null} if it is more than the limit. */
    private static byte @Nullable [] read(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 16);
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            body.write(buffer, 0, length);
            if (body.size() > limit) return null;
        }
        return body.toByteArray();
    }

    private static ProblemException tooLarge(int limit, String where) {
        String most = limit % (1 << 20) == 0 ? (limit >> 20) + " MiB " : limit + " bytes ";
        return new ProblemException(
                413,
                "the upload is larger than " + most + where
                        + "; split it into shards, or compare it offline with 'pawl compare'");
    }
}
