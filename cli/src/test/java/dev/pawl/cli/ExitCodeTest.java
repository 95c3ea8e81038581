package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ExitCodeTest {

    @Test
    void theNumbersAreTheContract() {
        Map<String, Integer> numbers =
                Arrays.stream(ExitCode.values()).collect(Collectors.toMap(ExitCode::name, ExitCode::number));

        assertEquals(
                Map.of(
                        "FINE", 0,
                        "REGRESSION", 1,
                        "WRONG_USAGE", 2,
                        "UNREADABLE_INPUT", 3,
                        "REFUSED", 4,
                        "NO_VERDICT", 5,
                        "NO_GPU", 6,
                        "DEFECT", 70),
                numbers);
    }

    @Test
    void whereSeveralApplyTheOrderIsUsageInputRefusalRegressionVerdict() {
        EnumSet<ExitCode> all = EnumSet.complementOf(EnumSet.of(ExitCode.DEFECT, ExitCode.NO_GPU));
        StringBuilder order = new StringBuilder();
        while (!all.isEmpty()) {
            ExitCode first = ExitCode.first(all);
            order.append(first.number()).append(' ');
            all.remove(first);
        }

        assertEquals("2 3 4 1 5 0 ", order.toString());
    }
}
