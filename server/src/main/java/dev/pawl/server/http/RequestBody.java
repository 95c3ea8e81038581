package dev.pawl.server.http;

import dev.pawl.server.config.ServerConfig.Limits;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a request's body within limits that hold on the wire and after decompression; declared sizes are not trusted. */
final class RequestBody {

    private RequestBody() {}

    /**
     * The decoded body.
     *
     * @throws ProblemException 413 beyond a limit, 415 for an encoding other than gzip, 400 for broken gzip
     */
    static byte[] read(Context context, Limits limits) {
        String encoding = context.header("Content-Encoding");
        String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        try {
            InputStream wire = context.req().getInputStream();
            return switch (name) {
                case "identity", "" -> read(wire, Math.min(limits.wireBytes(), limits.bodyBytes()), "on the wire");
                case "gzip" -> {
                    byte[] compressed = read(wire, limits.wireBytes(), "on the wire");
                    yield inflate(compressed, limits.bodyBytes());
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

    private static byte[] inflate(byte[] compressed, int limit) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed), 1 << 16)) {
            return read(in, limit, "decompressed");
        } catch (ZipException e) {
            throw new ProblemException(400, "the body is not gzip, though Content-Encoding says so");
        }
    }

    private static byte[] read(InputStream in, int limit, String where) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 16);
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            body.write(buffer, 0, length);
            if (body.size() > limit) {
                throw new ProblemException(
                        413,
                        "the upload is larger than " + (limit >> 20) + " MiB " + where
                                + "; split it into shards, or compare it offline with 'pawl compare'");
            }
        }
        return body.toByteArray();
    }
}
