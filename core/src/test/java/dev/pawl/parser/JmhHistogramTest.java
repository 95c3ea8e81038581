package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Samples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JmhHistogramTest {

    @Test
    void aSmallHistogramIsKeptWhole() {
        JmhHistogram histogram = new JmhHistogram();

        histogram.add(1, 2);
        histogram.add(4, 0);
        histogram.endFork();
        histogram.add(7, 1);
        histogram.endFork();

        assertEquals(Samples.ofGroups(List.of(new double[] {1, 1}, new double[] {7})), histogram.samples());
        assertEquals(3, histogram.count());
        assertEquals(Math.sqrt(12), histogram.stddev(), 1e-12);
    }

    @Test
    void ofManyValuesEveryFourthIsKeptInBothForks() {
        JmhHistogram histogram = new JmhHistogram();

        for (int fork = 0; fork < 2; fork++) {
            for (int value = 0; value < 15_000; value++) histogram.add(value, 1);
            histogram.endFork();
        }

        Samples samples = histogram.samples();
        assertArrayEquals(new int[] {3750, 3750}, samples.groupSizes());
        assertEquals(0, samples.values()[0]);
        assertEquals(4, samples.values()[1]);
        assertEquals(14_996, samples.values()[3749]);
        assertEquals(30_000, histogram.count());
    }

    @Test
    void aValueThatOccursATrillionTimesTakesNoMoreMemory() {
        JmhHistogram histogram = new JmhHistogram();

        histogram.add(1, 500_000_000_000L);
        histogram.add(3, 500_000_000_000L);

        double[] values = histogram.samples().values();
        assertTrue(values.length > JmhHistogram.MOST_SAMPLES / 2 && values.length <= JmhHistogram.MOST_SAMPLES);
        assertEquals(0.5, Arrays.stream(values).filter(value -> value == 1).count() / (double) values.length, 0.001);
        assertEquals(1_000_000_000_000L, histogram.count());
        assertEquals(1, histogram.stddev(), 1e-9);
    }
}
