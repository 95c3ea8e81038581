package dev.pawl.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.Direction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LevelStretchTest {

    @Test
    void aStepDividesAHistoryIntoTwoStretchesThatCoverIt() {
        double[] values = IntStream.range(0, 40)
                .mapToDouble(i -> (i < 25 ? 1.0 : 1.5) + (i % 3) * 0.001)
                .toArray();

        assertEquals(
                List.of(new LevelStretch(0, 25, 1.001), new LevelStretch(25, 40, 1.501)),
                LevelStretch.of(Direction.LOWER_IS_BETTER, values));
    }

    @Test
    void anOutlierBesideAChangeStaysOnItsSide() {
        double[] values = IntStream.range(0, 40)
                .mapToDouble(i -> (i < 25 ? 1.0 : 3.0) + (i % 3) * 0.001)
                .toArray();
        values[24] = 0.85;

        assertEquals(
                25, LevelStretch.of(Direction.HIGHER_IS_BETTER, values).get(0).to());
    }

    @Test
    void aSteadyHistoryIsOneStretchAndAnEmptyOneNone() {
        assertEquals(List.of(new LevelStretch(0, 3, 2.0)), LevelStretch.of(Direction.LOWER_IS_BETTER, 2.0, 2.0, 2.0));
        assertEquals(List.of(), LevelStretch.of(Direction.LOWER_IS_BETTER));
    }
}
