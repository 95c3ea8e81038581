package dev.pawl.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.RecordedSeries;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThresholdAdviceTest {

    @Test
    void aQuietSeriesTakesATightLimitAndItsStepIsCountedUpToItsSize() {
        ThresholdAdvice advice = advise(0.005, 0.09);

        assertEquals(0.02, advice.suggested());
        assertEquals(0.005, advice.noise(), 0.002);
        assertEquals(90, advice.uploads());
        // A step of 9 %: an alert at limits up to 7.5 %, none from 10 % on.
        for (ThresholdAdvice.Step step : advice.steps())
            assertEquals(step.limit() < 0.08 ? 1 : 0, step.confirmed(), step.toString());
    }

    @Test
    void aNoisySeriesTakesAWideOneBelowWhichABareLimitCriesWolf() {
        ThresholdAdvice advice = advise(0.04, 0);

        assertEquals(0.15, advice.suggested());
        assertTrue(plainAt(advice, 0.05) >= 5, advice.toString());
        assertEquals(0, plainAt(advice, advice.suggested()));
        for (ThresholdAdvice.Step step : advice.steps()) assertEquals(0, step.confirmed());
    }

    @Test
    void noLimitSuitsPureNoiseAndNothingIsSaidOfTwoValues() {
        assertTrue(Double.isNaN(advise(0.3, 0).suggested()));
        RecordedSeries two = new RecordedSeries("two", null, Direction.LOWER_IS_BETTER, new double[] {1, 1});
        assertTrue(Double.isNaN(ThresholdAdvice.of(two, 2).suggested()));
        assertEquals(0, ThresholdAdvice.of(two, 10).uploads());
    }

    private static int plainAt(ThresholdAdvice advice, double limit) {
        return advice.steps().stream()
                .filter(step -> step.limit() == limit)
                .findFirst()
                .orElseThrow()
                .plain();
    }

    private static ThresholdAdvice advise(double noise, double step) {
        Random random = new Random(5);
        double[] values = new double[100];
        for (int i = 0; i < values.length; i++)
            values[i] = (i < 60 ? 1 : 1 + step) * Math.exp(noise * random.nextGaussian());
        return ThresholdAdvice.of(new RecordedSeries("sort", null, Direction.LOWER_IS_BETTER, values), 10);
    }
}
