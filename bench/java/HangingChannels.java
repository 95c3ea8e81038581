import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Whether an upload takes longer while every channel hangs. Two servers take turns: the channels of one answer at once, those of
 * the other take the connection and never answer. Every few uploads a tenth of the suite gets slower or recovers, so that there is
 * always something to tell. Arguments: pawl.jar, how many uploads to time on each server, how many channels each has.
 */
final class HangingChannels {

    private static final int BENCHMARKS = 500;
    private static final int SLOW = 50;
    private static final int WARMUP = 24;

    /** Uploads until the suite's level changes again. */
    private static final int STRETCH = 4;

    private HangingChannels() {}

    public static void main(String[] arguments) throws Exception {
        String jar = arguments[0];
        int uploads = Integer.parseInt(arguments[1]);
        int channels = Integer.parseInt(arguments[2]);
        System.out.printf(Locale.ROOT, "upload to verdict over HTTP: %d benchmarks, %d of them slower now and then, %d channels%n",
                BENCHMARKS, SLOW, channels);
        System.out.println(Machine.describe());
        Path folder = Files.createTempDirectory("pawl-hanging-channels");
        try (Listener prompt = new Listener(true);
                Listener hanging = new Listener(false);
                ServerProcess one = new ServerProcess(jar, Files.createDirectory(folder.resolve("prompt")));
                ServerProcess other = new ServerProcess(jar, Files.createDirectory(folder.resolve("hanging")))) {
            byte[][] fast = files(0);
            byte[][] slow = files(SLOW);
            // The first upload makes the project. The server does not keep its connection open for as long as what follows takes.
            new UploadConnection(one.port).upload(0, fast[0]);
            new UploadConnection(other.port).upload(0, fast[0]);
            for (int i = 0; i < channels; i++) {
                addChannel(jar, folder.resolve("prompt/data"), i, prompt.port());
                addChannel(jar, folder.resolve("hanging/data"), i, hanging.port());
            }
            UploadConnection toPrompt = new UploadConnection(one.port);
            UploadConnection toHanging = new UploadConnection(other.port);
            double[] whilePrompt = new double[uploads];
            double[] whileHanging = new double[uploads];
            for (int i = -WARMUP; i < uploads; i++) {
                byte[] body = (i >= 0 && i / STRETCH % 2 == 0 ? slow : fast)[Math.floorMod(i, fast.length)];
                int number = i + WARMUP + 1;
                double first = milliseconds(i % 2 == 0 ? toPrompt : toHanging, number, body);
                double second = milliseconds(i % 2 == 0 ? toHanging : toPrompt, number, body);
                if (i < 0) continue;
                whilePrompt[i] = i % 2 == 0 ? first : second;
                whileHanging[i] = i % 2 == 0 ? second : first;
            }
            System.out.printf(Locale.ROOT, "%n%-34s %8s %8s%n", "", "p50 ms", "p95 ms");
            row("every channel answers at once", whilePrompt);
            row("every channel hangs", whileHanging);
            System.out.printf(Locale.ROOT, "%nratio hanging : prompt   p50 %.2f   (%d messages taken, %d left hanging)%n",
                    Machine.median(whileHanging) / Machine.median(whilePrompt), prompt.connections(), hanging.connections());
            if (prompt.connections() == 0 || hanging.connections() == 0)
                throw new AssertionError("nothing was told, so nothing was measured");
        } finally {
            ServerProcess.delete(folder);
        }
        System.out.println("load at the end: " + Machine.describe());
    }

    private static byte[][] files(int slow) throws IOException {
        byte[][] files = new byte[8][];
        for (int i = 0; i < files.length; i++) files[i] = UploadConnection.gzip(PytestFile.of(i, BENCHMARKS, 0, slow));
        return files;
    }

    private static double milliseconds(UploadConnection connection, int number, byte[] body) throws IOException {
        long start = System.nanoTime();
        connection.upload(number, body);
        return (System.nanoTime() - start) / 1e6;
    }

    private static void row(String name, double[] milliseconds) {
        System.out.printf(Locale.ROOT, "%-34s %8.1f %8.1f%n", name, Machine.median(milliseconds), Machine.quantile(0.95, milliseconds));
    }

    private static void addChannel(String jar, Path data, int number, int port) throws Exception {
        ProcessBuilder add = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar,
                "channel", "add", "webhook", "--data", data.toString(), "--project", "bench", "--name", "channel-" + number,
                "--url-env", "CHANNEL_URL", "--allow-private");
        add.environment().put("CHANNEL_URL", "http://127.0.0.1:" + port + "/channel-" + number);
        Process process = add.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException(output);
    }

    /** Takes every connection; answers each request at once with 200, or never. */
    private static final class Listener implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1000);
        private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
        private volatile int connections;

        Listener(boolean answers) throws IOException {
            Thread thread = new Thread(() -> listen(answers), "channels");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        int connections() {
            return connections;
        }

        private void listen(boolean answers) {
            while (!socket.isClosed()) {
                try {
                    Socket accepted = socket.accept();
                    connections++;
                    if (answers) answer(accepted);
                    else open.add(accepted);
                } catch (IOException closed) {
                    // the next one, or the end
                }
            }
        }

        private static void answer(Socket accepted) throws IOException {
            try (accepted) {
                accepted.setSoTimeout(1000);
                byte[] buffer = new byte[1 << 16];
                int read = accepted.getInputStream().read(buffer);
                String request = new String(buffer, 0, Math.max(0, read), StandardCharsets.ISO_8859_1);
                int body = request.indexOf("\r\n\r\n") + 4;
                int length = Integer.parseInt(request.replaceAll("(?is).*content-length: *(\\d+).*", "$1"));
                for (int missing = length - (read - body); missing > 0; ) {
                    read = accepted.getInputStream().read(buffer);
                    if (read < 0) return;
                    missing -= read;
                }
                accepted.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket one : List.copyOf(open)) one.close();
        }
    }
}
