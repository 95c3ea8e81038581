package dev.pawl.gpu.suite;

import dev.pawl.gpu.spec.KernelSpec;
import dev.pawl.gpu.spec.SpecException;
import dev.pawl.gpu.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One kernel of a spec file, with a benchmark for each combination of its axes.
 *
 * @param position of the kernel in the file
 */
record SpecGroup(Path file, int position, KernelSpec spec) implements BenchmarkGroup {

    /** Tells a group's process that a spec file is meant. */
    static final String OPTION = "--spec";

    /** All kernels of a file. */
    static List<SpecGroup> of(Path file) throws SpecException, IOException {
        List<KernelSpec> specs = SpecReader.read(file);
        List<SpecGroup> groups = new ArrayList<>();
        for (int position = 0; position < specs.size(); position++)
            groups.add(new SpecGroup(file.toAbsolutePath(), position, specs.get(position)));
        return groups;
    }

    @Override
    public String title() {
        return spec.name();
    }

    @Override
    public List<String> arguments() {
        return List.of(OPTION, file.toString(), String.valueOf(position));
    }

    /** The group that the arguments of another process mean. */
    static SpecGroup ofArguments(String file, String position) throws IOException {
        try {
            return of(Path.of(file)).get(Integer.parseInt(position));
        } catch (SpecException | IndexOutOfBoundsException changed) {
            throw new KernelException(KernelFailure.CRASH, file + " was changed meanwhile");
        }
    }

    @Override
    public List<KernelBenchmark> benchmarks(Effort effort) {
        List<KernelBenchmark> benchmarks = new ArrayList<>();
        for (long[] values : spec.combinations())
            benchmarks.add(new KernelBenchmark(
                    spec.name(),
                    params(values),
                    spec.bytes() == null ? 0 : spec.bytes().of(values),
                    spec.operations() == null ? 0 : spec.operations().of(values),
                    spec.rateUnit(),
                    device -> new OwnKernel(device, spec, values).prepare()));
        return benchmarks;
    }

    private Map<String, String> params(long[] values) {
        Map<String, String> params = new LinkedHashMap<>();
        int at = 0;
        for (String axis : spec.axes().keySet()) params.put(axis, String.valueOf(values[at++]));
        return params;
    }

    @Override
    public String label(KernelBenchmark benchmark) {
        List<String> params = new ArrayList<>();
        benchmark.params().forEach((axis, value) -> params.add(axis + "=" + value));
        return params.isEmpty() ? benchmark.name() : benchmark.name() + " (" + String.join(", ", params) + ")";
    }
}
