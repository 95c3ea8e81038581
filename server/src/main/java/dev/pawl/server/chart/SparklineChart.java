package dev.pawl.server.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.util.Arrays;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Draws a trend as small as a word, to stand inside a line of text or a table: no axes, no background, a dot at its end, and
 * a dashed line where the level changed. Stateless and safe for several threads.
 */
public final class SparklineChart {

    public static final int WIDTH = 160;
    public static final int HEIGHT = 32;

    /** Smaller differences than this are not blown up to the height of the picture: noise must not look like news. */
    private static final double LEAST_SPAN = 0.05;

    /** Room for the dot, of the height of the values: it must not be cut off. */
    private static final double ROOM = 0.12;

    /** Likewise, of their width. */
    private static final double SIDE = 0.025;

    private SparklineChart() {}

    public static byte[] svg(Trend trend, TrendChart.Theme theme, int scale) throws IOException {
        return ChartImage.svg(chart(trend, theme), trend.title(), WIDTH, HEIGHT, scale);
    }

    private static JFreeChart chart(Trend trend, TrendChart.Theme theme) {
        double[] values = trend.values();
        XYSeries line = new XYSeries("values", false);
        for (int i = 0; i < values.length; i++) line.add(i, values[i], false);
        XYPlot plot =
                new XYPlot(new XYSeriesCollection(line), across(values), up(values), new Line(values.length, theme));
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        for (int change : trend.changes()) {
            BasicStroke dashes =
                    new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {3, 2}, 0);
            plot.addDomainMarker(new ValueMarker(change - 0.5, theme.change, dashes));
        }
        JFreeChart chart = new JFreeChart(null, TrendChart.FONT, plot, false);
        chart.setBackgroundPaint(new Color(0, 0, 0, 0));
        chart.setPadding(new RectangleInsets(1, 1, 1, 1));
        return chart;
    }

    private static NumberAxis across(double[] values) {
        NumberAxis axis = new NumberAxis();
        axis.setVisible(false);
        // One value stands at the end, where the newest always is.
        double first = values.length == 1 ? -1 : 0;
        double last = values.length - 1;
        double margin = (last - first) * SIDE;
        axis.setRange(first - margin, last + margin);
        return axis;
    }

    private static NumberAxis up(double[] values) {
        double lowest = Arrays.stream(values).min().orElseThrow();
        double highest = Arrays.stream(values).max().orElseThrow();
        double least = LEAST_SPAN * Math.max(Math.abs(lowest), Math.abs(highest));
        double span = Math.max(highest - lowest, least == 0 ? 1 : least);
        double middle = lowest + (highest - lowest) / 2;
        NumberAxis axis = new NumberAxis();
        axis.setVisible(false);
        axis.setRange(middle - span * (0.5 + ROOM), middle + span * (0.5 + ROOM));
        return axis;
    }

    /** A line with one dot, at its end. */
    private static final class Line extends XYLineAndShapeRenderer {
        private final int count;

        Line(int count, TrendChart.Theme theme) {
            super(true, true);
            this.count = count;
            setSeriesPaint(0, theme.line);
            setSeriesStroke(0, new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            setSeriesShape(0, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
            setDrawOutlines(false);
            setDrawSeriesLineAsPath(true);
        }

        @Override
        public boolean getItemShapeVisible(int series, int item) {
            return item == count - 1;
        }
    }
}
