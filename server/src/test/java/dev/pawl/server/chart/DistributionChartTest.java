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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pictures of samples. {@code -Dpawl.pictures=FOLDER} keeps them, for looking at. */
class DistributionChartTest {

    private static final Metric TIME = new Metric("time", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.HEADLINE);
    private static final Look LIGHT = new Look(TrendChart.Theme.LIGHT, Look.DEFAULT_WIDTH, Look.DEFAULT_HEIGHT, 1);

    @ParameterizedTest
    @EnumSource(TrendChart.Theme.class)
    void theSlowerSideLiesFurtherRight(TrendChart.Theme theme) throws IOException {
        boolean isLight = theme == TrendChart.Theme.LIGHT;

        byte[] png = DistributionChart.png(of(samples(160, 0.0121), samples(20, 0.0134)), new Look(theme, 720, 240, 2));

        keep("distribution-" + theme.name().toLowerCase() + ".png", png);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(1440, image.getWidth());
        assertEquals(480, image.getHeight());
        assertEquals(isLight ? 0xffffff : 0x0d1117, image.getRGB(0, 0) & 0xffffff);
        double baseline = middle(image, isLight ? 0x1a7f64 : 0x3fb99a);
        double contender = middle(image, isLight ? 0x2f5bb7 : 0x79a7ff);
        assertTrue(contender > baseline + 200, baseline + " and " + contender);
    }

    @Test
    void anSvgSaysInWordsWhatItShows() throws Exception {
        SvgPicture picture = SvgPicture.of(DistributionChart.svg(of(samples(30, 0.01), samples(10, 0.011)), LIGHT));

        assertEquals("img", picture.root().getAttribute("role"));
        assertEquals("sort <n> · time; baseline, 30; this run, 10", picture.spoken());
        assertTrue(picture.shows("sort <n> · time, ms"), "the title with its unit");
        assertTrue(picture.shows("baseline, 30") && picture.shows("this run, 10"), "the labels");
        assertTrue(picture.count("line") >= 2 + 3, "medians and a grid");
        assertEquals(2, picture.boxes(), "a box for each side");
    }

    @Test
    void everySampleIsADotUntilTheyCannotBeToldApart() throws Exception {
        assertEquals(30 + 10, dots(of(samples(30, 1), samples(10, 1))));
        assertEquals(400 + 10, dots(of(samples(5000, 1), samples(10, 1))));
    }

    @Test
    void aValueFarOutsideIsCountedInPlaceOfPressingTheOthersIntoALine() throws Exception {
        double[] withOutlier = DoubleStream.concat(DoubleStream.of(samples(30, 0.01)), DoubleStream.of(9))
                .toArray();

        SvgPicture picture = SvgPicture.of(DistributionChart.svg(of(withOutlier, samples(10, 0.01)), LIGHT));

        assertTrue(picture.shows("baseline, 31 · 1 far outside"));
        assertFalse(picture.shows("this run, 10 · "));
        assertTrue(picture.shows("time, ms"), "the unit of what is drawn");
    }

    @Test
    void valuesThatAreAllTheSameAreDrawnToo() throws IOException {
        for (double value : new double[] {0, -3, 1e-12, 1e300})
            for (int count : new int[] {1, 5}) {
                double[] same = DoubleStream.generate(() -> value).limit(count).toArray();

                byte[] png = DistributionChart.png(of(same, same), LIGHT);

                BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
                assertTrue(colours(image) > 20, count + " times " + value);
            }
    }

    @Test
    void anEvenNumberOfEqualsHasNoOutlierAndOneOutlierAmongEqualsIsShown() throws Exception {
        double[] values = {5, 5, 5, 5, 5, 5, 8};

        SvgPicture picture = SvgPicture.of(DistributionChart.svg(of(values, values), LIGHT));

        assertTrue(picture.shows("baseline, 7"));
        assertFalse(picture.shows("far outside"), "a box without width says nothing of what is far");
    }

    @Test
    void howManySamplesThereAreDoesNotMakeThePictureLarger() throws IOException {
        byte[] svg = DistributionChart.svg(of(samples(20_000, 1), samples(20_000, 1)), LIGHT);

        assertTrue(svg.length < 50_000, svg.length + " bytes");
    }

    @Test
    void fails_withoutAnyValue() {
        assertThrows(IllegalArgumentException.class, () -> new Distribution("t", TIME, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Distribution.Side("none", new double[0]));
    }

    private static Distribution of(double[] baseline, double[] contender) {
        return new Distribution(
                "sort <n> · time",
                TIME,
                List.of(
                        new Distribution.Side("baseline, " + baseline.length, baseline),
                        new Distribution.Side("this run, " + contender.length, contender)));
    }

    private static double[] samples(int count, double centre) {
        Random random = new Random(7);
        return IntStream.range(0, count)
                .mapToDouble(i -> centre * (1 + random.nextGaussian() * 0.01))
                .toArray();
    }

    /** Each is a line without length; all other paths are closed. */
    private static int dots(Distribution distribution) throws Exception {
        return SvgPicture.of(DistributionChart.svg(distribution, LIGHT))
                .paths(path -> !path.getAttribute("d").endsWith("Z"))
                .stream()
                .mapToInt(path -> path.getAttribute("d").split("M").length - 1)
                .sum();
    }

    /** The mean place from left to right of the pixels of a colour. */
    private static double middle(BufferedImage image, int colour) {
        return IntStream.range(0, image.getWidth())
                .filter(x ->
                        IntStream.range(0, image.getHeight()).anyMatch(y -> (image.getRGB(x, y) & 0xffffff) == colour))
                .average()
                .orElseThrow();
    }

    private static long colours(BufferedImage image) {
        return IntStream.range(0, image.getHeight())
                .flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y)))
                .distinct()
                .count();
    }

    private static void keep(String name, byte[] picture) throws IOException {
        String folder = System.getProperty("pawl.pictures");
        if (folder != null) Files.write(Path.of(folder, name), picture);
    }
}
