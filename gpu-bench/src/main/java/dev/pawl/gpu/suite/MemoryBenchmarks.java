package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.DeviceArray.Formula;
import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is bound by memory, and what by nothing: launches, STREAM, a sum, a scatter and a softmax. */
final class MemoryBenchmarks {

    /** Small whole numbers, so that sums and products of them are exact in any order. */
    private static final Formula FIRST = index -> index % 1021;

    private static final Formula SECOND = index -> index % 509;

    private static final float FACTOR = 3;

    private MemoryBenchmarks() {}

    static List<KernelBenchmark> launches(Effort effort) {
        return List.of(KernelBenchmark.moving("launch.empty", Map.of(), 0, MemoryBenchmarks::empty));
    }

    static Prepared empty(CudaDevice device) {
        return new Prepared(device.kernel(1, 1, 1, KernelCode.STREAM, "empty"), device::synchronize);
    }

    static List<KernelBenchmark> streams(Effort effort) {
        long n = effort.elements();
        return List.of(
                stream("stream.copy_f32", n, 2, device -> {
                    DeviceArray a = DeviceArray.ofFloats(device, n, FIRST);
                    DeviceArray c = DeviceArray.ofFloats(device, n);
                    return new Prepared(
                            device.forEach(n, KernelCode.STREAM, "copy_f32", a.memory(), c.memory(), n),
                            () -> c.expectFloats(FIRST, 0));
                }),
                stream("stream.scale_f32", n, 2, device -> {
                    DeviceArray a = DeviceArray.ofFloats(device, n, FIRST);
                    DeviceArray c = DeviceArray.ofFloats(device, n);
                    return new Prepared(
                            device.forEach(n, KernelCode.STREAM, "scale_f32", a.memory(), c.memory(), FACTOR, n),
                            () -> c.expectFloats(index -> FACTOR * FIRST.at(index), 0));
                }),
                stream("stream.add_f32", n, 3, device -> {
                    DeviceArray a = DeviceArray.ofFloats(device, n, FIRST);
                    DeviceArray b = DeviceArray.ofFloats(device, n, SECOND);
                    DeviceArray c = DeviceArray.ofFloats(device, n);
                    return new Prepared(
                            device.forEach(n, KernelCode.STREAM, "add_f32", a.memory(), b.memory(), c.memory(), n),
                            () -> c.expectFloats(index -> FIRST.at(index) + SECOND.at(index), 0));
                }),
                stream("stream.triad_f32", n, 3, device -> {
                    DeviceArray a = DeviceArray.ofFloats(device, n, FIRST);
                    DeviceArray b = DeviceArray.ofFloats(device, n, SECOND);
                    DeviceArray c = DeviceArray.ofFloats(device, n);
                    return new Prepared(
                            device.forEach(
                                    n, KernelCode.STREAM, "triad_f32", a.memory(), b.memory(), c.memory(), FACTOR, n),
                            () -> c.expectFloats(MemoryBenchmarks::triad, 0));
                }),
                // Half as many elements of twice the size.
                stream("stream.triad_f64", n / 2, 6, device -> {
                    DeviceArray a = DeviceArray.ofDoubles(device, n / 2, FIRST);
                    DeviceArray b = DeviceArray.ofDoubles(device, n / 2, SECOND);
                    DeviceArray c = DeviceArray.ofDoubles(device, n / 2);
                    return new Prepared(
                            device.forEach(
                                    n / 2,
                                    KernelCode.STREAM,
                                    "triad_f64",
                                    a.memory(),
                                    b.memory(),
                                    c.memory(),
                                    (double) FACTOR,
                                    n / 2),
                            () -> c.expectDoubles(MemoryBenchmarks::triad, 0));
                }));
    }

    private static double triad(long index) {
        return FIRST.at(index) + FACTOR * SECOND.at(index);
    }

    /** @param words of 4 bytes that are read and written for each element */
    private static KernelBenchmark stream(
            String name, long elements, int words, Function<CudaDevice, Prepared> preparation) {
        return KernelBenchmark.moving(
                name,
                Map.of("elements", String.valueOf(elements)),
                (double) words * Float.BYTES * elements,
                preparation);
    }

