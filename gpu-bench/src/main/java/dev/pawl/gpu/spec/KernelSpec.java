package dev.pawl.gpu.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kernel of somebody's own. Expressions use the axes' names; those of elements use {@code i} as well, which is the last of the
 * values then.
 *
 * @param code compiled ({@code .ptx}, {@code .cubin}) or as source ({@code .cu})
 * @param axes values by name; each combination is a benchmark
 * @param bytes read and written by one launch; {@code null} if nobody said
 * @param operations of one launch; likewise
 * @param rateUnit of operations by time, such as {@code FLOP/s}
 * @param check {@code null} if what it computes is not to be verified
 */
public record KernelSpec(
        String name,
        Path code,
        String entry,
        Map<String, List<Long>> axes,
        Launch launch,
        List<Argument> arguments,
        @Nullable Expression bytes,
        @Nullable Expression operations,
        String rateUnit,
        @Nullable Check check) {

    public KernelSpec {
        axes = new LinkedHashMap<>(axes);
        arguments = List.copyOf(arguments);
    }

    /**
     * In how many blocks of how many threads, each in one to three dimensions.
     *
     * @param shared bytes of dynamic shared memory
     */
    public record Launch(List<Expression> grid, List<Expression> block, Expression shared) {
        public Launch {
            grid = List.copyOf(grid);
            block = List.copyOf(block);
        }
    }

    /** What an argument, or an element of a buffer, is. */
    public enum Type {
        I32(4, false),
        I64(8, false),
        F32(4, true),
        F64(8, true);

        private final int bytes;
        private final boolean isReal;

        Type(int bytes, boolean isReal) {
            this.bytes = bytes;
            this.isReal = isReal;
        }

        public int bytes() {
            return bytes;
        }

        /** Whether it has a fraction. */
        public boolean isReal() {
            return isReal;
        }
    }

    /**
     * An argument of the kernel.
     *
     * @param name by which a check means it; empty if it has none
     * @param elements of a buffer on the device; {@code null} for a number that is passed as it is
     * @param content of each element, or the number
     */
    public record Argument(String name, Type type, @Nullable Expression elements, Content content) {}

    /**
     * What a buffer must hold after one launch: what a formula says, or what another kernel computes of the same arguments.
     *
     * @param buffer position of the argument
     * @param expected {@code null} where a reference tells
     * @param reference {@code null} where a formula tells
     * @param tolerance largest difference, as a share of the larger of 1 and the expected value
     */
    public record Check(
            int buffer,
            @Nullable Content expected,
            @Nullable Reference reference,
            double tolerance) {}

    /** Another kernel with the same arguments. */
    public record Reference(Path code, String entry, Launch launch) {}

    /** All combinations of the axes' values, the last axis fastest. */
    public List<long[]> combinations() {
        List<long[]> combinations = new ArrayList<>();
        combinations.add(new long[0]);
        for (List<Long> values : axes.values()) {
            List<long[]> longer = new ArrayList<>();
            for (long[] combination : combinations) {
                for (long value : values) {
                    long[] one = Arrays.copyOf(combination, combination.length + 1);
                    one[combination.length] = value;
                    longer.add(one);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
