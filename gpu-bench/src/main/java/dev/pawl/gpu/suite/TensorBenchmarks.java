package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.DeviceArray.Formula;
import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import java.util.List;
import java.util.Map;

/**
 * Tensor cores by the portable instructions that every device since compute capability 7.5 takes: a check of their health, and not
 * what cuBLAS reaches.
 */
final class TensorBenchmarks {

    private static final int THREADS = 256;
    private static final int WARPS = THREADS / 32;
    private static final int CHAINS = 4;

    /** Rows and columns of what one instruction multiplies. */
    private static final int TILE = 16;

    /** Rows and columns that a block makes of the product. */
    private static final int BLOCK = 128;

    private TensorBenchmarks() {}

    static List<KernelBenchmark> all(Effort effort) {
        return List.of(instructions(effort), product(effort.matrix()));
    }

    private static KernelBenchmark instructions(Effort effort) {
        // An instruction does far more than a multiply-add of one thread.
        int rounds = Math.max(1, effort.rounds() / 8);
        int blocks = effort == Effort.TINY ? 2 : 4096;
        int products = blocks * WARPS;
        double operations = 2.0 * TILE * TILE * TILE * CHAINS * rounds * products;
        Map<String, String> params = Map.of("blocks", String.valueOf(blocks), "rounds", String.valueOf(rounds));
        return new KernelBenchmark("tensor.multiply_f16", params, 0, operations, "FLOP/s", device -> {
            int size = TILE * TILE;
            Formula left = index -> index % 5 - 2;
            Formula right = index -> index % 3 - 1;
            DeviceArray a = DeviceArray.ofHalves(device, size, left);
            DeviceArray b = DeviceArray.ofHalves(device, size, right);
            DeviceArray out = DeviceArray.ofFloats(device, (long) size * products);
            double[] expected = new double[size];
            for (int row = 0; row < TILE; row++)
                for (int column = 0; column < TILE; column++)
                    for (int k = 0; k < TILE; k++)
                        expected[row * TILE + column] +=
                                CHAINS * rounds * left.at(row * TILE + k) * right.at(column * TILE + k);
            return new Prepared(
                    device.kernel(
                            blocks,
                            1,
                            THREADS,
                            KernelCode.TENSOR,
                            "tensor_f16",
                            a.memory(),
                            b.memory(),
                            out.memory(),
                            rounds),
                    () -> out.expectFloats(index -> expected[(int) (index % size)], 0));
        });
    }

    private static KernelBenchmark product(int n) {
        double operations = 2.0 * n * n * n;
        return new KernelBenchmark(
                "tensor.gemm_f16", Map.of("n", String.valueOf(n)), 0, operations, "FLOP/s", device -> {
                    long elements = (long) n * n;
                    // Small whole numbers: every partial sum is exact. The right factor lies column by column.
                    Formula left = index -> (index / n * 3 + index % n) % 7 - 3;
                    Formula right = index -> (index / n * 3 + index % n) % 5 - 2;
                    DeviceArray a = DeviceArray.ofHalves(device, elements, left);
                    DeviceArray b = DeviceArray.ofHalves(device, elements, right);
                    DeviceArray c = DeviceArray.ofFloats(device, elements);
                    // Both factors repeat, so that there are 7 x 5 different results only.
                    double[] expected = new double[7 * 5];
                    for (int row = 0; row < 7; row++)
                        for (int column = 0; column < 5; column++)
                            for (int k = 0; k < n; k++)
                                expected[row * 5 + column] +=
                                        left.at((long) row * n + k) * right.at((long) column * n + k);
                    return new Prepared(
                            device.kernel(
                                    n / BLOCK,
                                    n / BLOCK,
                                    THREADS,
                                    KernelCode.TENSOR,
                                    "gemm_f16",
                                    a.memory(),
                                    b.memory(),
                                    c.memory(),
                                    n),
                            () -> c.expectFloats(index -> expected[(int) (index / n % 7 * 5 + index % n % 5)], 0));
                });
    }
}
