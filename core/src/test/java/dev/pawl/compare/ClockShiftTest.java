package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.Comparison;
import dev.pawl.model.Direction;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.Severity;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClockShiftTest {

    private static final Metric CLOCK = Runs.metric("gpu.clock.sm", "Hz", Direction.UNKNOWN, Role.INFORMATIONAL);
    private static final Metric CYCLES =
            Runs.metric("time.cycles", "cycles", Direction.LOWER_IS_BETTER, Role.SUPPORTING);
    private static final Metric RATE = Runs.metric("rate", "FLOP/s", Direction.HIGHER_IS_BETTER, Role.SUPPORTING);

    private static final double[] TIMES = Runs.noisy(1, 20, 0.002, 0.005);

    @ParameterizedTest
    @CsvSource({
        // time, clock: what the verdict is of
        "1.20, 0.84, UNDECIDED, CLOCK_CHANGED",
        "0.80, 1.24, UNDECIDED, CLOCK_CHANGED",
        "1.20, 1.00, REGRESSED, SIGNIFICANT_CHANGE",
        // Slower although the clock is higher.
        "1.20, 1.15, REGRESSED, SIGNIFICANT_CHANGE",
        // Slower by more than the clock.
        "1.40, 0.84, REGRESSED, SIGNIFICANT_CHANGE",
        // Not slow enough without the clock, but mostly not because of it.
        "1.06, 0.98, REGRESSED, SIGNIFICANT_CHANGE",
        "1.01, 0.84, UNCHANGED, WITHIN_LIMITS",
    })
    void aChangeThatVanishesInCyclesIsTheClocks(double time, double clock, Verdict verdict, Reason reason) {
        JudgedMeasurement result = results(compare(
                        history(), Runs.none().measuring("k", 0.002 * time).measuring("k", CLOCK, 1.7e9 * clock)))
                .get("time");

        assertEquals(reason, result.reason());
        assertEquals(verdict, result.verdict());
    }

    @Test
    void itKeepsItsSeverityAndIsSaidOnce() {
        Comparison comparison =
                compare(history(), Runs.none().measuring("k", 0.0024).measuring("k", CLOCK, 1.7e9 / 1.2));

        assertEquals(Severity.CRITICAL, results(comparison).get("time").severity());
        assertEquals(
                List.of(new Finding(
                        Finding.Kind.CLOCK_CHANGED,
                        "The GPU's clock was up to 16.7 % lower than in the baseline. In clock cycles this benchmark did not"
                                + " change: k.")),
                comparison.findings());
    }

    @Test
    void cyclesTellTheClockWhereNobodyRecordedIt() {
        double[] cycles = Arrays.stream(TIMES).map(time -> time * 1.7e9).toArray();

        Map<String, JudgedMeasurement> results = results(compare(
                Runs.none().measuring("k", TIMES).measuring("k", CYCLES, cycles),
                Runs.none().measuring("k", 0.0024).measuring("k", CYCLES, 0.002 * 1.7e9)));

        assertEquals(Reason.CLOCK_CHANGED, results.get("time").reason());
        assertEquals(Verdict.UNCHANGED, results.get("time.cycles").verdict());
    }

    @Test
    void aRateFallsWithTheClock() {
        double[] rates = Arrays.stream(TIMES).map(time -> 1e9 / time).toArray();

        Map<String, JudgedMeasurement> results = results(compare(
                history().measuring("k", RATE, rates),
                Runs.none()
                        .measuring("k", 0.0024)
                        .measuring("k", RATE, 1e9 / 0.0024)
                        .measuring("k", CLOCK, 1.4e9)));

        assertEquals(Reason.CLOCK_CHANGED, results.get("rate").reason());
    }

    private static Runs history() {
        double[] clocks = new double[TIMES.length];
        Arrays.fill(clocks, 1.7e9);
        return Runs.none().measuring("k", TIMES).measuring("k", CLOCK, clocks);
    }

    private static Comparison compare(Runs before, Runs after) {
        return new RunComparer(Thresholds.DEFAULT, 0).compare(before.asBaseline(), after.asContender(), List.of());
    }

    private static Map<String, JudgedMeasurement> results(Comparison comparison) {
        return comparison.results().stream()
                .collect(Collectors.toMap(result -> result.metric().name(), result -> result));
    }
}
