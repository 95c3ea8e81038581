package dev.pawl.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsTest {

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertEquals(2, Median.of(3, 1, 2));
        assertEquals(2.5, Median.of(4, 1, 2, 3));
        assertThrows(IllegalArgumentException.class, Median::of);
    }

    @Test
    void anOutlierHardlyTouchesTheRobustSpread() {
        double[] values = new Random(1).doubles(101).map(u -> u - 0.5).toArray();
        double quiet = RobustSpread.around(0, values);
        values[50] = 1000;

        assertTrue(RobustSpread.around(0, values) < 1.25 * quiet);
    }

    @Test
    void aSpreadOfMostlyEqualValuesIsNotZero() {
        assertEquals(0, RobustSpread.around(5, 5, 5, 5));
        assertEquals(1, RobustSpread.around(5, 5, 5, 5, 5, 7), 1e-12);
    }

    @Test
    void studentsQuantilesAreThoseOfTheTables() {
        assertEquals(2.2281, StudentT.quantile(0.05, 10), 1e-4);
        assertEquals(2.5758, StudentT.quantile(0.01, Double.POSITIVE_INFINITY), 1e-4);
        assertEquals(0.05, StudentT.twoSided(-2.228139, 10), 1e-6);
        assertEquals(0, StudentT.twoSided(Double.POSITIVE_INFINITY, 10));
    }

    @Test
    void windowsSlideByOne() {
        assertArrayEquals(new double[] {2, 2, 5}, Windows.medians(new double[] {1, 2, 9, 2, 5}, 3));
        assertArrayEquals(new double[] {1.5, 5.5}, Windows.medians(new double[] {1, 2, 9}, 2));
        assertArrayEquals(new double[] {1, 2}, Windows.ranked(new double[] {1, 2, 9}, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> Windows.medians(new double[] {1}, 2));
    }

    @Test
    void withinWhatWasSeenTheTailIsARank() {
        TailProbability tail = TailProbability.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, 1);

        assertEquals(1, tail.of(0));
        assertEquals(0.6, tail.of(5), 1e-12);
        assertEquals(0.5, tail.of(6), 1e-12);
    }

    @Test
    void beyondWhatWasSeenTheTailFallsOn() {
        double[] seen = new Random(2).doubles(60).toArray();
        TailProbability tail = TailProbability.of(seen, 0, 1);

        assertTrue(tail.of(1.1) < 0.03);
        assertTrue(tail.of(2) < tail.of(1.5));
        assertTrue(tail.of(1e9) > 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.02, 0.01, 1e-4})
    void reachIsTheInverseOfTheTail(double probability) {
        TailProbability tail = TailProbability.of(new Random(3).doubles(60).toArray(), 0, 1);

        assertEquals(
                probability,
                tail.of(tail.reach(probability) + 1e-9),
                0.02 * probability + (probability > 0.09 ? 0.02 : 0));
    }

    @Test
    void theFalseDiscoveryLimitIsBenjaminiAndHochbergs() {
        // The example of their paper: at q = 0.05 the first four of fifteen are rejected.
        double[] pValues = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000
        };

        double limit = FalseDiscovery.limit(0.05, pValues);

        assertEquals(4 * 0.05 / 15, limit, 1e-12);
        assertEquals(0.05 / 3, FalseDiscovery.limit(0.05, 0.5, 0.6, 0.9), 1e-12);
        assertEquals(0.05, FalseDiscovery.limit(0.05));
    }

    @Test
    void noiseIsNotCut() {
        Random random = new Random(4);
        int cuts = 0;
        for (int i = 0; i < 100; i++) {
            double[] noise =
                    random.doubles(200).map(u -> 0.03 * random.nextGaussian()).toArray();
            cuts += Segmentation.starts(noise, 0.02).length;
        }

        assertTrue(cuts <= 1, cuts + " cuts in a hundred histories without a change");
    }
}
