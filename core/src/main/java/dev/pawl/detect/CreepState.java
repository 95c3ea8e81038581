package dev.pawl.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CreepWatch} remembers of a series; its size is bounded however long the history is. Like a {@link DetectorState} it
 * follows from the history alone.
 *
 * <p>Immutable: the arrays must not be written to.
 *
 * @param count points seen so far
 * @param start position of the first point of the yardstick
 * @param yardstick the values that the present level is held against, oldest first: the first ones since the last step
 * @param newest the newest values since that step, oldest first
 * @param releases positions of releases since that step, oldest first
 * @param releaseLevels the level at each of them
 * @param toldAt position at which a creep was told last; −1 if none was, or if the level returned since
 * @param toldLevel the level then
 */
public record CreepState(
        long count,
        long start,
        double[] yardstick,
        double[] newest,
        long[] releases,
        double[] releaseLevels,
        long toldAt,
        double toldLevel) {

    /** Before the first point. */
    public static final CreepState EMPTY =
            new CreepState(0, 0, new double[0], new double[0], new long[0], new double[0], -1, Double.NaN);

    private static final byte LAYOUT = 1;

    /** The state where the next point is known to be on a level of its own. */
    public CreepState begunAnew() {
        return new CreepState(count, count, new double[0], new double[0], new long[0], new double[0], -1, Double.NaN);
    }

    /** A compact form to be stored. */
    public byte[] toBytes() {
        int values = 3 + yardstick.length + newest.length + 2 * releases.length + 1;
        ByteBuffer bytes = ByteBuffer.allocate(1 + 3 * Integer.BYTES + Double.BYTES * values);
        bytes.put(LAYOUT).putLong(count).putLong(start).putLong(toldAt).putDouble(toldLevel);
        bytes.putInt(yardstick.length).putInt(newest.length).putInt(releases.length);
        for (double value : yardstick) bytes.putDouble(value);
        for (double value : newest) bytes.putDouble(value);
        for (long release : releases) bytes.putLong(release);
        for (double level : releaseLevels) bytes.putDouble(level);
        return bytes.array();
    }

    /**
     * The state that was stored.
     *
     * @return {@code null} if it was stored by another version of Pawl; then it is to be rebuilt from the history
     */
    public static @Nullable CreepState fromBytes(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        if (!bytes.hasRemaining() || bytes.get() != LAYOUT) return null;
        long count = bytes.getLong();
        long start = bytes.getLong();
        long toldAt = bytes.getLong();
        double toldLevel = bytes.getDouble();
        double[] yardstick = new double[bytes.getInt()];
        double[] newest = new double[bytes.getInt()];
        long[] releases = new long[bytes.getInt()];
        double[] levels = new double[releases.length];
        for (int i = 0; i < yardstick.length; i++) yardstick[i] = bytes.getDouble();
        for (int i = 0; i < newest.length; i++) newest[i] = bytes.getDouble();
        for (int i = 0; i < releases.length; i++) releases[i] = bytes.getLong();
        for (int i = 0; i < levels.length; i++) levels[i] = bytes.getDouble();
        return new CreepState(count, start, yardstick, newest, releases, levels, toldAt, toldLevel);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CreepState state && Arrays.equals(toBytes(), state.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "after " + count + " points, held against those from " + start + " on, told at " + toldAt;
    }
}
