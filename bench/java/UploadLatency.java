import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * How long an upload takes until its verdict is back, over HTTP, on a real server with a real file, with 100 and with 1,000
 * runs stored before it. Arguments: pawl.jar, how many uploads to time, then the numbers of prior runs.
 *
 * <p>The prior runs are loaded through the same door with the same benchmarks, but without samples, which a comparison does
 * not read: else loading would take most of the time. The timed uploads carry 100 samples for each of 1,000 benchmarks,
 * gzipped, on one connection that stays open.
 */
final class UploadLatency {

    private static final int BENCHMARKS = 1000;
    private static final int SAMPLES = 100;
    private static final int WARMUP = 10;

    private UploadLatency() {}

    public static void main(String[] arguments) throws Exception {
        String jar = arguments[0];
        int uploads = Integer.parseInt(arguments[1]);
        System.out.println("upload to verdict over HTTP: " + BENCHMARKS + " benchmarks x " + SAMPLES + " samples, gzip");
        System.out.println(Machine.describe());
        System.out.printf(Locale.ROOT, "%n%-34s %8s %8s %8s %14s%n", "", "p50 ms", "p95 ms", "min ms", "server CPU ms");
        List<Double> medians = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        Path folder = Files.createTempDirectory("pawl-upload-latency");
        try (ServerProcess server = new ServerProcess(jar, folder)) {
            UploadConnection connection = new UploadConnection(server.port);
            int stored = 0;
            double[] upload = {};
            for (int at = 2; at < arguments.length; at++) {
                int prior = Integer.parseInt(arguments[at]);
                byte[][] plain = new byte[8][];
                for (int i = 0; i < plain.length; i++) plain[i] = UploadConnection.gzip(PytestFile.of(i, BENCHMARKS, 0));
                // The warm-up's uploads are runs, too.
                for (; stored < prior - WARMUP; stored++) connection.upload(stored, plain[stored % plain.length]);
                byte[][] full = new byte[8][];
                for (int i = 0; i < full.length; i++) full[i] = UploadConnection.gzip(PytestFile.of(100 + i, BENCHMARKS, SAMPLES));
                for (int i = 0; i < WARMUP; i++) connection.upload(stored++, full[i % full.length]);
                upload = new double[uploads];
                double before = server.cpuSeconds();
                for (int i = 0; i < uploads; i++) {
                    long start = System.nanoTime();
                    connection.upload(stored++, full[i % full.length]);
                    upload[i] = (System.nanoTime() - start) / 1e6;
                }
                double perUpload = (server.cpuSeconds() - before) * 1e3 / uploads;
                medians.add(Machine.median(upload));
                cpu.add(perUpload);
                row(prior + " prior runs", upload, perUpload);
            }
            reference(folder, uploads, medians);
        } finally {
            ServerProcess.delete(folder);
        }
        for (int i = 1; i < medians.size(); i++) {
            System.out.printf(Locale.ROOT, "%nratio %s : %s prior runs      p50 %.2f   CPU %.2f%n",
                    arguments[2 + i], arguments[2], medians.get(i) / medians.get(0), cpu.get(i) / cpu.get(0));
        }
        System.out.println("load at the end: " + Machine.describe());
    }

    /** What no server could save: unpacking and parsing the same file, and bringing the same bytes to the disk. */
    private static void reference(Path folder, int count, List<Double> medians) throws IOException {
        byte[] compressed = UploadConnection.gzip(PytestFile.of(100, BENCHMARKS, SAMPLES));
        double[] parse = new double[count];
        double[] write = new double[count];
        for (int i = -WARMUP; i < count; i++) {
            long start = System.nanoTime();
            byte[] body = new GZIPInputStream(new ByteArrayInputStream(compressed), 1 << 16).readAllBytes();
            if (Parsers.parse(List.of(ResultSource.ofBytes("body", body)), null).get(0).benchmarks().size() != BENCHMARKS)
                throw new AssertionError("the file was not read whole");
            if (i >= 0) parse[i] = (System.nanoTime() - start) / 1e6;
        }
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            try (FileChannel file = FileChannel.open(folder.resolve("bare-" + i), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(compressed));
                file.force(true);
            }
            write[i] = (System.nanoTime() - start) / 1e6;
        }
        row("reference: unpack and parse", parse, Double.NaN);
        row("reference: bare write and fsync", write, Double.NaN);
        double least = Machine.median(parse) + Machine.median(write);
        System.out.printf(Locale.ROOT, "%nupload : (parse + write and fsync)   ");
        for (double median : medians) System.out.printf(Locale.ROOT, " %.1f", median / least);
        System.out.println();
    }

    private static void row(String name, double[] milliseconds, double cpu) {
        System.out.printf(Locale.ROOT, "%-34s %8.1f %8.1f %8.1f %14s%n", name, Machine.median(milliseconds),
                Machine.quantile(0.95, milliseconds), Machine.quantile(0, milliseconds),
                Double.isNaN(cpu) ? "" : String.format(Locale.ROOT, "%.1f", cpu));
    }
}
