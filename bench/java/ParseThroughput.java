import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How fast a pytest-benchmark file with raw samples is read, and in how much memory. Arguments: how often to read each file,
 * then sizes in megabytes.
 *
 * <p>The reference is a bare scan over the tokens of the same file by the same JSON library, which decodes no number and keeps
 * nothing: what is left is Pawl's own work. The two take turns, so that a busy machine harms both alike.
 */
final class ParseThroughput {

    private static final int SAMPLES = 1000;
    private static final JsonFactory JSON = new JsonFactory();

    private ParseThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int repetitions = Integer.parseInt(arguments[0]);
        System.out.printf(Locale.ROOT, "parsing pytest-benchmark JSON with %d samples a benchmark, at most %d MiB of heap%n%s%n%n",
                SAMPLES, Runtime.getRuntime().maxMemory() >> 20, Machine.describe());
        System.out.printf("%10s %12s %14s %12s %14s %12s%n", "file MB", "parse MB/s", "per CPU s", "scan MB/s", "per CPU s",
                "scan : parse");
        for (int at = 1; at < arguments.length; at++) measure(Integer.parseInt(arguments[at]), repetitions);
        System.out.println("\nMB are 10^6 bytes; MB/s is the median; the ratio is that of the CPU times");
        System.out.println("load at the end: " + Machine.describe());
    }

    private static void measure(int megabytes, int repetitions) throws Exception {
        Path file = generate(megabytes);
        try {
            double size = Files.size(file) / 1e6;
            double[][] wall = new double[2][repetitions];
            double[][] cpu = new double[2][repetitions];
            for (int i = -2; i < repetitions; i++) {
                for (int which = 0; which < 2; which++) {
                    double cpuBefore = Machine.cpuSeconds();
                    long start = System.nanoTime();
                    if (which == 0) parse(file);
                    else scan(file);
                    if (i < 0) continue;
                    wall[which][i] = (System.nanoTime() - start) / 1e9;
                    cpu[which][i] = Machine.cpuSeconds() - cpuBefore;
                }
            }
            System.out.printf(Locale.ROOT, "%10.0f %12.0f %14.0f %12.0f %14.0f %12.2f%n", size,
                    size / Machine.median(wall[0]), size / Machine.median(cpu[0]),
                    size / Machine.median(wall[1]), size / Machine.median(cpu[1]),
                    Machine.median(cpu[1]) / Machine.median(cpu[0]));
        } finally {
            Files.delete(file);
        }
    }

    private static void parse(Path file) throws IOException {
        List<ResultFile> results = Parsers.parse(List.of(ResultSource.ofFile(file.toString(), file)), null);
        if (results.get(0).benchmarks().isEmpty()) throw new AssertionError("nothing was read");
    }

    private static void scan(Path file) throws IOException {
        long numbers = 0;
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = JSON.createParser(in)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken())
                if (token == JsonToken.VALUE_NUMBER_FLOAT) numbers++;
        }
        if (numbers == 0) throw new AssertionError("nothing was read");
    }

    /** Whole files of the generator, joined at their lists of benchmarks, so that no file must fit into memory to be made. */
    private static Path generate(int megabytes) throws IOException {
        Path file = Files.createTempFile("pawl-parse-throughput", ".json");
        long written = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write("{\"machine_info\": {\"python_version\": \"3.11.2\"}, \"benchmarks\": [".getBytes(StandardCharsets.UTF_8));
            for (int part = 0; written < megabytes * 1_000_000L; part++) {
                String whole = new String(PytestFile.of(part, 40, SAMPLES), StandardCharsets.UTF_8);
                String list = whole.substring(whole.indexOf('[') + 1, whole.lastIndexOf(']')).replace("::test_", "::test_" + part + "_");
                byte[] bytes = ((part == 0 ? "" : ",") + list).getBytes(StandardCharsets.UTF_8);
                out.write(bytes);
                written += bytes.length;
            }
            out.write("]}".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
