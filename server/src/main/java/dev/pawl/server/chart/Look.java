package dev.pawl.server.chart;

/**
 * How a picture looks.
 *
 * @param width in pixels of the page, {@link #LEAST_WIDTH} to {@link #MOST_WIDTH}
 * @param height likewise
 * @param scale pixels of the picture for each of the page, 1 or 2: screens with small pixels show 2 sharply
 */
public record Look(TrendChart.Theme theme, int width, int height, int scale) {

    /** Readable at the width of a comment on GitHub. */
    public static final int DEFAULT_WIDTH = 720;

    public static final int DEFAULT_HEIGHT = 240;

    public static final int LEAST_WIDTH = 240;

    /** A picture of the largest size at scale 2 takes 18 MB while it is drawn. */
    public static final int MOST_WIDTH = 1600;

    public static final int LEAST_HEIGHT = 120;
    public static final int MOST_HEIGHT = 720;
    public static final int MOST_SCALE = 2;

    public Look {
        require("width", width, LEAST_WIDTH, MOST_WIDTH);
        require("height", height, LEAST_HEIGHT, MOST_HEIGHT);
        require("scale", scale, 1, MOST_SCALE);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most)
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", is " + value);
    }
}
