package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.RecordedSeries;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesParserTest {

    @Test
    void jsonGivesNameUnitDirectionAndValues() {
        RecordedSeries series = parse(
                        "{\"name\":\"sort\",\"unit\":\"ns\",\"direction\":\"higher\",\"values\":[1,2.5],\"time\":null,\"labels\":{\"a\":[1]}}")
                .get(0);

        assertEquals("sort", series.name());
        assertEquals("ns", series.unit());
        assertEquals(Direction.HIGHER_IS_BETTER, series.direction());
        assertArrayEquals(new double[] {1, 2.5}, series.values());
    }

    @Test
    void anArrayGivesSeveralAndNoDirectionIsUnknown() {
        List<RecordedSeries> series = parse("[{\"values\":[1]},{\"name\":\"b\",\"direction\":null,\"values\":[]}]");

        assertEquals(
                List.of("history", "b"),
                series.stream().map(RecordedSeries::name).toList());
        assertEquals(Direction.UNKNOWN, series.get(1).direction());
    }

    @Test
    void csvOfASpreadsheetMayHaveDecimalCommasAndSemicolons() {
        List<RecordedSeries> series = parse("date;p50;p99\n2026-01-01;1,5;2,25\n2026-01-02;1,75;1000\n");

        assertArrayEquals(new double[] {1.5, 1.75}, series.get(0).values());
        assertArrayEquals(new double[] {2.25, 1000}, series.get(1).values());
        assertTrue(refused("a;b\n1;1,000,000\n").contains("no finite number"));
    }

    @Test
    void csvGivesASeriesForEachColumnButTheTime() {
        List<RecordedSeries> series = parse("time,parse,\"sort\"\n2026-01-01,1.5,2\n2026-01-02,1.25,3\n");

        assertEquals(
                List.of("parse", "sort"),
                series.stream().map(RecordedSeries::name).toList());
        assertArrayEquals(new double[] {1.5, 1.25}, series.get(0).values());
        assertArrayEquals(new double[] {2, 3}, series.get(1).values());
    }

    @Test
    void bareNumbersAreOneSeries() {
        assertArrayEquals(new double[] {3, 1, 2}, parse("3\n1\n\n2\n").get(0).values());
        assertArrayEquals(new double[] {10, 20}, parse("1;10\n2;20\n").get(0).values());
    }

    @Test
    void whatIsNoSeriesIsRefusedWithThePlace() {
        assertTrue(refused("1\n2\nNaN\n").startsWith("history.csv:3: "), refused("1\n2\nNaN\n"));
        assertTrue(refused("a,b\n1,2\n1\n").startsWith("history.csv:3: has 1 columns"), refused("a,b\n1,2\n1\n"));
        assertTrue(refused("{\"values\":[1,1e999]}").contains("/values/1"), refused("{\"values\":[1,1e999]}"));
        assertTrue(refused("{\"name\":\"x\"}").contains("\"values\""), refused("{\"name\":\"x\"}"));
        assertTrue(refused("{\"values\":[1],\"direction\":\"up\"}").contains("lower"));
        assertTrue(refused("").contains("history.csv"), refused(""));
    }

    private static List<RecordedSeries> parse(String text) {
        return SeriesParser.parse(ResultSource.ofBytes("some/history.csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String refused(String text) {
        return assertThrows(
                        ParseException.class,
                        () -> SeriesParser.parse(
                                ResultSource.ofBytes("history.csv", text.getBytes(StandardCharsets.UTF_8))))
                .getMessage();
    }
}
