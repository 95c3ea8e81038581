package dev.pawl.gpu.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.gpu.suite.SampleTimer.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ThrottleGuardTest {

    private static final Sample FAST = new Sample(1e-3, OptionalDouble.of(0.76e9));
    private static final Sample SLOW = new Sample(1e-3, OptionalDouble.of(0.74e9));

    private final List<Double> pauses = new ArrayList<>();
    private final ThrottleGuard guard = new ThrottleGuard(1e9, 100, pauses::add);

    @Test
    void aSampleBelowThreeQuartersOfTheHighestClockIsThrownAway() {
        assertTrue(guard.keeps(FAST));
        assertFalse(guard.keeps(SLOW));

        assertEquals(1, guard.discarded());
        assertEquals(List.of(0.05), pauses);
    }

    @Test
    void theDeviceRestsLongerTheLongerItIsSlow() {
        for (int i = 0; i < 8; i++) assertFalse(guard.keeps(SLOW));

        assertEquals(0.05, pauses.get(2));
        assertEquals(0.075, pauses.get(3), 1e-9);
        assertEquals(0.05 * Math.pow(1.5, 5), pauses.get(7), 1e-9);
        assertTrue(guard.keeps(FAST));
        assertFalse(guard.keeps(SLOW));
        assertEquals(0.05, pauses.get(8), "it starts again once the device was fast");
    }

    @Test
    void aDeviceThatStaysSlowIsMeasuredAllTheSame() {
        for (int i = 0; i < 9; i++) assertFalse(guard.keeps(SLOW));
        assertFalse(guard.hasGivenUp());

        assertFalse(guard.keeps(SLOW), "what was sampled before starts again from here");
        assertTrue(guard.hasGivenUp());
        assertTrue(guard.keeps(SLOW));
        assertEquals(10, guard.discarded());
        assertEquals(9, pauses.size());
    }

    @Test
    void restingEndsWithTheTimeThatItMayTake() {
        ThrottleGuard hurried = new ThrottleGuard(1e9, 0.12, pauses::add);

        for (int i = 0; i < 3; i++) assertFalse(hurried.keeps(SLOW));

        assertTrue(hurried.hasGivenUp());
        assertEquals(List.of(0.05, 0.05), pauses);
    }

    @Test
    void whatHasNoClockIsKept() {
        assertTrue(guard.keeps(new Sample(1e-3, OptionalDouble.empty())));
        assertTrue(new ThrottleGuard(0, 100, pauses::add).keeps(SLOW), "the highest clock is not known");
    }
}
