package dev.pawl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SparklineTest {

    @Test
    void aJumpIsSeen() {
        assertEquals("▁▁▁█", Sparkline.of(1.0, 1.0, 1.0, 1.3));
    }

    @Test
    void noiseStaysLow() {
        assertEquals("▁▂▁", Sparkline.of(100, 101, 100));
        assertEquals("▁▁▁", Sparkline.of(5, 5, 5));
        assertEquals("▁▁", Sparkline.of(0, 0));
    }

    @Test
    void onlyTheNewestAreShown() {
        double[] values = new double[40];
        values[0] = 100;
        values[39] = 1;

        assertEquals("▁▁▁▁▁▁▁▁▁▁▁█", Sparkline.of(values));
    }

    @Test
    void extremesAndGapsDoNoHarm() {
        assertEquals("▁█", Sparkline.of(-Double.MAX_VALUE, Double.NaN, Double.MAX_VALUE));
        assertEquals("", Sparkline.of(1.0));
        assertEquals("", Sparkline.of());
    }
}
