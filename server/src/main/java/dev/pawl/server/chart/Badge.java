package dev.pawl.server.chart;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.nio.charset.StandardCharsets;

/**
 * The state of a project as a small picture for its README: what it is about on the left, how it stands on the right. The words
 * say what the colours say, and so does the title that screen readers speak.
 */
public final class Badge {

    private static final String LABEL = "benchmarks";

    private static final int HEIGHT = 20;

    /** On each side of a text. */
    private static final int MARGIN = 6;

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

    private static final String LEFT_COLOUR = "#444c56";

    /** White on each of these has a contrast of at least 4.5 to 1. */
    private static final String FINE = "#1a7f37";

    private static final String REGRESSED = "#b3261e";
    private static final String NO_DATA = "#656d76";

    private Badge() {}

    /** Of a project that was never measured. */
    public static byte[] withoutData() {
        return draw("no data", NO_DATA);
    }

    /** @param regressed how many series are slower than they were, 0 or more */
    public static byte[] of(int regressed) {
        return regressed == 0 ? draw("fine", FINE) : draw(regressed + " regressed", REGRESSED);
    }

    /** Texts have given lengths, so that they fit whatever font the reader's browser has. */
    private static byte[] draw(String state, String colour) {
        int left = width(LABEL);
        int right = width(state);
        String title = LABEL + ": " + state;
        return String.join(
                        "\n",
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + (left + right) + "\" height=\"" + HEIGHT
                                + "\" role=\"img\" aria-labelledby=\"title\">",
                        "<title id=\"title\">" + title + "</title>",
                        "<clipPath id=\"round\"><rect width=\"" + (left + right) + "\" height=\"" + HEIGHT
                                + "\" rx=\"3\"/></clipPath>",
                        "<g clip-path=\"url(#round)\">",
                        "<rect width=\"" + left + "\" height=\"" + HEIGHT + "\" fill=\"" + LEFT_COLOUR + "\"/>",
                        "<rect x=\"" + left + "\" width=\"" + right + "\" height=\"" + HEIGHT + "\" fill=\"" + colour
                                + "\"/>",
                        "</g>",
                        "<g fill=\"#ffffff\" font-family=\"Verdana,DejaVu Sans,Geneva,sans-serif\" font-size=\"11\""
                                + " aria-hidden=\"true\">",
                        text(LABEL, MARGIN, left),
                        text(state, left + MARGIN, right),
                        "</g>",
                        "</svg>",
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String text, int x, int width) {
        return "<text x=\"" + x + "\" y=\"14\" textLength=\"" + (width - 2 * MARGIN) + "\">" + text + "</text>";
    }

    private static int width(String text) {
        return (int) Math.ceil(FONT.getStringBounds(text, MEASURE).getWidth()) + 2 * MARGIN;
    }
}
