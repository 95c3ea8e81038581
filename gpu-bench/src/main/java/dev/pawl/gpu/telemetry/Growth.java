package dev.pawl.gpu.telemetry;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How fast memory grew while a command ran: the median of the slopes between all pairs of observations (Theil and Sen), which a
 * few jumps do not bend. The first third is left out, because every program grows while it starts.
 */
final class Growth {

    /** A shorter look says more about the allocator than about a leak. */
    private static final double SHORTEST_SECONDS = 2;

    private static final int FEWEST = 10;

    /** Pairs grow with the square; more observations are thinned to so many. */
    private static final int MOST = 300;

    private Growth() {}

    /**
     * Bytes per second.
     *
     * @param seconds ascending
     * @return empty if there is too little to tell a slope from
     */
    static OptionalDouble of(double[] seconds, double[] bytes) {
        if (seconds.length == 0) return OptionalDouble.empty();
        double begin = seconds[0] + (seconds[seconds.length - 1] - seconds[0]) / 3;
        int from = 0;
        while (seconds[from] < begin) from++;
        int count = seconds.length - from;
        if (count < FEWEST || seconds[seconds.length - 1] - seconds[from] < SHORTEST_SECONDS)
            return OptionalDouble.empty();
        int step = Math.max(1, (count + MOST - 1) / MOST);
        int kept = (count + step - 1) / step;
        double[] slopes = new double[kept * (kept - 1) / 2];
        int at = 0;
        for (int i = 0; i < kept; i++) {
            for (int j = i + 1; j < kept; j++) {
                int first = from + i * step;
                int second = from + j * step;
                if (seconds[second] > seconds[first])
                    slopes[at++] = (bytes[second] - bytes[first]) / (seconds[second] - seconds[first]);
            }
        }
        if (at == 0) return OptionalDouble.empty();
        double[] sorted = Arrays.copyOf(slopes, at);
        Arrays.sort(sorted);
        return OptionalDouble.of((sorted[(at - 1) / 2] + sorted[at / 2]) / 2);
    }
}
