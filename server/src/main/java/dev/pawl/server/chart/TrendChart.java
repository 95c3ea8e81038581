package dev.pawl.server.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Arrays;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/**
 * Draws a trend with its baseline band and its changes of level, and what happened meanwhile, as PNG or as SVG.
 * Stateless and safe for several threads.
 */
public final class TrendChart {

    /** With more points their dots would hide the line. */
    private static final int MOST_DOTS = 60;

    /** So many pixels one place below the axis takes, with room beside it. */
    private static final int PLACE_WIDTH = 110;

    /** What a letter of a note takes, roughly; two notes must not run into each other. */
    private static final int LETTER_WIDTH = 7;

    /** Of the height of the values, above and below them. */
    private static final double ROOM = 0.08;

    /** Smaller differences than this are not blown up to the height of the picture. */
    private static final double LEAST_SPAN = 0.02;

    static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private TrendChart() {}

    /** The colours of a picture. */
    public enum Theme {
        LIGHT(0xffffff, 0x1f2328, 0xd8dee4, 0x2f5bb7, 0x1a7f64, 0xbc4c00, 0x6e7781),
        DARK(0x0d1117, 0xe6edf3, 0x30363d, 0x79a7ff, 0x3fb99a, 0xffa657, 0x9198a1);

        final Color background;
        final Color text;
        final Color grid;
        final Color line;
        final Color baseline;
        final Color change;
        final Color note;

        Theme(int background, int text, int grid, int line, int baseline, int change, int note) {
            this.background = new Color(background);
            this.text = new Color(text);
            this.grid = new Color(grid);
            this.line = new Color(line);
            this.baseline = new Color(baseline);
            this.change = new Color(change);
            this.note = new Color(note);
        }
    }

    public static byte[] png(Trend trend, Look look) throws IOException {
        return ChartImage.png(chart(trend, look), look);
    }

    /** The picture's title is spoken by screen readers. */
    public static byte[] svg(Trend trend, Look look) throws IOException {
        return ChartImage.svg(chart(trend, look), trend.title(), look.width(), look.height(), look.scale());
    }

