package dev.pawl.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Comparison;
import dev.pawl.testing.GoldenFile;
import dev.pawl.testing.SampleComparison;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ComparisonJsonTest {

    @Test
    void theJsonIsAsSealed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ComparisonJson.write(out, SampleComparison.everyReason(), result -> "evidence of " + result.reason());

        GoldenFile.assertSame("comparison.json", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasWrittenIsReadBack() {
        for (Comparison comparison :
                new Comparison[] {SampleComparison.everyReason(), SampleComparison.nothingToCompareWith()}) {
            assertEquals(comparison, ComparisonReader.read(ComparisonJson.toBytes(comparison, result -> "")));
        }
    }

    @Test
    void refusesWhatIsNoComparisonAndNamesThePlace() {
        MalformedJsonException wrongWord = assertThrows(
                MalformedJsonException.class,
                () -> read("{\"results\":[{\"benchmark\":\"x\",\"verdict\":\"worse\"}]}"));
        MalformedJsonException truncated = assertThrows(MalformedJsonException.class, () -> read("{\"baseline\":{"));
        MalformedJsonException empty = assertThrows(MalformedJsonException.class, () -> read("{}"));

        assertEquals("'worse' is no verdict at /results/0/verdict", wrongWord.getMessage());
        assertTrue(truncated.getMessage().contains("line 1"), truncated.getMessage());
        assertEquals("a comparison needs a baseline at the top", empty.getMessage());
    }

    private static Comparison read(String json) {
        return ComparisonReader.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
