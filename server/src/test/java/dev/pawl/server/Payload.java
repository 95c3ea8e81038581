package dev.pawl.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Bodies of uploads in Pawl's own format. */
final class Payload {

    private Payload() {}

    /** One benchmark with one time. */
    static String of(String benchmark, double seconds) {
        return "{\"benchmarks\":[" + benchmark(benchmark, seconds, "") + "]}";
    }

    /** Several benchmarks {@code prefix0…}, each with five samples. */
    static String many(String prefix, int count, double seconds) {
        StringBuilder benchmarks = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (i > 0) benchmarks.append(',');
            String samples = ",\"samples\":[" + seconds + "," + seconds * 1.01 + "," + seconds * 0.99 + ","
                    + seconds * 1.005 + "," + seconds * 0.995 + "]";
            benchmarks.append(benchmark(prefix + i, seconds, samples));
        }
        return "{\"benchmarks\":[" + benchmarks + "]}";
    }

    private static String benchmark(String name, double seconds, String more) {
        return "{\"name\":" + quoted(name) + ",\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":"
                + seconds + more + "}]}";
    }

    /** A text as JSON. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') json.append('\\').append(c);
            else if (c < ' ') json.append(String.format("\\u%04x", (int) c));
            else json.append(c);
        }
        return json.append('"').toString();
    }

    /** The n-th commit. */
    static String sha(int number) {
        return String.format("%040x", 0xabc000000L + number);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Zeros, packed to a thousandth; gzip allows one archive after the other, so that the same one can be repeated. */
    static byte[] gzipOfZeros(int gibibytes) {
        byte[] sixteenMebibytes = gzip(new byte[16 << 20]);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 64 * gibibytes; i++) bytes.writeBytes(sixteenMebibytes);
        return bytes.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
