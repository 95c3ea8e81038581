package dev.pawl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesGlobTest {

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "Sort.*, Sort.quick, true",
        "Sort.*, Sort., true",
        "Sort.*, Sorter, false",
        "*quick, Sort.quick, true",
        "*q*k, Sort.quick, true",
        "*ui?k, Sort.quick, true",
        "?ort, ort, false",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-b-b-d, false",
        "Sort.quick, sort.quick, false",
        "[a]*, [a](b, true",
    })
    void aStarIsAnyCharactersAndAQuestionMarkOne(String glob, String name, boolean matches) {
        assertEquals(matches, new SeriesGlob("*", glob, "*", "*").matches(series("", name, "time[s]", "ci")));
    }

    @Test
    void allFourMustMatch() {
        SeriesGlob glob = new SeriesGlob("core", "Sort.*", "gc.*", "ci-*");

        assertTrue(glob.matches(series("core", "Sort.quick", "gc.alloc[B]", "ci-linux")));
        assertFalse(glob.matches(series("web", "Sort.quick", "gc.alloc[B]", "ci-linux")));
        assertFalse(glob.matches(series("core", "Sum", "gc.alloc[B]", "ci-linux")));
        assertFalse(glob.matches(series("core", "Sort.quick", "time[s]", "ci-linux")));
        assertFalse(glob.matches(series("core", "Sort.quick", "gc.alloc[B]", "laptop")));
    }

    @Test
    void theMetricIsMatchedWithoutItsUnitAndAStarMatchesTheEmptySuite() {
        assertTrue(new SeriesGlob("*", "*", "time", "*").matches(series("", "Sort", "time[s]", "ci")));
        assertFalse(new SeriesGlob("?*", "*", "*", "*").matches(series("", "Sort", "time[s]", "ci")));
    }

    @Test
    void aHostileGlobIsAnsweredAtOnce() {
        SeriesGlob glob = new SeriesGlob("*", "*a".repeat(200) + "b", "*", "*");
        SeriesKey series = series("", "a".repeat(1000), "time[s]", "ci");

        // A regular expression of this form would take longer than the universe has been there.
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertFalse(glob.matches(series)));
    }

    private static SeriesKey series(String suite, String benchmark, String metric, String testbed) {
        return new SeriesKey(new Benchmark(suite, benchmark, Map.of(), "", 0), metric, testbed);
    }
}
