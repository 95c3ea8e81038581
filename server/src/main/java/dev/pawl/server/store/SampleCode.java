package dev.pawl.server.store;

import dev.pawl.model.Samples;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples as bytes, without loss. Most tools write few decimals, so that values are whole multiples of a power of ten: then the
 * multiples are written as differences of variable length (2 or 3 bytes instead of 8), else the bare 64 bits.
 *
 * <pre>
 *   byte     exponent e: values are k · 10^-e, or {@value #RAW} for bare values
 *   varint   number of groups, then the size of each
 *   varint…  k of each value minus the k before, zigzag; or 8 bytes of each value
 * </pre>
 */
final class SampleCode {

    private static final int RAW = 255;

    /** 10^15 multiples of the value still fit into a double's 53 bits for values around 1. */
    private static final int LARGEST_EXPONENT = 15;

    private static final double LARGEST_MULTIPLE = 0x1p53;

    private static final double[] POWERS = new double[LARGEST_EXPONENT + 1];

    static {
        for (int exponent = 0; exponent <= LARGEST_EXPONENT; exponent++)
            POWERS[exponent] = Double.parseDouble("1e" + exponent);
    }

    private SampleCode() {}

    static byte[] encode(Samples samples) {
        double[] values = samples.values();
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 + 8 * values.length);
        int exponent = exponent(values);
        out.write(exponent);
        int[] groups = samples.groupSizes();
        writeVarint(out, groups.length);
        for (int size : groups) writeVarint(out, size);
        if (exponent == RAW) {
            ByteBuffer bare = ByteBuffer.allocate(8 * values.length);
            for (double value : values) bare.putDouble(value);
            out.writeBytes(bare.array());
        } else {
            long before = 0;
            for (double value : values) {
                long multiple = (long) Math.rint(value * POWERS[exponent]);
                long difference = multiple - before;
                writeVarint(out, (difference << 1) ^ (difference >> 63));
                before = multiple;
            }
        }
        return out.toByteArray();
    }

    static Samples decode(byte[] code) {
        ByteBuffer in = ByteBuffer.wrap(code);
        int exponent = in.get() & 0xff;
        int[] sizes = new int[(int) readVarint(in)];
        for (int i = 0; i < sizes.length; i++) sizes[i] = (int) readVarint(in);
        List<double[]> groups = new ArrayList<>();
        long multiple = 0;
        for (int size : sizes) {
            double[] group = new double[size];
            for (int i = 0; i < size; i++) {
                if (exponent == RAW) {
                    group[i] = in.getDouble();
                } else {
                    long zigzag = readVarint(in);
                    multiple += (zigzag >>> 1) ^ -(zigzag & 1);
                    group[i] = multiple / POWERS[exponent];
                }
            }
            groups.add(group);
        }
        return Samples.ofGroups(groups);
    }

    /** The smallest exponent that gives every value back exactly, bit for bit. */
    private static int exponent(double[] values) {
        int exponent = 0;
        for (double value : values) {
            while (!isExact(value, exponent)) if (++exponent > LARGEST_EXPONENT) return RAW;
        }
        // A later value may have raised the exponent: what was exact with fewer decimals must be so with more.
        for (double value : values) if (!isExact(value, exponent)) return RAW;
        return exponent;
    }

    private static boolean isExact(double value, int exponent) {
        double multiple = Math.rint(value * POWERS[exponent]);
        return Math.abs(multiple) <= LARGEST_MULTIPLE
                && Double.doubleToRawLongBits((long) multiple / POWERS[exponent]) == Double.doubleToRawLongBits(value);
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        while ((value & ~0x7fL) != 0) {
            out.write((int) (value & 0x7f) | 0x80);
            value >>>= 7;
        }
        out.write((int) value);
    }

    private static long readVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) return value;
        }
    }
}
