package dev.pawl.server.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The small pictures of a trend. {@code -Dpawl.pictures=FOLDER} keeps them, for looking at. */
class SparklineChartTest {

    @ParameterizedTest
    @EnumSource(TrendChart.Theme.class)
    void itIsALineWithADotAtItsEndAndWithoutWords(TrendChart.Theme theme) throws Exception {
        byte[] svg = SparklineChart.svg(trend(List.of(4), 1, 1.02, 0.99, 1.01, 1.2, 1.21, 1.19), theme, 2);

        String folder = System.getProperty("pawl.pictures");
        if (folder != null)
            Files.write(Path.of(folder, "sparkline-" + theme.name().toLowerCase() + ".svg"), svg);
        SvgPicture picture = SvgPicture.of(svg);
        String text = new String(svg, StandardCharsets.UTF_8);
        assertEquals("320", picture.root().getAttribute("width"));
        assertEquals("64", picture.root().getAttribute("height"));
        assertEquals("sort <n> · time", picture.spoken());
        assertEquals(0, picture.count("text"));
        assertEquals(1, picture.dots(), "the dot");
        assertTrue(rightmost(picture) <= 159, "the dot is not cut off");
        assertTrue(text.contains("stroke-dasharray"), "the change of level");
        assertFalse(text.contains(" style="), "the server's own rules would leave it black");
        assertTrue(svg.length < 6000, svg.length + " bytes");
    }

    @Test
    void oneValueAndEqualValuesAreDrawnToo() throws Exception {
        for (double value : new double[] {0, -1, 1e-300, 1e300}) {
            assertEquals(1, drawn(trend(List.of(), value)).dots());
            assertEquals(1, drawn(trend(List.of(), value, value)).dots());
        }
    }

    /** How far to the right the dot starts to be drawn; Batik begins at its right edge. */
    private static double rightmost(SvgPicture picture) {
        String path = picture.paths(one -> one.getAttribute("d").contains(" C"))
                .get(0)
                .getAttribute("d");
        return Double.parseDouble(path.substring(1, path.indexOf(' ')));
    }

    private static SvgPicture drawn(Trend trend) throws Exception {
        return SvgPicture.of(SparklineChart.svg(trend, TrendChart.Theme.LIGHT, 1));
    }

    private static Trend trend(List<Integer> changes, double... values) {
        Metric metric = new Metric("time", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.HEADLINE);
        return new Trend(
                "sort <n> · time", metric, values, Collections.nCopies(values.length, ""), changes, List.of(), null);
    }
}
