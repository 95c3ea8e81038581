package dev.pawl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "ns/iter, TIME, 1e-9",
        "ns/op, TIME, 1e-9",
        "µs, TIME, 1e-6",
        "μs/op, TIME, 1e-6",
        "us, TIME, 1e-6",
        "ms, TIME, 1e-3",
        "s/op, TIME, 1",
        "min/op, TIME, 60",
        "ops/s, RATE, 1",
        "ops/min, RATE, 0.016666666666666666",
        "ops/ns, RATE, 1e9",
        "elem/s, RATE, 1",
        "Melem/s, RATE, 1e6",
        "MB/s, BYTE_RATE, 1e6",
        "MB/sec, BYTE_RATE, 1e6",
        "MiB/s, BYTE_RATE, 1048576",
        "B/op, BYTES, 1",
        "KiB, BYTES, 1024",
        "counts, COUNT, 1",
        "#/op, COUNT, 1",
        "%, RATIO, 0.01",
        "cycles/iter, OTHER, 1",
        "J, OTHER, 1"
    })
    void aSymbolNamesItsDimensionAndTheWayToBaseUnits(String symbol, Dimension dimension, double factor) {
        Unit unit = Unit.of(symbol);

        assertEquals(dimension, unit.dimension());
        assertEquals(factor, unit.factor(), factor * 1e-12);
        assertEquals(symbol, unit.symbol());
    }

    @Test
    void unknownUnitsNeverShareASeries() {
        assertEquals("power[W]", Metric.headline("power", Unit.of("W")).identity());
        assertEquals("power[J]", Metric.headline("power", Unit.of("J")).identity());
        assertEquals("time[s]", Metric.headline("time", Unit.of("ns/op")).identity());
    }

    @Test
    void aUnitThatCannotScaleIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Unit("s", Dimension.TIME, 0));
        assertThrows(IllegalArgumentException.class, () -> new Unit(" ", Dimension.TIME, 1));
    }
}
