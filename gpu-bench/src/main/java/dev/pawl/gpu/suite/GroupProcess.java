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

    /** @param arguments the group, the effort, and the folder for results */
    public static void main(String[] arguments) throws IOException {
        GroupFolder folder = new GroupFolder(Path.of(arguments[2]));
        try {
            measure(KernelGroup.valueOf(arguments[0]), Effort.named(arguments[1]), folder);
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

    private static void measure(KernelGroup group, Effort effort, GroupFolder folder) throws IOException {
        try (CudaDevice device = PrivateNatives.load(CudaDevice::new)) {
            Sampling sampling = new Sampling(device, effort);
            for (KernelBenchmark benchmark : group.benchmarks(effort)) {
                try {
                    Measured measured = sampling.measure(benchmark);
                    folder.write(
                            benchmark.name(),
                            new ResultFile(
                                    "pawl",
                                    SUITE,
                                    Environment.of(device.facts()),
                                    List.of(measured.result()),
                                    measured.warnings()));
                } catch (KernelException failed) {
                    folder.write(benchmark.name(), failed);
                } catch (OutOfMemoryError exhausted) {
                    folder.write(
                            benchmark.name(),
                            new KernelException(KernelFailure.OOM, "the process has too little memory of its own"));
                }
            }
        }
    }
}
