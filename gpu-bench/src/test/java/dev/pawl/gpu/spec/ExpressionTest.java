package dev.pawl.gpu.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 7",
                "1 + 2 * 3 | 7",
                "(1 + 2) * 3 | 9",
                "10 - 4 - 3 | 3",
                "100 / 10 / 5 | 2",
                "n | 1000",
                "ceildiv(n, threads) | 8",
                "ceildiv(1024, threads) | 8",
                "ceildiv(0, threads) | 0",
                "ceildiv(-5, 2) | -2",
                "min(n, 5) + max(n, 5) | 1005",
                "-n | -1000",
                "- - 2 | 2",
                "7 / 2 | 3",
                "-7 / 2 | -4",
                "-7 % 3 | 2",
                "n*n*n*n*n*n | 1000000000000000000"
            })
    void isComputedAsInArithmetic(String text, long expected) {
        assertEquals(expected, Expression.parse(text, List.of("n", "threads")).of(1000, 128));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n / (threads - 128) | / by zero",
                "ceildiv(n, threads - 128) | / by zero",
                "n % (threads - 128) | / by zero",
                "n*n*n*n*n*n*n | long overflow"
            })
    void whatHasNoValueIsAnError(String text, String message) {
        Expression expression = Expression.parse(text, List.of("n", "threads"));

        assertEquals(
                message,
                assertThrows(ArithmeticException.class, () -> expression.of(1000, 128))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + | has its end where a number or name is expected (at character 4 of '1 +')",
                "2 n | has 'n' where an operator is expected (at character 3 of '2 n')",
                "(1 + 2 | has its end where ')' is expected (at character 7 of '(1 + 2')",
                "1.5 | has '.' where an operator is expected (at character 2 of '1.5')",
                "blocks | has 'blocks', which is no name here; known are n, threads (at character 7 of 'blocks')",
                "exec(n, 1) | has 'exec', which is no function; there are ceildiv, min, max (at character 5 of 'exec(n, 1)')",
                "ceildiv(n) | has ')' where ',' is expected (at character 10 of 'ceildiv(n)')",
                "99999999999999999999 | has '99999999999999999999', which is no whole number of 64 bits (at character 21 of"
                        + " '99999999999999999999')"
            })
    void whatIsNoneIsRefusedWithItsPlace(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Expression.parse(text, List.of("n", "threads")))
                        .getMessage());
    }

    @Test
    void depthAndLengthAreLimited() {
        assertThrows(IllegalArgumentException.class, () -> Expression.parse("(".repeat(101) + "1", List.of()));
        assertThrows(IllegalArgumentException.class, () -> Expression.parse("-".repeat(101) + "1", List.of()));
        assertThrows(IllegalArgumentException.class, () -> Expression.parse("1+".repeat(500) + "1", List.of()));
        assertEquals(
                5,
                Expression.parse("(".repeat(99) + "5" + ")".repeat(99), List.of())
                        .of());
    }
}
