package dev.pawl.gpu.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ClockRecordTest {

    @Test
    void aClockThatIsHighIsNotSpokenOf() {
        ClockRecord record = new ClockRecord(new double[] {1.9e9, 1.98e9, 1.7e9}, 1.98e9, 0);

        assertEquals(List.of(), record.warnings("sample", "samples"));
        assertFalse(record.isUnstable());
        assertArrayEquals(new double[] {1.9e6, 3.96e6, 1.7e6}, record.cycles(new double[] {1e-3, 2e-3, 1e-3}), 1e-3);
    }

    @Test
    void aClockThatStaysLowIsNoReasonToDistrustTheTimes() {
        ClockRecord record = new ClockRecord(new double[] {1.00e9, 1.01e9, 0.99e9}, 2e9, 10);

        assertFalse(record.isUnstable());
        assertEquals(
                List.of("the clock stayed at 50 % of 2000 MHz; times compare with those at the same clock only"),
                record.warnings("sample", "samples"));
    }

    @Test
    void aClockThatIsLowNowAndThenIsUnstable() {
        ClockRecord record = new ClockRecord(new double[] {1.9e9, 1.2e9, 1.9e9, 1.1e9}, 2e9, 1);

        assertTrue(record.isUnstable());
        assertEquals(2, record.throttled());
        assertEquals(
                List.of("unstable: 2 of 4 samples were taken below 75 % of the highest clock;"
                        + " see to cooling and power, or lock the clock"),
                record.warnings("sample", "samples"));
    }

    @Test
    void samplesThatWereLeftOutAreCounted() {
        ClockRecord record = new ClockRecord(new double[] {1.9e9, 1.9e9}, 2e9, 1);

        assertEquals(
                List.of("1 sample was left out, taken below 75 % of the highest clock"),
                record.warnings("sample", "samples"));
    }

    @Test
    void whatWasNotMeasuredIsSaid() {
        ClockRecord record = new ClockRecord(new double[0], 2e9, 0);

        assertFalse(record.isUnstable());
        assertEquals(
                List.of("the clock of the multiprocessors could not be measured"),
                record.warnings("sample", "samples"));
    }

    @Test
    void theClockIsTheMedianOfTheMultiprocessorsThatWereSeenTwice() {
        long[] stamps = {
            // Before: the second has no stamp.
            1000, 50, 0, 0, 1000, 70, 1000, 90,
            // After: the third's time has not moved.
            2000, 1550, 2000, 9000, 1000, 99, 2000, 1390
        };

        assertEquals(1.4e9, ClockStamps.hertz(stamps).getAsDouble(), 1);
        assertEquals(OptionalDouble.empty(), ClockStamps.hertz(new long[8]));
    }
}
