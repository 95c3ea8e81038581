package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommonShiftTest {

    private static final Metric RATE = Runs.metric("throughput", "1/s", Direction.HIGHER_IS_BETTER, Role.HEADLINE);
    private static final Metric EXTRA = Runs.metric("time", "s", Direction.LOWER_IS_BETTER, Role.SUPPORTING);

    @Test
    void twoThirdsOfAtLeastEightMakeAShift() {
        double[] moved = new double[12];
        Arrays.fill(moved, 0, 8, Math.log(1.12));

        assertEquals(
                Optional.of("8 of 12 benchmarks are slower by about 12.0 % together"),
                CommonShift.of(moved).map(CommonShift::text));
        moved[7] = 0;
        assertTrue(CommonShift.of(moved).isEmpty());
        assertTrue(CommonShift.of(Arrays.copyOf(moved, 7)).isEmpty());
    }

    @Test
    void timesAndRatesMoveTogetherBetweenTwoStretchesAndOtherMetricsDoNotCount() {
        Optional<CommonShift> shift = CommonShift.between(suite(1), suite(1.25));

        assertEquals(
                Optional.of("9 of 9 benchmarks are slower by about 25.0 % together"), shift.map(CommonShift::text));
        assertEquals(0, shift.orElseThrow().changeBeyond(Runs.time(), Math.log(1.25)), 1e-12);
        assertEquals(0, shift.orElseThrow().changeBeyond(RATE, Math.log(0.8)), 1e-12);
        assertEquals(0.2, shift.orElseThrow().changeBeyond(Runs.time(), Math.log(1.5)), 1e-12);
        assertTrue(CommonShift.between(suite(1), suite(1)).isEmpty());
        assertTrue(CommonShift.between(Map.of(), suite(1.25)).isEmpty());
    }

    /** Five times and four rates on a machine that takes so many times as long, and three further metrics that stand still. */
    private static Map<SeriesKey, Series> suite(double slower) {
        Runs runs = Runs.none();
        for (int i = 0; i < 5; i++) runs.measuring("time" + i, (i + 1) * slower, (i + 1) * slower, 99);
        for (int i = 0; i < 4; i++) runs.measuring("rate" + i, RATE, (i + 1) / slower, (i + 1) / slower, 99);
        for (int i = 0; i < 3; i++) runs.measuring("extra" + i, EXTRA, 1);
        return runs.asBaseline().series();
    }
}
