package dev.pawl.gpu.suite;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The groups of Pawl's own kernels. */
enum KernelGroup implements BenchmarkGroup {
    TRANSFER(TransferBenchmarks::all),
    HOST(HostBenchmarks::all),
    LAUNCH(MemoryBenchmarks::launches),
    STREAM(MemoryBenchmarks::streams),
    REDUCTION(MemoryBenchmarks::reductions),
    SCATTER(MemoryBenchmarks::scatters),
    SOFTMAX(MemoryBenchmarks::softmax),
    ARITHMETIC(ArithmeticBenchmarks::multiplyAdds),
    GEMM(ArithmeticBenchmarks::matrixProducts),
    TENSOR(TensorBenchmarks::all),
    ATTENTION(AttentionBenchmarks::all),
    MODULAR(ModularBenchmarks::all);

    private final Function<Effort, List<KernelBenchmark>> benchmarks;

    KernelGroup(Function<Effort, List<KernelBenchmark>> benchmarks) {
        this.benchmarks = benchmarks;
    }

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<KernelBenchmark> benchmarks(Effort effort) {
        return benchmarks.apply(effort);
    }

    @Override
    public List<String> arguments() {
        return List.of(name());
    }
}
