package dev.pawl.detect;

import dev.pawl.stats.Median;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How fast a testbed is, followed run by run by its control benchmarks: programs whose work no commit changes. A comparison may ask
 * what a control's usual value is in its base runs; a history that grows cannot be divided anew with each run, so here the first
 * {@value #FIRST} values of a control stay its yardstick. A control that joins later is aligned with those that are there, so that
 * nothing steps when it does, nor when another one goes.
 *
 * <p>A run without a control is taken to be as fast as the runs before it. Until the first control is known, nothing is divided.
 *
 * <p>Its size is bounded, it follows from the history alone, and one more run costs the same however long that is. Immutable.
 */
public final class FollowedSpeed {

    /** Before the first run. */
    public static final FollowedSpeed EMPTY = new FollowedSpeed(new TreeMap<>(), new double[0], 0);

    /** So many values of a control tell what is usual; as many base runs as a comparison asks for. */
    private static final int FIRST = 5;

    /** More controls than this tell nothing more; settings can name any number of them. */
    private static final int MOST = 64;

    /** The median of so many runs tells how fast a run without a control was. */
    private static final int LATELY = 5;

    private static final byte LAYOUT = 1;

    /** By control: logarithms of its first values, higher is slower, without the slowness of their runs. */
    private final SortedMap<String, double[]> first;

    /** Slowness of the newest runs that told it, oldest first. */
    private final double[] lately;

    private final double slowness;

    private FollowedSpeed(SortedMap<String, double[]> first, double[] lately, double slowness) {
        this.first = first;
        this.lately = lately;
        this.slowness = slowness;
    }

    /**
     * After one more run.
     *
     * @param controls by name, what each control measured: logarithm of a time, or of one over a rate, so that higher is slower
     */
    public FollowedSpeed after(Map<String, Double> controls) {
        double[] readings = new double[controls.size()];
        int count = 0;
        for (Map.Entry<String, Double> control : controls.entrySet()) {
            double[] values = first.get(control.getKey());
            if (values != null && values.length == FIRST) readings[count++] = control.getValue() - Median.of(values);
        }
        double now = count > 0 ? Median.of(Arrays.copyOf(readings, count)) : usual();
        SortedMap<String, double[]> told = new TreeMap<>(first);
        for (Map.Entry<String, Double> control : controls.entrySet()) {
            double[] values = told.getOrDefault(control.getKey(), new double[0]);
            if (values.length == FIRST || values.length == 0 && told.size() == MOST) continue;
            double[] longer = Arrays.copyOf(values, values.length + 1);
            longer[values.length] = control.getValue() - now;
            told.put(control.getKey(), longer);
        }
        return new FollowedSpeed(told, count > 0 ? appended(lately, now) : lately, now);
    }

    /** Whether anything is divided yet. */
    public boolean isKnown() {
        return lately.length > 0;
    }

    /**
     * What a testbed of constant speed would have measured in the newest run.
     *
     * @param sign which way a slower machine moves such values: 1 up, −1 down, 0 not at all
     */
    public double divided(double value, int sign) {
        return sign == 0 ? value : value * Math.exp(-sign * slowness);
    }

    /** What the testbed, as fast as it was lately, would measure where one of constant speed measures a value. */
    public double asLately(double divided, int sign) {
        return sign == 0 ? divided : divided * Math.exp(sign * usual());
    }

    /** The reverse of {@link #asLately}. */
    public double asFirst(double measured, int sign) {
        return sign == 0 ? measured : measured * Math.exp(-sign * usual());
    }

    private double usual() {
        return lately.length == 0 ? 0 : Median.of(lately);
    }

    private static double[] appended(double[] values, double value) {
        int kept = Math.min(values.length, LATELY - 1);
        double[] longer = Arrays.copyOfRange(values, values.length - kept, values.length + 1);
        longer[kept] = value;
        return longer;
    }

    /** A compact form to be stored. */
    public byte[] toBytes() {
        int size = 1 + 2 * Integer.BYTES + Double.BYTES * (1 + lately.length);
        for (Map.Entry<String, double[]> control : first.entrySet())
            size += 2 * Integer.BYTES
                    + control.getKey().getBytes(StandardCharsets.UTF_8).length
                    + Double.BYTES * control.getValue().length;
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.put(LAYOUT).putDouble(slowness);
        put(bytes, lately);
        bytes.putInt(first.size());
        first.forEach((name, values) -> {
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            bytes.putInt(text.length).put(text);
            put(bytes, values);
        });
        return bytes.array();
    }

    /**
     * What was stored.
     *
     * @return {@code null} if it was stored by another version of Pawl; then it is to be rebuilt from the history
     */
    public static @Nullable FollowedSpeed fromBytes(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        if (!bytes.hasRemaining() || bytes.get() != LAYOUT) return null;
        double slowness = bytes.getDouble();
        double[] lately = doubles(bytes);
        SortedMap<String, double[]> first = new TreeMap<>();
        for (int left = bytes.getInt(); left > 0; left--) {
            byte[] text = new byte[bytes.getInt()];
            bytes.get(text);
            first.put(new String(text, StandardCharsets.UTF_8), doubles(bytes));
        }
        return new FollowedSpeed(first, lately, slowness);
    }

    private static void put(ByteBuffer bytes, double[] values) {
        bytes.putInt(values.length);
        for (double value : values) bytes.putDouble(value);
    }

    private static double[] doubles(ByteBuffer bytes) {
        double[] values = new double[bytes.getInt()];
        for (int i = 0; i < values.length; i++) values[i] = bytes.getDouble();
        return values;
    }
}
