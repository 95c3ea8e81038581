package dev.pawl.server.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The pictures of a trend. {@code -Dpawl.pictures=FOLDER} keeps them, for looking at. */
class TrendChartTest {

    private static final Look LIGHT = new Look(TrendChart.Theme.LIGHT, Look.DEFAULT_WIDTH, Look.DEFAULT_HEIGHT, 1);

    @ParameterizedTest
    @EnumSource(TrendChart.Theme.class)
    void aPngHasTheSizeAndTheColoursOfItsLook(TrendChart.Theme theme) throws IOException {
        Look look = new Look(theme, 700, 240, 2);

        byte[] png = TrendChart.png(history(200, true), look);

        keep("trend-" + theme.name().toLowerCase() + ".png", png);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(1400, image.getWidth());
        assertEquals(480, image.getHeight());
        int corner = image.getRGB(0, 0) & 0xffffff;
        assertEquals(theme == TrendChart.Theme.LIGHT ? 0xffffff : 0x0d1117, corner);
        assertTrue(pixels(image, theme == TrendChart.Theme.LIGHT ? 0x2f5bb7 : 0x79a7ff) > 500, "the line");
        assertTrue(pixels(image, theme == TrendChart.Theme.LIGHT ? 0xbc4c00 : 0xffa657) > 50, "the change of level");
        assertTrue(pixels(image, theme == TrendChart.Theme.LIGHT ? 0x6e7781 : 0x9198a1) > 200, "the notes");
    }

    @Test
    void anSvgSaysInWordsWhatItShows() throws Exception {
        byte[] svg = TrendChart.svg(history(200, true), LIGHT);

        keep("trend.svg", svg);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        Element root = document.getDocumentElement();
        assertEquals("720", root.getAttribute("width"));
        assertEquals("240", root.getAttribute("height"));
        assertEquals("img", root.getAttribute("role"));
        assertEquals(
                "sort <n> · time",
                document.getElementsByTagName("title").item(0).getTextContent());
        String text = new String(svg, StandardCharsets.UTF_8);
        assertFalse(text.contains(" style="), "the server's own rules would leave it black");
        assertTrue(text.contains(">v1.4<"), "a note");
        assertTrue(text.contains("2026-"), "a day below the axis");
        assertTrue(text.contains(">sort &lt;n> · time, ms<") || text.contains(">sort &lt;n&gt; · time, ms<"));
    }

    @Test
    void aSeriesWithoutSpreadIsDrawnToo() throws IOException {
        for (double value : new double[] {0, 93, -1e-9, 1e300}) {
            Trend trend = new Trend(
                    "flat", metric("s"), new double[] {value}, List.of("2026-01-01"), List.of(), List.of(), null);

            byte[] png = TrendChart.png(trend, LIGHT);

            keep("flat-" + value + ".png", png);
            assertTrue(pixels(ImageIO.read(new ByteArrayInputStream(png)), 0x2f5bb7) > 4, "the dot of " + value);
        }
    }

    @Test
    void aFewPointsHaveDots() throws IOException {
        byte[] few = TrendChart.png(history(12, false), LIGHT);

        keep("few.png", few);
        assertTrue(pixels(ImageIO.read(new ByteArrayInputStream(few)), 0x2f5bb7) > 12 * 9, "the dots");
    }

    @Test
    void notesThatWouldRunIntoEachOtherAreLinesWithoutText() throws IOException {
        Trend all = history(200, false);
        List<Trend.Note> close = List.of(new Trend.Note(100, "the first of two"), new Trend.Note(101, "the second"));
        Trend trend =
                new Trend(all.title(), all.metric(), all.values(), all.places(), all.changes(), close, all.baseline());

        String svg = new String(TrendChart.svg(trend, LIGHT), StandardCharsets.UTF_8);

        assertTrue(svg.contains("the first of two"));
        assertFalse(svg.contains("the second"));
    }

    @ParameterizedTest
    @CsvSource({"239,240,1", "1601,240,1", "720,119,1", "720,721,1", "720,240,0", "720,240,3"})
    void fails_atSizesThatHelpNobody(int width, int height, int scale) {
        assertThrows(IllegalArgumentException.class, () -> new Look(TrendChart.Theme.DARK, width, height, scale));
    }

    /** A history that gets slower by a quarter near its end. */
    private static Trend history(int count, boolean withNotes) {
        Random random = new Random(4);
        int change = count * 3 / 4;
        double[] values = IntStream.range(0, count)
                .mapToDouble(i -> (i < change ? 0.0224 : 0.028) * (1 + random.nextGaussian() * 0.02))
                .toArray();
        return new Trend(
                "sort <n> · time",
                metric("s"),
                values,
                IntStream.range(0, count)
                        .mapToObj(i -> LocalDate.of(2026, 3, 1).plusDays(i).toString())
                        .toList(),
                List.of(change),
                withNotes
                        ? List.of(
                                new Trend.Note(40.5, "v1.4"),
                                new Trend.Note(90, "new runner image"),
                                new Trend.Note(185.5, "v1.5 to production"))
                        : List.of(),
                new Trend.Band(0.0224, 0.0215, 0.0233));
    }

    private static Metric metric(String unit) {
        return new Metric("time", Unit.of(unit), Direction.LOWER_IS_BETTER, Role.HEADLINE);
    }

    private static long pixels(BufferedImage image, int colour) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++) if ((image.getRGB(x, y) & 0xffffff) == colour) count++;
        return count;
    }

    private static void keep(String name, byte[] picture) throws IOException {
        String folder = System.getProperty("pawl.pictures");
        if (folder != null) Files.write(Path.of(folder).resolve(name), picture);
    }
}
