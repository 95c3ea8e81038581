package dev.pawl.gpu.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricLineTest {

    @ParameterizedTest
    @CsvSource({
        "METRIC step=12.5 ms, LOWER_IS_BETTER, HEADLINE",
        "METRIC speed=1234.5 tokens/s, HIGHER_IS_BETTER, HEADLINE",
        "METRIC copy=12 GB/s, HIGHER_IS_BETTER, HEADLINE",
        "METRIC model=12 MiB, LOWER_IS_BETTER, SUPPORTING",
        "METRIC train/loss=0.25, LOWER_IS_BETTER, SUPPORTING",
        "METRIC top1_accuracy=81 %, HIGHER_IS_BETTER, SUPPORTING",
        "METRIC tokens_per_second=7, HIGHER_IS_BETTER, SUPPORTING",
        "METRIC lossless_blocks=7, UNKNOWN, INFORMATIONAL",
        "METRIC epoch=3, UNKNOWN, INFORMATIONAL"
    })
    void directionAndRoleFollowFromUnitAndName(String line, Direction direction, Role role) {
        Metric metric = MetricLine.of(line).orElseThrow().metric();

        assertEquals(direction, metric.direction());
        assertEquals(role, metric.role());
    }

    @Test
    void theValueStaysInTheUnitThatWasPrinted() {
        MetricLine line = MetricLine.of("  METRIC latency = -1.5e-3 ms ").orElseThrow();

        assertEquals(-1.5e-3, line.value());
        assertEquals("latency", line.metric().name());
        assertEquals("ms", line.metric().unit().symbol());
    }

    @Test
    void whatIsNoNumberIsReadSoThatItCanBeRefused() {
        assertTrue(Double.isNaN(MetricLine.of("METRIC loss=nan").orElseThrow().value()));
        assertEquals(
                Double.NEGATIVE_INFINITY,
                MetricLine.of("METRIC loss=-inf").orElseThrow().value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"METRIC", "METRIC loss", "METRIC loss=", "METRIC loss=1.2.3", "METRIC a=1 s s", "xMETRIC a=1"})
    void otherLinesAreNone(String line) {
        assertTrue(MetricLine.of(line).isEmpty());
    }
}
