package dev.pawl.model;

import java.util.Arrays;
import java.util.List;

/**
 * The raw values behind one measurement, in the file's unit, kept by group: a group is what the tool started afresh (a JMH
 * fork, a pytest-benchmark session). Values inside a group share a process and are not independent.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Samples {

    public static final Samples NONE = new Samples(new double[0], new int[0]);

    private final double[] values;
    private final int[] groupSizes;

    private Samples(double[] values, int[] groupSizes) {
        this.values = values;
        this.groupSizes = groupSizes;
    }

    /**
     * Samples of one group.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    public static Samples of(double... values) {
        return values.length == 0 ? NONE : ofGroups(List.of(values));
    }

    /**
     * Samples by group; empty groups are left out.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    public static Samples ofGroups(List<double[]> groups) {
        int[] sizes = new int[groups.size()];
        int filled = 0;
        int count = 0;
        for (double[] group : groups) {
            if (group.length > 0) sizes[filled++] = group.length;
            count += group.length;
        }
        if (count == 0) return NONE;
        double[] all = new double[count];
        int at = 0;
        for (double[] group : groups) {
            for (double value : group) {
                if (!Double.isFinite(value))
                    throw new IllegalArgumentException("sample " + at + " is not finite: " + value);
                all[at++] = value;
            }
        }
        return new Samples(all, Arrays.copyOf(sizes, filled));
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** All values, group after group; a fresh array. */
    public double[] values() {
        return values.clone();
    }

    /** How many values each group has, in order; the sum is {@link #size()}; a fresh array. */
    public int[] groupSizes() {
        return groupSizes.clone();
    }

    /** The same samples with every value multiplied. */
    public Samples times(double factor) {
        if (factor == 1 || isEmpty()) return this;
        double[] products = new double[values.length];
        for (int i = 0; i < values.length; i++) products[i] = values[i] * factor;
        return new Samples(products, groupSizes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Samples samples
                && Arrays.equals(values, samples.values)
                && Arrays.equals(groupSizes, samples.groupSizes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(groupSizes);
    }

    @Override
    public String toString() {
        return size() + " samples in " + groupSizes.length + " groups";
    }
}
