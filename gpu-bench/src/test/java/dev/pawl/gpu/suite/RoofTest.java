package dev.pawl.gpu.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoofTest {

    @Test
    void whatIsBoundByMemoryIsToldAsAShareOfACopyOfTheSameRun() {
        List<BenchmarkResult> results = Roof.added(List.of(
                result("stream.triad_f32", "bandwidth", "B/s", 1.8e12),
                result("gemm.tiled_f32", "rate", "FLOP/s", 2e13),
                result("transfer.device_to_device", "bandwidth", "B/s", 2e12)));

        Measurement share = results.get(0).measurements().get(1);
        assertEquals("roof.share", share.metric().name());
        assertEquals(0.9, share.value(), 1e-12);
        assertEquals(1, results.get(1).measurements().size(), "its roof was not measured");
        assertEquals(1, results.get(2).measurements().size(), "the roof itself has none");
    }

    @Test
    void arithmeticIsToldByItsOwnRoof() {
        List<BenchmarkResult> results = Roof.added(List.of(
                result("arithmetic.fma_f32", "rate", "FLOP/s", 4e13),
                result("gemm.tiled_f32", "rate", "FLOP/s", 1e13),
                result("tensor.multiply_f16", "rate", "FLOP/s", 8e14),
                result("tensor.gemm_f16", "rate", "FLOP/s", 2e14)));

        assertEquals(0.25, results.get(1).measurements().get(1).value());
        assertEquals(0.25, results.get(3).measurements().get(1).value());
    }

    private static BenchmarkResult result(String name, String metric, String unit, double value) {
        return new BenchmarkResult(
                new Benchmark("", name, Map.of(), "", 0),
                List.of(Measurement.of(Metric.headline(metric, Unit.of(unit)), value)));
    }
}
