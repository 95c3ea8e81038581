package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocaleNumberTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1234.5|1234.5",
                "1234,5|1234.5",
                "-0,25|-0.25",
                "−3.5|-3.5",
                "1.234.567,25|1234567.25",
                "1,234,567.25|1234567.25",
                "1.234.567|1234567",
                "1'234.5|1234.5",
                "12 345,5|12345.5",
                "12\u202f345,5|12345.5",
                "١٢٣٫٥|123.5",
                "7|7",
                "1.5E-9|1.5E-9",
                "1,5e+9|1.5E9",
                "NaN|NaN",
                "-Infinity|-Infinity"
            })
    void aNumberOfAnyLocaleIsRead(String text, double value) {
        assertEquals(value, LocaleNumber.parse(text));
    }

    @Test
    void whatJavaPrintsInAnyLocaleIsReadBack() {
        Arrays.stream(Locale.getAvailableLocales())
                .forEach(locale -> assertEquals(
                        -1234567.890625,
                        LocaleNumber.parse(
                                String.format(locale, "%f", -1234567.890625).replaceAll("[\u200e\u200f\u061c]", "")),
                        locale.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "x", "1x", "1.2.3,4,5", "0x10", "1e", "≈ 0"})
    void failsOnWhatIsNoNumber(String text) {
        assertThrows(NumberFormatException.class, () -> LocaleNumber.parse(text));
    }
}
