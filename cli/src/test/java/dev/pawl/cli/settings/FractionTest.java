package dev.pawl.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FractionTest {

    @ParameterizedTest
    @CsvSource({"5%, 0.05", "'5 %', 0.05", "0.05, 0.05", "150%, 1.5", ".5, 0.5"})
    void readsPercentAndFractions(String text, double fraction) {
        assertEquals(fraction, Fraction.of(text), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "five", "-5%", "0", "NaN", "Infinity", "1e999%"})
    void refusesWhatIsNoLimit(String text) {
        assertThrows(IllegalArgumentException.class, () -> Fraction.of(text));
    }

    @Test
    void fiveIsNotTakenForFiveHundredPercent() {
        String message = assertThrows(IllegalArgumentException.class, () -> Fraction.of("5"))
                .getMessage();

        assertTrue(message.contains("write 5% if you mean percent"), message);
    }
}
