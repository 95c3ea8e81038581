package dev.pawl.gpu.telemetry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The first of several ways to watch that works. */
record FirstTelemetry(List<GpuTelemetry> ways) implements GpuTelemetry {

    FirstTelemetry {
        ways = List.copyOf(ways);
    }

    @Override
    public Watch watch(GpuRecord record) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (GpuTelemetry way : ways) {
            try {
                return way.watch(record);
            } catch (IOException notThere) {
                reasons.add(notThere.getMessage());
            }
        }
        throw new IOException(String.join("; ", reasons));
    }
}
