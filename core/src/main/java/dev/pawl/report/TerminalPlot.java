package dev.pawl.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** A series as a plot of text: dots for values, a column of bars where a new level begins. */
public final class TerminalPlot {

    private static final int WIDTH = 72;
    private static final int HEIGHT = 12;

    private TerminalPlot() {}

    /**
     * @param values oldest first, finite; more than fit are drawn by the median of each column
     * @param changePoints indices of the first value of each new level
     */
    public static String of(double[] values, Set<Integer> changePoints) {
        if (values.length == 0) return "";
        int width = Math.min(WIDTH, values.length);
        double[] columns = new double[width];
        boolean[] begins = new boolean[width];
        for (int column = 0; column < width; column++) {
            int from = (int) ((long) column * values.length / width);
            int to = Math.max(from + 1, (int) ((long) (column + 1) * values.length / width));
            double[] sorted = Arrays.copyOfRange(values, from, to);
            Arrays.sort(sorted);
            columns[column] = sorted[sorted.length / 2];
            for (int point : changePoints) begins[column] |= point >= from && point < to;
        }
        double least = Arrays.stream(columns).min().orElseThrow();
        double most = Arrays.stream(columns).max().orElseThrow();
        return draw(columns, begins, least, most);
    }

    private static String draw(double[] columns, boolean[] begins, double least, double most) {
        double step = most > least ? (most - least) / (HEIGHT - 1) : 1;
        StringBuilder plot = new StringBuilder();
        for (int row = HEIGHT - 1; row >= 0; row--) {
            boolean isLabelled = row == HEIGHT - 1 || row == 0;
            plot.append(
                    isLabelled
                            ? String.format(Locale.ROOT, "%11.4g ┤", row == 0 ? least : most)
                            : " ".repeat(12) + "│");
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns.length; column++) {
                boolean isHere = Math.round((columns[column] - least) / step) == row;
                line.append(isHere ? '•' : begins[column] ? '┊' : ' ');
            }
            plot.append(line.toString().stripTrailing()).append('\n');
        }
        plot.append(" ".repeat(12))
                .append('└')
                .append("─".repeat(columns.length))
                .append('\n');
        return plot.toString();
    }
}
