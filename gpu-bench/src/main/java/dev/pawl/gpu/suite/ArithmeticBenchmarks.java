package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.DeviceArray.Formula;
import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import java.util.List;
import java.util.Map;

/** What is bound by arithmetic: multiply-adds in registers, and a matrix product. */
final class ArithmeticBenchmarks {

    private static final int THREADS = 256;
    private static final int CHAINS = 8;

    /** Sums that are exact and tell how many rounds there were. The compiler does not know that the factor is one. */
    private static final double FACTOR = 1;

    private static final double SUMMAND = 1.0 / 1024;

    private ArithmeticBenchmarks() {}

    static List<KernelBenchmark> multiplyAdds(Effort effort) {
        int rounds = effort.rounds();
        // Enough blocks for the largest devices; a fixed number, so that devices can be compared.
        int blocks = effort == Effort.TINY ? 2 : 4096;
        Map<String, String> params = Map.of("blocks", String.valueOf(blocks), "rounds", String.valueOf(rounds));
        double operations = 2.0 * CHAINS * rounds * blocks * THREADS;
        int threads = blocks * THREADS;
        return List.of(
                new KernelBenchmark("arithmetic.fma_f32", params, 0, operations, "FLOP/s", device -> {
                    DeviceArray out = DeviceArray.ofFloats(device, threads);
                    float[] expected = new float[THREADS];
                    for (int thread = 0; thread < THREADS; thread++) expected[thread] = chainsOfFloats(thread, rounds);
                    return new Prepared(
                            device.kernel(
                                    blocks,
                                    1,
                                    THREADS,
                                    KernelCode.ARITHMETIC,
                                    "fma_f32",
                                    out.memory(),
                                    (float) FACTOR,
                                    (float) SUMMAND,
                                    rounds),
                            () -> out.expectFloats(index -> expected[(int) (index % THREADS)], 0));
                }),
                new KernelBenchmark("arithmetic.fma_f64", params, 0, operations, "FLOP/s", device -> {
                    DeviceArray out = DeviceArray.ofDoubles(device, threads);
                    double[] expected = new double[THREADS];
                    for (int thread = 0; thread < THREADS; thread++) expected[thread] = chainsOfDoubles(thread, rounds);
                    return new Prepared(
                            device.kernel(
                                    blocks,
                                    1,
                                    THREADS,
                                    KernelCode.ARITHMETIC,
                                    "fma_f64",
                                    out.memory(),
                                    FACTOR,
                                    SUMMAND,
                                    rounds),
                            () -> out.expectDoubles(index -> expected[(int) (index % THREADS)], 0));
                }));
    }

    private static float chainsOfFloats(int thread, int rounds) {
        float sum = 0;
        for (int chain = 0; chain < CHAINS; chain++) {
            float value = thread + chain;
            for (int round = 0; round < rounds; round++) value = Math.fma(value, (float) FACTOR, (float) SUMMAND);
            sum += value;
        }
        return sum;
    }

    private static double chainsOfDoubles(int thread, int rounds) {
        double sum = 0;
        for (int chain = 0; chain < CHAINS; chain++) {
            double value = thread + chain;
            for (int round = 0; round < rounds; round++) value = Math.fma(value, FACTOR, SUMMAND);
            sum += value;
        }
        return sum;
    }

    static List<KernelBenchmark> matrixProducts(Effort effort) {
        int n = effort.matrix();
        double operations = 2.0 * n * n * n;
        return List.of(new KernelBenchmark(
                "gemm.tiled_f32", Map.of("n", String.valueOf(n)), 0, operations, "FLOP/s", device -> {
                    long elements = (long) n * n;
                    // Small whole numbers: every partial sum is exact.
                    Formula left = index -> (index / n * 3 + index % n) % 7 - 3;
                    Formula right = index -> (index / n + index % n * 3) % 5 - 2;
                    DeviceArray a = DeviceArray.ofFloats(device, elements, left);
                    DeviceArray b = DeviceArray.ofFloats(device, elements, right);
                    DeviceArray c = DeviceArray.ofFloats(device, elements);
                    // Both factors repeat, so that there are 7 x 5 different results only.
                    double[] expected = new double[7 * 5];
                    for (int row = 0; row < 7; row++)
                        for (int column = 0; column < 5; column++)
                            for (int k = 0; k < n; k++)
                                expected[row * 5 + column] +=
                                        left.at((long) row * n + k) * right.at((long) k * n + column);
                    return new Prepared(
                            device.kernel(
                                    n / 64,
                                    n / 64,
                                    THREADS,
                                    KernelCode.GEMM,
                                    "gemm_f32",
                                    a.memory(),
                                    b.memory(),
                                    c.memory(),
                                    n),
                            () -> c.expectFloats(index -> expected[(int) (index / n % 7 * 5 + index % n % 5)], 0));
                }));
    }
}
