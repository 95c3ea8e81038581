package dev.pawl.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmenterTest {

    private final Segmenter segmenter = new Segmenter(Direction.LOWER_IS_BETTER);

    @Test
    void everyLevelOfAHistoryIsFound() {
        double[] values = DetectorTest.levels(1, 0.02, 80, 100, 50, 110, 70, 95, 100, 105);

        List<ChangePoint> points = segmenter.changePoints(values);

        assertEquals(3, points.size());
        assertEquals(80, points.get(0).index(), 1);
        assertEquals(130, points.get(1).index(), 1);
        assertEquals(200, points.get(2).index(), 1);
        assertTrue(points.get(0).worse());
        assertFalse(points.get(1).worse());
        assertEquals(0.10, points.get(0).change(), 0.01);
    }

    @Test
    void outliersMakeNoLevels() {
        double[] values = DetectorTest.levels(2, 0.02, 200, 100);
        for (int i = 10; i < 200; i += 17) values[i] = 300;

        assertEquals(List.of(), segmenter.changePoints(values));
    }

    @Test
    void aCounterThatStepsIsCutExactly() {
        double[] values = DetectorTest.levels(3, 0, 50, 1000, 50, 1100);

        assertEquals(
                List.of(50L),
                segmenter.changePoints(values).stream().map(ChangePoint::index).toList());
    }

    @Test
    void changesOfValuesThatAreNotPositiveAreThoseOfTheValuesThemselves() {
        double[] falling = new double[40];
        double[] rising = new double[40];
        Arrays.fill(falling, 0, 20, -100);
        Arrays.fill(falling, 20, 40, -110);
        Arrays.fill(rising, 20, 40, 1);

        assertEquals(0.1, segmenter.changePoints(falling).get(0).change(), 1e-12);
        assertEquals(Double.NaN, segmenter.changePoints(rising).get(0).change(), "nothing is a multiple of 0");
    }

    @Test
    void shortAndConstantHistoriesHaveNoChanges() {
        double[] constant = new double[100];
        Arrays.fill(constant, 3);

        assertEquals(List.of(), segmenter.changePoints());
        assertEquals(List.of(), segmenter.changePoints(1, 2, 3));
        assertEquals(List.of(), segmenter.changePoints(constant));
    }

    @Test
    void tenThousandPointsWithManyLevelsAreCut() {
        double[] plan = new double[40];
        for (int i = 0; i < 20; i++) {
            plan[2 * i] = 500;
            plan[2 * i + 1] = i % 2 == 0 ? 100 : 108;
        }

        List<ChangePoint> points = segmenter.changePoints(DetectorTest.levels(4, 0.03, plan));

        assertEquals(19, points.size());
        for (int i = 0; i < 19; i++) assertEquals(500 * (i + 1), points.get(i).index(), 12);
    }
}
