package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenNoiseTest {

    @ParameterizedTest
    @ValueSource(ints = {8, 10, 15, 24, 60})
    void moreRunsThatShowTheSameNeverTurnAProvenChangeIntoDoubt(int baseRuns) {
        double[] logs =
                new Random(baseRuns).doubles(baseRuns).map(u -> (u - 0.5) * 0.1).toArray();
        double shift = Math.log(1.743);
        double alone = new SeenNoise(logs, baseRuns, 1).pValue(shift);

        for (int runs = 2; runs <= 7; runs++) {
            double together = new SeenNoise(logs, baseRuns, runs).pValue(shift);

            assertTrue(together <= 2 * alone, runs + " runs: " + together + ", one: " + alone);
        }
        assertTrue(alone < 0.01, "one run: " + alone);
    }
}
