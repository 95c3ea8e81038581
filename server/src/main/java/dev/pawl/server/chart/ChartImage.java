package dev.pawl.server.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Turns a chart into the bytes of a PNG or an SVG. */
final class ChartImage {

    private static final String SVG = "http://www.w3.org/2000/svg";

    private ChartImage() {}

    static byte[] png(JFreeChart chart, Look look) throws IOException {
        BufferedImage image = new BufferedImage(
                look.width() * look.scale(), look.height() * look.scale(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            draw(chart, look.width(), look.height(), look.scale(), graphics);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** @param spoken what screen readers say */
    static byte[] svg(JFreeChart chart, String spoken, int width, int height, int scale) throws IOException {
        Document document = emptyDocument();
        SVGGraphics2D graphics = new SVGGraphics2D(document);
        graphics.setSVGCanvasSize(new java.awt.Dimension(width * scale, height * scale));
        draw(chart, width, height, scale, graphics);
        Element root = graphics.getRoot();
        Element title = document.createElementNS(SVG, "title");
        title.setTextContent(spoken);
        root.insertBefore(title, root.getFirstChild());
        root.setAttributeNS(null, "role", "img");
        StringWriter text = new StringWriter();
        // Attributes in place of styles: the server forbids inline styles, also those of a picture that is opened by
        // itself.
        graphics.stream(root, text, false, false);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void draw(JFreeChart chart, int width, int height, int scale, Graphics2D graphics) {
        graphics.scale(scale, scale);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every JDK can make an empty document", e);
        }
    }
}
