package dev.pawl.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a detector remembers of a series; its size is bounded however long the history is. It follows from the history alone,
 * so that it can be thrown away and rebuilt by appending every point again.
 *
 * <p>Immutable: the arrays must not be written to.
 *
 * @param count points seen so far
 * @param stretch the newest values since the last change point, oldest first
 * @param memory relative deviations from their level of values before that, oldest first; they tell the noise while the new
 *     stretch is short
 * @param past the values before this stretch, as many as it lacks to {@value Detector#MEMORY}, oldest first
 * @param changes where the newest changes of level are, the earlier first; at most {@value Detector#WANDERING}
 * @param anchor level at the beginning of the stretch, once enough of it is known; NaN before
 * @param flag the provisional flag, if one is up
 * @param last the last confirmed change, as long as it can still be withdrawn
 */
public record DetectorState(
        long count,
        double[] stretch,
        double[] memory,
        double[] past,
        long[] changes,
        double anchor,
        @Nullable ChangePoint flag,
        @Nullable ChangePoint last) {

    /** Before the first point. */
    public static final DetectorState EMPTY =
            new DetectorState(0, new double[0], new double[0], new double[0], new long[0], Double.NaN, null, null);

    private static final byte LAYOUT = 2;

    /** A compact form to be stored. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(1
                + Long.BYTES
                + 4 * Integer.BYTES
                + Double.BYTES * (stretch.length + memory.length + past.length + 1)
                + Long.BYTES * changes.length
                + size(flag)
                + size(last));
        bytes.put(LAYOUT).putLong(count).putDouble(anchor);
        put(bytes, stretch);
        put(bytes, memory);
        put(bytes, past);
        bytes.putInt(changes.length);
        for (long change : changes) bytes.putLong(change);
        put(bytes, flag);
        put(bytes, last);
        return bytes.array();
    }

    /**
     * The state that was stored.
     *
     * @return {@code null} if it was stored by another version of Pawl; then it is to be rebuilt from the history
     */
    public static @Nullable DetectorState fromBytes(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        if (!bytes.hasRemaining() || bytes.get() != LAYOUT) return null;
        long count = bytes.getLong();
        double anchor = bytes.getDouble();
        return new DetectorState(
                count,
                doubles(bytes),
                doubles(bytes),
                doubles(bytes),
                longs(bytes),
                anchor,
                changePoint(bytes),
                changePoint(bytes));
    }

    private static int size(@Nullable ChangePoint point) {
        return point == null ? 1 : 2 + 2 * Long.BYTES + Double.BYTES;
    }

    private static void put(ByteBuffer bytes, double[] values) {
        bytes.putInt(values.length);
        for (double value : values) bytes.putDouble(value);
    }

    private static void put(ByteBuffer bytes, @Nullable ChangePoint point) {
        bytes.put((byte) (point == null ? 0 : 1));
        if (point == null) return;
        bytes.putLong(point.index()).putLong(point.raisedAt());
        bytes.put((byte) (point.worse() ? 1 : 0)).putDouble(point.change());
    }

    private static double[] doubles(ByteBuffer bytes) {
        double[] values = new double[bytes.getInt()];
        for (int i = 0; i < values.length; i++) values[i] = bytes.getDouble();
        return values;
    }

    private static long[] longs(ByteBuffer bytes) {
        long[] values = new long[bytes.getInt()];
        for (int i = 0; i < values.length; i++) values[i] = bytes.getLong();
        return values;
    }

    private static @Nullable ChangePoint changePoint(ByteBuffer bytes) {
        if (bytes.get() == 0) return null;
        return new ChangePoint(bytes.getLong(), bytes.getLong(), bytes.get() == 1, bytes.getDouble());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DetectorState state && Arrays.equals(toBytes(), state.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "after " + count + " points, " + stretch.length + " of them on this level, flag " + flag;
    }
}
