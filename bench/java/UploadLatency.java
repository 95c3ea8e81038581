import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

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
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

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
        try (Server server = new Server(jar, folder)) {
            Connection connection = new Connection(server.port);
            int stored = 0;
            double[] upload = {};
            for (int at = 2; at < arguments.length; at++) {
                int prior = Integer.parseInt(arguments[at]);
                byte[][] plain = new byte[8][];
                for (int i = 0; i < plain.length; i++) plain[i] = gzip(PytestFile.of(i, BENCHMARKS, 0));
                // The warm-up's uploads are runs, too.
                for (; stored < prior - WARMUP; stored++) connection.upload(stored, plain[stored % plain.length]);
                byte[][] full = new byte[8][];
                for (int i = 0; i < full.length; i++) full[i] = gzip(PytestFile.of(100 + i, BENCHMARKS, SAMPLES));
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
            delete(folder);
        }
        for (int i = 1; i < medians.size(); i++) {
            System.out.printf(Locale.ROOT, "%nratio %s : %s prior runs      p50 %.2f   CPU %.2f%n",
                    arguments[2 + i], arguments[2], medians.get(i) / medians.get(0), cpu.get(i) / cpu.get(0));
        }
        System.out.println("load at the end: " + Machine.describe());
    }

    /** What no server could save: unpacking and parsing the same file, and bringing the same bytes to the disk. */
    private static void reference(Path folder, int count, List<Double> medians) throws IOException {
        byte[] compressed = gzip(PytestFile.of(100, BENCHMARKS, SAMPLES));
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

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** {@code pawl serve} in a process of its own, on a fresh database. */
    private static final class Server implements AutoCloseable {
        final int port;
        private final Process process;

        Server(String jar, Path folder) throws Exception {
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = new ArrayList<>(List.of(java));
            command.addAll(List.of(System.getProperty("pawl.serverOptions", "").split(" ")));
            command.removeIf(String::isEmpty);
            command.addAll(List.of("-jar", jar, "serve", "--port", String.valueOf(port), "--data", folder.resolve("data").toString()));
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.log").toFile())
                    .start();
            Instant patience = Instant.now().plus(Duration.ofMinutes(2));
            while (!answers()) {
                if (!process.isAlive() || Instant.now().isAfter(patience))
                    throw new IOException("the server does not start: " + Files.readString(folder.resolve("server.log")));
                Thread.sleep(100);
            }
        }

        double cpuSeconds() {
            return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
        }

        private boolean answers() {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            process.waitFor();
        }
    }

    /** One connection that stays open, by bare HTTP, so that no client library's time is measured. */
    private static final class Connection {
        private final int port;
        private final OutputStream out;
        private final InputStream in;

        Connection(int port) throws IOException {
            this.port = port;
            Socket socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            out = socket.getOutputStream();
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        /** Uploads the results of the commit with the number and reads the verdict to its last byte. */
        void upload(int number, byte[] compressed) throws IOException {
            String parent = number == 0 ? "" : "&parent=" + sha(number - 1);
            String head = "POST /api/v1/projects/bench/runs?branch=main&testbed=bench&commit=" + sha(number) + parent
                    + "&run=run-" + number + "&time=" + START.plusSeconds(60L * number) + " HTTP/1.1\r\n"
                    + "Host: 127.0.0.1:" + port + "\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                    + "Idempotency-Key: upload-" + number + "\r\nContent-Length: " + compressed.length + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(compressed);
            out.flush();
            String status = line();
            int length = -1;
            boolean isChunked = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String name = header.toLowerCase(Locale.ROOT);
                if (name.startsWith("content-length:")) length = Integer.parseInt(name.substring(15).strip());
                if (name.startsWith("transfer-encoding:")) isChunked = name.contains("chunked");
            }
            byte[] body = isChunked ? chunks() : in.readNBytes(length);
            if (!status.contains(" 201 ")) throw new IOException(status + "\n" + new String(body, StandardCharsets.UTF_8));
        }

        private byte[] chunks() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
                body.write(in.readNBytes(length));
                line();
            }
            line();
            return body.toByteArray();
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) throw new IOException("the server closed the connection");
                if (c != '\r') line.append((char) c);
            }
            return line.toString();
        }

        private static String sha(int number) {
            return String.format("%040x", 0x1000000 + number);
        }
    }
}