    static List<KernelBenchmark> reductions(Effort effort) {
        long n = effort.elements();
        return List.of(stream("reduction.sum_f32", n, 1, device -> {
            // Zeroes and ones: partial sums stay below 2^24 and are exact.
            Formula ones = index -> index % 7 == 0 ? 1 : 0;
            DeviceArray a = DeviceArray.ofFloats(device, n, ones);
            int blocks = (int) Math.min((n + 255) / 256, device.multiprocessors() * 32L);
            DeviceArray partial = DeviceArray.ofFloats(device, blocks);
            return new Prepared(
                    device.forEach(n, KernelCode.REDUCTION, "sum_f32", a.memory(), partial.memory(), n), () -> {
                        double sum = 0;
                        for (float value : partial.floats(0, blocks)) sum += value;
                        DeviceArray.expect(0, sum, (n + 6) / 7, 0);
                    });
        }));
    }

    static List<KernelBenchmark> scatters(Effort effort) {
        int tokens = effort.rows();
        int width = effort.columns();
        Map<String, String> params = Map.of("tokens", String.valueOf(tokens), "width", String.valueOf(width));
        double bytes = 2.0 * Float.BYTES * tokens * width;
        return List.of(KernelBenchmark.moving("scatter.tokens_f32", params, bytes, device -> {
            // An odd number of steps visits each place of a power of two once.
            int[] places = new int[tokens];
            int[] origins = new int[tokens];
            for (int token = 0; token < tokens; token++) {
                places[token] = (int) (token * 40_503L % tokens);
                origins[places[token]] = token;
            }
            long elements = (long) tokens * width;
            DeviceArray in = DeviceArray.ofFloats(device, elements, FIRST);
            DeviceArray to = DeviceArray.ofInts(device, places);
            DeviceArray weights = DeviceArray.ofFloats(device, tokens, token -> token % 5 + 1);
            DeviceArray out = DeviceArray.ofFloats(device, elements);
            return new Prepared(
                    device.kernel(
                            tokens,
                            1,
                            256,
                            KernelCode.SCATTER,
                            "scatter_f32",
                            in.memory(),
                            to.memory(),
                            weights.memory(),
                            out.memory(),
                            width),
                    () -> out.expectFloats(
                            index -> {
                                int token = origins[(int) (index / width)];
                                return FIRST.at((long) token * width + index % width) * (token % 5 + 1);
                            },
                            0));
        }));
    }

    static List<KernelBenchmark> softmax(Effort effort) {
        int rows = effort.rows();
        int columns = effort.columns();
        Map<String, String> params = Map.of("rows", String.valueOf(rows), "columns", String.valueOf(columns));
        double bytes = 2.0 * Float.BYTES * rows * columns;
        return List.of(KernelBenchmark.moving("softmax.rows_f32", params, bytes, device -> {
            long elements = (long) rows * columns;
            // Each row is the first, raised by a constant that must not matter.
            DeviceArray in = DeviceArray.ofFloats(
                    device, elements, index -> index % columns % 13 * 0.25 + index / columns % 3 * 8);
            DeviceArray out = DeviceArray.ofFloats(device, elements);
            double sum = 0;
            for (int column = 0; column < columns; column++) sum += Math.exp(column % 13 * 0.25);
            double total = sum;
            return new Prepared(
                    device.kernel(rows, 1, 256, KernelCode.SOFTMAX, "softmax_f32", in.memory(), out.memory(), columns),
                    () -> {
                        for (int row = 0; row < rows; row++) {
                            float[] shares = out.floats((long) row * columns, columns);
                            for (int column = 0; column < columns; column++)
                                // Of a share far below 1, so that the tolerance is of the share itself.
                                DeviceArray.expect(
                                        (long) row * columns + column,
                                        shares[column] * total,
                                        Math.exp(column % 13 * 0.25),
                                        1e-4);
                        }
                    });
        }));
    }
}
