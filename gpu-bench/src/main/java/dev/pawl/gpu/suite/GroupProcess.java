package dev.pawl.gpu.suite;

import dev.pawl.gpu.PrivateNatives;
import dev.pawl.gpu.suite.Sampling.Measured;
import dev.pawl.model.Environment;
import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that measures one group of benchmarks. It may be ended at any time by what it measures; a driver that lacks a
 * function ends the whole JVM.
 */
final class GroupProcess {

    /** Suite of all results. */
    static final String SUITE = "gpu";

    private GroupProcess() {}

    /** @param arguments the effort, the folder for results, and the group's own */
    public static void main(String[] arguments) throws IOException {
        GroupFolder folder = new GroupFolder(Path.of(arguments[1]));
        try {
            measure(group(arguments), Effort.named(arguments[0]), folder);
        } catch (KernelException failed) {
            folder.write(GroupFolder.GROUP, failed);
        } catch (LinkageError notLoadable) {
            folder.write(
                    GroupFolder.GROUP,
                    new KernelException(
                            KernelFailure.NO_DRIVER,
                            "the NVIDIA driver's library cannot be loaded; see pawl gpu probe"));
        }
        // The driver's own threads must not keep the process.
        System.exit(0);
    }

    private static BenchmarkGroup group(String[] arguments) throws IOException {
        return arguments[2].equals(SpecGroup.OPTION)
                ? SpecGroup.ofArguments(arguments[3], arguments[4])
                : KernelGroup.valueOf(arguments[2]);
    }

    private static void measure(BenchmarkGroup group, Effort effort, GroupFolder folder) throws IOException {
        try (CudaDevice device = PrivateNatives.load(CudaDevice::new)) {
            folder.writeDevice(device.pciAddress());
            Sampling sampling = new Sampling(device, effort);
            List<KernelBenchmark> benchmarks = group.benchmarks(effort);
            for (int position = 0; position < benchmarks.size(); position++) {
                KernelBenchmark benchmark = benchmarks.get(position);
                String file = benchmark.file(position);
                // On Linux, where alone this runs, counted from the start of the machine: the parent's clock shows the
                // same.
                long began = System.nanoTime();
                try {
                    Measured measured = sampling.measure(benchmark);
                    folder.writeSpan(file, new GroupFolder.Span(began, System.nanoTime()));
                    folder.write(
                            file,
                            new ResultFile(
                                    "pawl",
                                    SUITE,
                                    Environment.of(device.facts()),
                                    List.of(measured.result()),
                                    measured.warnings()));
                } catch (KernelException failed) {
                    folder.write(file, failed);
                } catch (OutOfMemoryError exhausted) {
                    folder.write(
                            file,
                            new KernelException(KernelFailure.OOM, "the process has too little memory of its own"));
                }
            }
        }
    }
}
