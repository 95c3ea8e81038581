package dev.pawl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbsoluteLimitTest {

    @Test
    void aValueAtTheLimitIsWithinItWhateverUnitItIsWrittenIn() {
        AbsoluteLimit most = AbsoluteLimit.of("<= 1000 ms");

        assertFalse(most.isExceededBy(1e9 * 1e-9));
        assertFalse(most.isExceededBy(0.3));
        assertTrue(most.isExceededBy(1.000001));
    }

    @Test
    void aLowerLimitIsExceededFromBelow() {
        AbsoluteLimit least = AbsoluteLimit.of(">=200MB/s");

        assertTrue(least.isExceededBy(199e6));
        assertFalse(least.isExceededBy(200e6));
        assertFalse(least.isExceededBy(300e6));
    }

    @Test
    void itIsAboutMetricsOfItsDimensionOnly() {
        AbsoluteLimit seconds = AbsoluteLimit.of("<= 1 s");
        AbsoluteLimit joules = AbsoluteLimit.of("<= 5 J");

        assertTrue(seconds.isAbout(Metric.headline("time", Unit.of("ns/op"))));
        assertFalse(seconds.isAbout(Metric.headline("size", Unit.of("B"))));
        assertTrue(joules.isAbout(Metric.headline("energy", Unit.of("J"))));
        assertFalse(joules.isAbout(Metric.headline("score", Unit.of("points"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<= 1 s", ">= 200 MB/s", "<= 1000", "<= 0.25 ms/op", ">= 80 %", "<= -3 points", "<= 1000000000"})
    void whatIsWrittenIsReadBack(String text) {
        assertEquals(text, AbsoluteLimit.of(text).toString());
        assertEquals(
                AbsoluteLimit.of(text), AbsoluteLimit.of(AbsoluteLimit.of(text).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 s", "< 1 s", "<= s", "<= 1.2.3 s", "== 1 s", "<= 1e999 s", "<= NaN s"})
    void whatIsNoLimitIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AbsoluteLimit.of(text));
    }
}
