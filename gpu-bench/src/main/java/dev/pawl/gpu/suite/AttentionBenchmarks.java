package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.DeviceArray.Formula;
import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import java.util.List;
import java.util.Map;

/** The forward step of attention, in 32 bits: a proxy that runs on every device, far from what tensor cores reach. */
final class AttentionBenchmarks {

    /** Numbers of a query, a key and a value. */
    private static final int WIDTH = 64;

    /** Queries of a block, a thread for each. */
    private static final int THREADS = 64;

    /** Queries and keys repeat after so many, so that all results can be computed on the host. */
    private static final int QUERIES = 7;

    private static final int KEYS = 11;

    private AttentionBenchmarks() {}

    static List<KernelBenchmark> all(Effort effort) {
        int length = effort.matrix();
        int heads = effort.heads();
        Map<String, String> params = Map.of(
                "heads", String.valueOf(heads), "length", String.valueOf(length), "width", String.valueOf(WIDTH));
        double operations = 4.0 * heads * length * length * WIDTH;
        return List.of(new KernelBenchmark("attention.forward_f32", params, 0, operations, "FLOP/s", device -> {
            long elements = (long) heads * length * WIDTH;
            // Heads differ, so that one that is taken for another is found out.
            Formula query =
                    index -> (row(index, length) % QUERIES + 3 * column(index) + head(index, length)) % 5 * 0.25 - 0.5;
            Formula key = index -> (row(index, length) % KEYS + column(index) + head(index, length)) % 7 * 0.25 - 0.75;
            Formula value =
                    index -> (row(index, length) % KEYS * 3 + column(index)) % 9 - 4 + head(index, length) * 0.5;
            DeviceArray q = DeviceArray.ofFloats(device, elements, query);
            DeviceArray k = DeviceArray.ofFloats(device, elements, key);
            DeviceArray v = DeviceArray.ofFloats(device, elements, value);
            DeviceArray out = DeviceArray.ofFloats(device, elements);
            double[][][] expected = new double[heads][][];
            for (int head = 0; head < heads; head++)
                expected[head] = expected((long) head * length * WIDTH, length, query, key, value);
            return new Prepared(
                    device.kernel(
                            length / THREADS,
                            heads,
                            THREADS,
                            KernelCode.ATTENTION,
                            "attention_f32",
                            q.memory(),
                            k.memory(),
                            v.memory(),
                            out.memory(),
                            length),
                    () -> out.expectFloats(
                            index -> expected[head(index, length)][row(index, length) % QUERIES][column(index)], 1e-4));
        }));
    }

    private static int head(long index, int length) {
        return (int) (index / WIDTH / length);
    }

    /** Which query, key or value of its head. */
    private static int row(long index, int length) {
        return (int) (index / WIDTH % length);
    }

    private static int column(long index) {
        return (int) (index % WIDTH);
    }

    /**
     * For each different query of a head the mean of the values, weighted by its score with each key.
     *
     * @param start of the head
     */
    private static double[][] expected(long start, int length, Formula query, Formula key, Formula value) {
        double[][] expected = new double[QUERIES][WIDTH];
        for (int row = 0; row < QUERIES; row++) {
            double total = 0;
            for (int other = 0; other < KEYS; other++) {
                long own = start + (long) row * WIDTH;
                long its = start + (long) other * WIDTH;
                double score = 0;
                for (int d = 0; d < WIDTH; d++) score += query.at(own + d) * key.at(its + d);
                int times = (length - other + KEYS - 1) / KEYS;
                double weight = times * Math.exp(score / Math.sqrt(WIDTH));
                total += weight;
                for (int d = 0; d < WIDTH; d++) expected[row][d] += weight * value.at(its + d);
            }
            for (int d = 0; d < WIDTH; d++) expected[row][d] /= total;
        }
        return expected;
    }
}
