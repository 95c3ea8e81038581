package dev.pawl.gpu.suite;

import java.util.List;

/** Benchmarks that share a process: what ends one of them ends the rest of its group, and no other. */
interface BenchmarkGroup {

    /** For people, and for names of files. */
    String title();

    /** The same ones in the same order each time. */
    List<KernelBenchmark> benchmarks(Effort effort);

    /** What tells {@link GroupProcess} which group is meant. */
    List<String> arguments();

    /** What a failure of the benchmark is reported under. */
    default String label(KernelBenchmark benchmark) {
        return benchmark.name();
    }
}
