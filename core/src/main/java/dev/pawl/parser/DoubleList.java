package dev.pawl.parser;

import java.util.Arrays;

/** Numbers as they come, without a box for each. */
final class DoubleList {

    private double[] values = new double[16];
    private int size;

    void add(double value) {
        if (size == values.length) values = Arrays.copyOf(values, size * 2);
        values[size++] = value;
    }

    double[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
