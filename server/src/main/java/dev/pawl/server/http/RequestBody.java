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

/**
 * A request's body, read within limits that hold on the wire and after decompression; declared sizes are not trusted.
 *
 * @param bytes decoded
 * @param packed as it came, if that was gzip; {@code null} if it came plain
 */
record RequestBody(byte[] bytes, byte @Nullable [] packed) {

    /**
     * So much of a body that is too large is read and thrown away before it is refused. Most clients read no answer until they
     * have sent everything; if the connection were cut, they would see a broken pipe in place of the 413 and send it again.
     */
    private static final long MOST_DISCARDED = 128L << 20;

    /**
     * Reads the body to its end.
     *
     * @throws ProblemException 413 beyond a limit, 415 for an encoding other than gzip, 400 for broken gzip
     */
    static RequestBody read(Context context, Limits limits) {
        String encoding = context.header("Content-Encoding");
        String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        try {
            return switch (name) {
                case "identity", "" ->
                    new RequestBody(received(context, Math.min(limits.wireBytes(), limits.bodyBytes())), null);
                case "gzip" -> {
                    byte[] packed = received(context, limits.wireBytes());
                    yield new RequestBody(inflate(packed, limits.bodyBytes()), packed);
                }
                default ->
                    throw new ProblemException(
                            415, "Content-Encoding " + name + " is not understood; send gzip or none");
            };
        } catch (EOFException e) {
            throw new ProblemException(400, "the body ended before it was complete");
        } catch (IOException e) {
            throw new ProblemException(400, "the body could not be read: " + e.getMessage());
        }
    }

    /** The body in gzip, for keeping. Packing it again would take longer than reading the results in it. */
    byte[] gzipped() {
        if (packed != null) return packed;
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream out = new FastGzip(kept)) {
            out.write(bytes);
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
