package dev.pawl.gpu.telemetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Watches the GPUs by two processes of {@code nvidia-smi} that print for as long as the command runs: what the devices do, and
 * which process holds how much memory. Starting the tool anew for each look would take longer than many a command.
 *
 * @param program name or path of the tool
 */
public record NvidiaSmi(String program) implements GpuTelemetry {

    private static final String INTERVAL_MILLISECONDS = "200";

    /** {@code clocks_throttle_reasons} is the name that drivers of CUDA 12.0 know; newer ones take it as well. */
    private static final String DEVICES =
            "uuid,memory.used,utilization.gpu,power.draw,clocks_throttle_reasons.active,name,driver_version,"
                    + "pci.bus_id,clocks.sm,temperature.gpu";

    private static final String PROCESSES = "gpu_uuid,pid,used_memory";

    private static final double MEBIBYTE = 1 << 20;

    @Override
    public Watch watch(GpuRecord record) throws IOException {
        List<Stream> streams = new ArrayList<>();
        try {
            streams.add(new Stream("--query-gpu=" + DEVICES, line -> device(line, record)));
            streams.add(new Stream("--query-compute-apps=" + PROCESSES, line -> process(line, record)));
        } catch (IOException notStarted) {
            streams.forEach(Stream::close);
            throw new IOException(program + " cannot be started", notStarted);
        }
        return () -> streams.forEach(Stream::close);
    }

    private static void device(String line, GpuRecord record) {
        String[] cells = line.split("\\s*,\\s*");
        if (cells.length < 10) return;
        long time = System.nanoTime();
        String device = cells[0];
        number(cells[1]).ifPresent(mebibytes -> record.used(time, device, mebibytes * MEBIBYTE));
        number(cells[2]).ifPresent(percent -> record.utilised(time, percent / 100));
        number(cells[3]).ifPresent(watts -> record.power(time, device, watts));
        if (cells[4].matches("0x[0-9a-fA-F]{1,16}"))
            record.throttled(time, device, Long.parseUnsignedLong(cells[4].substring(2), 16));
        record.fact("gpu", cells[5]);
        record.fact("gpuDriver", cells[6]);
        record.place(device, cells[7]);
        number(cells[8]).ifPresent(megahertz -> record.clock(time, device, megahertz * 1e6));
        number(cells[9]).ifPresent(celsius -> record.temperature(time, device, celsius));
    }

    private static void process(String line, GpuRecord record) {
        String[] cells = line.split("\\s*,\\s*");
        if (cells.length < 3) return;
        OptionalDouble pid = number(cells[1]);
        OptionalDouble mebibytes = number(cells[2]);
        if (pid.isPresent() && mebibytes.isPresent())
            record.process(System.nanoTime(), cells[0], (long) pid.getAsDouble(), mebibytes.getAsDouble() * MEBIBYTE);
    }

    /** What a driver does not know is {@code [N/A]} or {@code [Not Supported]}. */
    private static OptionalDouble number(String cell) {
        try {
            return OptionalDouble.of(Double.parseDouble(cell.strip()));
        } catch (NumberFormatException notKnown) {
            return OptionalDouble.empty();
        }
    }

    /** One process of the tool, read until it is closed. */
    private final class Stream {
        private final Process process;
        private final Thread reader;

        Stream(String query, Consumer<String> line) throws IOException {
            process = new ProcessBuilder(program, query, "--format=csv,noheader,nounits", "-lms", INTERVAL_MILLISECONDS)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            reader = new Thread(() -> read(line), "pawl-nvidia-smi");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(Consumer<String> line) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String next = lines.readLine(); next != null; next = lines.readLine()) line.accept(next.strip());
            } catch (IOException closed) {
                // The pipe of a process that was ended.
                return;
            }
        }

        void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            try {
                process.waitFor(5, TimeUnit.SECONDS);
                reader.join(5_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
