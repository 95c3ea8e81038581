package dev.pawl.gpu.suite;

import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the device itself allows, as a benchmark of the same run measured it: others are told as a share of it. The share says how
 * good a kernel is for its device; it also falls when the roof rises, and is recorded only.
 */
enum Roof {
    COPY(
            "bandwidth",
            "transfer.device_to_device",
            "stream.",
            "reduction.",
            "scatter.",
            "softmax.",
            "modular.product_u64"),
    MULTIPLY_ADD("rate", "arithmetic.fma_f32", "gemm.tiled_f32", "attention.forward_f32"),
    TENSOR("rate", "tensor.multiply_f16", "tensor.gemm_f16");

    private static final Metric SHARE =
            new Metric("roof.share", Unit.of("ratio"), Direction.HIGHER_IS_BETTER, Role.INFORMATIONAL);

    private final String metric;
    private final String benchmark;
    private final List<String> below;

    /**
     * @param metric that is compared
     * @param benchmark which measures the roof
     * @param below beginnings of the names of those that are told by it
     */
    Roof(String metric, String benchmark, String... below) {
        this.metric = metric;
        this.benchmark = benchmark;
        this.below = List.of(below);
    }

    /** The results of a run, with the share of the roof where both were measured. */
    static List<BenchmarkResult> added(List<BenchmarkResult> results) {
        List<BenchmarkResult> added = new ArrayList<>(results);
        for (Roof roof : values()) {
            Optional<Double> height = results.stream()
                    .filter(result -> result.benchmark().name().equals(roof.benchmark))
                    .findFirst()
                    .flatMap(roof::reached);
            if (height.isPresent()) added.replaceAll(result -> roof.withShare(result, height.get()));
        }
        return added;
    }

    private BenchmarkResult withShare(BenchmarkResult result, double height) {
        Optional<Double> reached = reached(result);
        if (reached.isEmpty() || below.stream().noneMatch(result.benchmark().name()::startsWith)) return result;
        List<Measurement> measurements = new ArrayList<>(result.measurements());
        measurements.add(Measurement.of(SHARE, reached.get() / height));
        return new BenchmarkResult(result.benchmark(), measurements);
    }

    private Optional<Double> reached(BenchmarkResult result) {
        return result.measurements().stream()
                .filter(measurement -> measurement.metric().name().equals(metric))
                .map(Measurement::value)
                .findFirst();
    }
}
