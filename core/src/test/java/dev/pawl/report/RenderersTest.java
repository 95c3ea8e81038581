package dev.pawl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Metric;
import dev.pawl.model.Unit;
import dev.pawl.testing.GoldenFile;
import dev.pawl.testing.SampleComparison;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Seals what people read. It runs under a comma locale and under Turkish, whose i is another letter. */
@ParameterizedClass
@ValueSource(strings = {"en-US", "de-DE", "tr-TR"})
class RenderersTest {

    private final Locale before = Locale.getDefault();
    private final Locale locale;

    RenderersTest(String languageTag) {
        locale = Locale.forLanguageTag(languageTag);
    }

    @BeforeEach
    void useLocale() {
        Locale.setDefault(locale);
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void theTableIsAsSealed() throws IOException {
        GoldenFile.assertSame("comparison.txt", TableRenderer.render(SampleComparison.everyReason()));
        GoldenFile.assertSame(
                "comparison-first-run.txt", TableRenderer.render(SampleComparison.nothingToCompareWith()));
    }

    @Test
    void theMarkdownIsAsSealed() throws IOException {
        GoldenFile.assertSame("comparison.md", MarkdownRenderer.render(SampleComparison.everyReason()));
        GoldenFile.assertSame(
                "comparison-first-run.md", MarkdownRenderer.render(SampleComparison.nothingToCompareWith()));
    }

    @Test
    void aHostileNameStaysInsideItsCodeSpan() {
        String code = MarkdownRenderer.code("a ``` | @team \\| <b> \u202e");

        assertEquals("````a ``` \\| @\u200bteam \\\u200b\\| <b> \\u{202e}````", code);
        assertFalse(code.contains("\u202e"));
    }

    @Test
    void quantitiesKeepFourDigitsAndFindTheirPrefix() {
        Metric time = Metric.headline("time", Unit.of("s"));

        assertEquals("1.000 ms", Quantities.value(999.96e-6, time));
        assertEquals("999.9 µs", Quantities.value(999.9e-6, time));
        assertEquals("1.234 ns", Quantities.value(1.2341e-9, time));
        assertEquals("0 s", Quantities.value(0.0, time));
        assertEquals("4.250 KiB", Quantities.value(4352.0, Metric.headline("size", Unit.of("B"))));
        assertEquals("51.20 k/s", Quantities.value(51_200.0, Metric.headline("throughput", Unit.of("ops/s"))));
        assertEquals("12.50 J", Quantities.value(12.5, Metric.headline("energy", Unit.of("J"))));
        assertEquals("–", Quantities.value(null, time));
    }

    @Test
    void changesCarryTheirSign() {
        assertEquals("+7.3 %", Quantities.change(0.073));
        assertEquals("−7.3 %", Quantities.change(-0.073));
        assertEquals("±0.0 %", Quantities.change(0.0));
        assertEquals("+0.05 %", Quantities.change(0.0005));
        assertEquals("+1200 %", Quantities.change(12.0));
        assertTrue(Quantities.change(null).equals("–"));
    }
}
