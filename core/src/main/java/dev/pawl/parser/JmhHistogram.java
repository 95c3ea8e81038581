package dev.pawl.parser;

import dev.pawl.model.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples that JMH's mode {@code sample} writes as values with counts, by fork, in bounded memory.
 *
 * <p>Up to {@value #MOST_SAMPLES} values are kept as they are. Beyond that every second, then every fourth value and so on is
 * kept, in the order of the file. JMH sorts the values of an iteration, so that what is left has the same quantiles to within
 * one part in 5,000. Count and standard deviation are those of all values.
 *
 * <p>Not safe to share between threads.
 */
final class JmhHistogram {

    /** A distribution's shape needs no more, and a run of a thousand such benchmarks still fits in memory. */
    static final int MOST_SAMPLES = 10_000;

    private double[] kept = new double[256];
    private int size;
    private final List<Integer> forkEnds = new ArrayList<>();

    /** Every how many values one is kept; a power of two. */
    private long step = 1;

    private long count;
    private double mean;
    private double squares;

    /**
     * Adds a value that occurred several times.
     *
     * @param value finite
     * @param times 0 to 10¹²
     */
    void add(double value, long times) {
        if (times == 0) return;
        long before = count;
        count += times;
        // West's weighted form of Welford's recurrence (D. H. D. West, CACM 22(9), 1979).
        double difference = value - mean;
        mean += difference * times / count;
        squares += times * difference * (value - mean);
        long next = (before + step - 1) / step * step;
        while (next < count) {
            if (size == MOST_SAMPLES) {
                halve();
                next = (next + step - 1) / step * step;
                continue;
            }
            if (size == kept.length) kept = Arrays.copyOf(kept, Math.min(size * 2, MOST_SAMPLES));
            kept[size++] = value;
            next += step;
        }
    }

    /** Ends a fork: what follows was measured by another process. */
    void endFork() {
        forkEnds.add(size);
    }

    private void halve() {
        for (int at = 0; at < size; at += 2) kept[at / 2] = kept[at];
        size = (size + 1) / 2;
        step *= 2;
        forkEnds.replaceAll(end -> (end + 1) / 2);
    }

    long count() {
        return count;
    }

    /** With n − 1 in the denominator; NaN for fewer than two values. */
    double stddev() {
        return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    }

    /** What is kept, by fork. */
    Samples samples() {
        List<double[]> forks = new ArrayList<>();
        int from = 0;
        for (int end : forkEnds) {
            forks.add(Arrays.copyOfRange(kept, from, end));
            from = end;
        }
        if (from < size) forks.add(Arrays.copyOfRange(kept, from, size));
        return Samples.ofGroups(forks);
    }
}
