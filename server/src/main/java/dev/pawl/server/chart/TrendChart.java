package dev.pawl.server.chart;

import dev.pawl.model.Dimension;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * Draws a trend with its baseline band and its changes of level, as PNG at twice the size or as SVG. Stateless and safe for
 * several threads.
 */
public final class TrendChart {

    /** Readable at the width of a comment on GitHub. */
    private static final int WIDTH = 720;

    private static final int HEIGHT = 240;
    private static final int PIXELS_EACH = 2;

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private TrendChart() {}

    /** The colours of a picture. */
    public enum Theme {
        LIGHT(0xffffff, 0x1f2328, 0xd8dee4, 0x2f5bb7, 0x1a7f64, 0xbc4c00),
        DARK(0x0d1117, 0xe6edf3, 0x30363d, 0x79a7ff, 0x3fb99a, 0xffa657);

        private final Color background;
        private final Color text;
        private final Color grid;
        private final Color line;
        private final Color baseline;
        private final Color change;

        Theme(int background, int text, int grid, int line, int baseline, int change) {
            this.background = new Color(background);
            this.text = new Color(text);
            this.grid = new Color(grid);
            this.line = new Color(line);
            this.baseline = new Color(baseline);
            this.change = new Color(change);
        }
    }

    public static byte[] png(Trend trend, Theme theme) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH * PIXELS_EACH, HEIGHT * PIXELS_EACH, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.scale(PIXELS_EACH, PIXELS_EACH);
            chart(trend, theme).draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    public static byte[] svg(Trend trend, Theme theme) throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(emptyDocument());
        graphics.setSVGCanvasSize(new java.awt.Dimension(WIDTH, HEIGHT));
        chart(trend, theme).draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        StringWriter text = new StringWriter();
        graphics.stream(text, true);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every JDK can make an empty document", e);
        }
    }

    private static JFreeChart chart(Trend trend, Theme theme) {
        double most = Arrays.stream(trend.values()).map(Math::abs).max().orElse(1);
        Scale scale = Scale.of(
                trend.metric().unit().dimension(), trend.metric().unit().baseSymbol(), most);
        XYSeries series = new XYSeries("values");
        for (int i = 0; i < trend.values().length; i++) series.add(i, trend.values()[i] / scale.factor());
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setSeriesPaint(0, theme.line);
        renderer.setSeriesStroke(0, new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        renderer.setDrawSeriesLineAsPath(true);
        XYPlot plot = new XYPlot(
                new XYSeriesCollection(series), axis(null, theme, true), axis(scale.symbol(), theme, false), renderer);
        plot.setBackgroundPaint(theme.background);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(theme.grid);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        Trend.Band band = trend.baseline();
        if (band != null) {
            Color shade = new Color(theme.baseline.getRed(), theme.baseline.getGreen(), theme.baseline.getBlue(), 36);
            plot.addRangeMarker(
                    new IntervalMarker(band.lower() / scale.factor(), band.upper() / scale.factor(), shade),
                    Layer.BACKGROUND);
            plot.addRangeMarker(
                    new ValueMarker(band.centre() / scale.factor(), theme.baseline, new BasicStroke(1)),
                    Layer.BACKGROUND);
        }
        for (int change : trend.changes()) {
            BasicStroke dashes =
                    new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {4, 3}, 0);
            plot.addDomainMarker(new ValueMarker(change - 0.5, theme.change, dashes));
        }
        JFreeChart chart = new JFreeChart(null, FONT, plot, false);
        chart.setBackgroundPaint(theme.background);
        chart.setPadding(new RectangleInsets(8, 8, 8, 12));
        TextTitle title = new TextTitle(trend.title(), FONT.deriveFont(Font.BOLD, 13f));
        title.setPaint(theme.text);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setPadding(0, 4, 6, 0);
        chart.setTitle(title);
        return chart;
    }

    private static NumberAxis axis(@Nullable String label, Theme theme, boolean isCount) {
        NumberAxis axis = new NumberAxis(label);
        axis.setAutoRangeIncludesZero(false);
        axis.setLabelFont(FONT);
        axis.setTickLabelFont(FONT.deriveFont(11f));
        axis.setLabelPaint(theme.text);
        axis.setTickLabelPaint(theme.text);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        if (isCount) {
            axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
            axis.setTickLabelsVisible(false);
            axis.setLowerMargin(0.01);
            axis.setUpperMargin(0.01);
        }
        return axis;
    }

    /** The prefix of a unit in which the largest value has few digits. */
    private record Scale(String symbol, double factor) {
        static Scale of(Dimension dimension, String base, double most) {
            if (dimension == Dimension.TIME) {
                if (most >= 1) return new Scale("s", 1);
                if (most >= 1e-3) return new Scale("ms", 1e-3);
                return most >= 1e-6 ? new Scale("µs", 1e-6) : new Scale("ns", 1e-9);
            }
            if (most >= 1e9) return new Scale("G" + base, 1e9);
            if (most >= 1e6) return new Scale("M" + base, 1e6);
            return most >= 1e4 ? new Scale("k" + base, 1e3) : new Scale(base, 1);
        }
    }
}
