package dev.pawl.gpu.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GrowthTest {

    private static final double[] SECONDS =
            IntStream.range(0, 1000).mapToDouble(at -> at / 100.0).toArray();

    @Test
    void aLeakIsFoundBehindTheStartAndAJump() {
        double[] bytes = IntStream.range(0, 1000)
                .mapToDouble(at -> at < 300 ? at * 1e6 : 3e8 + (at - 300) * 50 + (at > 900 ? 1e5 : 0))
                .toArray();

        assertEquals(5000, Growth.of(SECONDS, bytes).orElseThrow(), 1000);
    }

    @Test
    void memoryThatStaysDoesNotGrow() {
        double[] bytes =
                IntStream.range(0, 1000).mapToDouble(at -> 4e9 + at % 2).toArray();

        assertEquals(0, Growth.of(SECONDS, bytes).orElseThrow(), 1);
    }

    @Test
    void aShortLookTellsNothing() {
        assertTrue(Growth.of(new double[0], new double[0]).isEmpty());
        assertTrue(Growth.of(new double[] {0, 1, 2}, new double[] {0, 1, 2}).isEmpty());
    }
}
