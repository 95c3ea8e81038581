package dev.pawl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.testing.GoldenFile;
import java.io.IOException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminalPlotTest {

    @Test
    void aStepIsSeen() throws IOException {
        double[] values = IntStream.range(0, 100)
                .mapToDouble(i -> i < 60 ? 10 + i % 2 : 14)
                .toArray();

        GoldenFile.assertSame("plot.txt", TerminalPlot.of(values, Set.of(60)));
    }

    @Test
    void aConstantIsOneLineAndNothingIsNothing() {
        assertEquals(
                1,
                TerminalPlot.of(new double[] {2, 2, 2}, Set.of())
                        .lines()
                        .filter(line -> line.contains("•••"))
                        .count());
        assertEquals("", TerminalPlot.of(new double[0], Set.of()));
    }
}
