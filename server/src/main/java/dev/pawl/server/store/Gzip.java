package dev.pawl.server.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Text in few bytes. */
final class Gzip {

    private Gzip() {}

    static byte[] compressed(String text) {
        return compressed(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new FastGzip(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String text(byte[] compressed) {
        return new String(bytes(compressed), StandardCharsets.UTF_8);
    }

    static byte[] bytes(byte[] compressed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StoreException("a stored text cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /** Level 1: a comparison of 1,000 series is packed inside the write transaction, where time counts more than space. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