    private static JFreeChart chart(Trend trend, Look look) {
        Theme theme = look.theme();
        double[] values = trend.values();
        double most = Arrays.stream(values).map(Math::abs).max().orElse(1);
        Scale scale = Scale.of(trend.metric(), most);
        XYSeries series = new XYSeries("values", false);
        for (int i = 0; i < values.length; i++) series.add(i, values[i] / scale.factor(), false);
        XYPlot plot = new XYPlot(
                new XYSeriesCollection(series),
                places(trend, look),
                heights(trend, scale, theme),
                new LineWithDots(values.length, theme));
        plot.setBackgroundPaint(theme.background);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(theme.grid);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        markBaseline(plot, trend.baseline(), scale, theme);
        markNotes(plot, trend, look);
        for (int change : trend.changes()) {
            BasicStroke dashes =
                    new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {4, 3}, 0);
            plot.addDomainMarker(new ValueMarker(change - 0.5, theme.change, dashes));
        }
        JFreeChart chart = new JFreeChart(null, FONT, plot, false);
        chart.setBackgroundPaint(theme.background);
        chart.setPadding(new RectangleInsets(8, 8, 6, 16));
        chart.setTitle(title(trend.title(), scale, theme));
        return chart;
    }

    /** One line, with the unit of the axis. */
    static TextTitle title(String text, Scale scale, Theme theme) {
        TextTitle title = new TextTitle(
                scale.symbol().isEmpty() ? text : text + ", " + scale.symbol(), FONT.deriveFont(Font.BOLD, 13f));
        title.setPaint(theme.text);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setPadding(0, 4, 6, 0);
        title.setMaximumLinesToDisplay(1);
        return title;
    }

    private static void markBaseline(XYPlot plot, Trend.@Nullable Band band, Scale scale, Theme theme) {
        if (band == null) return;
        Color shade = new Color(theme.baseline.getRed(), theme.baseline.getGreen(), theme.baseline.getBlue(), 36);
        plot.addRangeMarker(
                new IntervalMarker(band.lower() / scale.factor(), band.upper() / scale.factor(), shade),
                Layer.BACKGROUND);
        plot.addRangeMarker(
                new ValueMarker(band.centre() / scale.factor(), theme.baseline, new BasicStroke(1)), Layer.BACKGROUND);
    }

    /** Every note is a line; its text stands beside it unless that would run into the text before it or over the edge. */
    private static void markNotes(XYPlot plot, Trend trend, Look look) {
        double pixelsEach = (double) look.width() / Math.max(1, trend.values().length);
        double taken = 0;
        for (Trend.Note note : trend.notes()) {
            ValueMarker line = new ValueMarker(note.position(), look.theme().note, new BasicStroke(1));
            double from = (note.position() + 0.5) * pixelsEach;
            double width = (note.text().length() + 1) * LETTER_WIDTH;
            boolean isBeyondTheMiddle = from > look.width() / 2.0;
            double left = isBeyondTheMiddle ? from - width : from;
            if (left >= taken && left + width <= look.width()) {
                line.setLabel(note.text());
                line.setLabelFont(FONT.deriveFont(11f));
                line.setLabelPaint(look.theme().text);
                line.setLabelBackgroundColor(new Color(0, 0, 0, 0));
                line.setLabelAnchor(isBeyondTheMiddle ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
                line.setLabelTextAnchor(isBeyondTheMiddle ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
                line.setLabelOffset(new RectangleInsets(2, 4, 2, 4));
                taken = left + width;
            }
            plot.addDomainMarker(line, Layer.BACKGROUND);
        }
    }

    /** The axis of the values, with room for what is drawn around them. */
    private static NumberAxis heights(Trend trend, Scale scale, Theme theme) {
        double lowest = Arrays.stream(trend.values()).min().orElseThrow();
        double highest = Arrays.stream(trend.values()).max().orElseThrow();
        Trend.Band band = trend.baseline();
        if (band != null) {
            double reach = highest - lowest + Math.abs(highest - band.centre()) + Math.abs(lowest - band.centre());
            // A band much wider than what was measured would press the line flat.
            lowest = Math.min(lowest, Math.max(band.lower(), band.centre() - reach));
            highest = Math.max(highest, Math.min(band.upper(), band.centre() + reach));
        }
        double least = LEAST_SPAN * Math.max(Math.abs(lowest), Math.abs(highest));
        double span = Math.max(highest - lowest, least == 0 ? 1 : least);
        double middle = lowest + (highest - lowest) / 2;
        double bottom = middle - span * (0.5 + ROOM);
        if (lowest >= 0) bottom = Math.max(0, bottom);
        // The texts of notes stand at the top.
        double top = middle + span * (0.5 + (trend.notes().isEmpty() ? ROOM : 3 * ROOM));
        NumberAxis axis = axis(theme);
        axis.setTickLabelInsets(new RectangleInsets(7, 4, 7, 4)); // fewer lines
        axis.setRange(bottom / scale.factor(), top / scale.factor());
        return axis;
    }

    /** The axis of the points, with as many of their places as fit. */
    private static NumberAxis places(Trend trend, Look look) {
        int count = trend.values().length;
        NumberAxis axis = axis(look.theme());
        double margin = Math.max(0.5, count * 0.01);
        axis.setRange(-margin, count - 1 + margin);
        int most = Math.max(2, look.width() / PLACE_WIDTH);
        axis.setTickUnit(new NumberTickUnit(Math.max(1, Math.ceil((double) count / most))));
        axis.setNumberFormatOverride(new PlaceFormat(trend.places()));
        return axis;
    }

    static NumberAxis axis(Theme theme) {
        NumberAxis axis = new NumberAxis();
        axis.setTickLabelFont(FONT.deriveFont(11f));
        axis.setTickLabelPaint(theme.text);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    /** The line; with dots where they can be told apart, and one at its end in any case. */
    private static final class LineWithDots extends XYLineAndShapeRenderer {
        private final int count;

        LineWithDots(int count, Theme theme) {
            super(true, true);
            this.count = count;
            setSeriesPaint(0, theme.line);
            setSeriesStroke(0, new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            setSeriesShape(0, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
            setDrawSeriesLineAsPath(true);
        }

        @Override
        public boolean getItemShapeVisible(int series, int item) {
            return count <= MOST_DOTS || item == count - 1;
        }
    }

    /** Writes the place of an index. */
    private static final class PlaceFormat extends NumberFormat {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // a list of texts; nobody writes charts into streams
        private final List<String> places;

        PlaceFormat(List<String> places) {
            this.places = places;
        }

        @Override
        public StringBuffer format(double index, StringBuffer text, FieldPosition position) {
            return format(Math.round(index), text, position);
        }

        @Override
        public StringBuffer format(long index, StringBuffer text, FieldPosition position) {
            return index < 0 || index >= places.size() ? text : text.append(places.get((int) index));
        }

        @Override
        public @Nullable Number parse(String text, ParsePosition position) {
            return null;
        }
    }
}
