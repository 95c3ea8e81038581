package dev.pawl.gpu.suite;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Benchmarks that share a process: what ends one of them ends the rest of its group, and no other. */
enum KernelGroup {
    TRANSFER(MemoryBenchmarks::transfers),
    LAUNCH(MemoryBenchmarks::launches),
    STREAM(MemoryBenchmarks::streams),
    REDUCTION(MemoryBenchmarks::reductions),
    SCATTER(MemoryBenchmarks::scatters),
    SOFTMAX(MemoryBenchmarks::softmax),
    ARITHMETIC(ArithmeticBenchmarks::multiplyAdds),
    GEMM(ArithmeticBenchmarks::matrixProducts),
    MODULAR(ModularBenchmarks::all);

    private final Function<Effort, List<KernelBenchmark>> benchmarks;

    KernelGroup(Function<Effort, List<KernelBenchmark>> benchmarks) {
        this.benchmarks = benchmarks;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<KernelBenchmark> benchmarks(Effort effort) {
        return benchmarks.apply(effort);
    }
}
