package dev.pawl.model;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The named thing that is timed. All components together are its identity.
 *
 * @param suite crate, module or file set; may be empty
 * @param name as the tool names it, 1 to {@value #LONGEST_NAME_BYTES} bytes in UTF-8. Any character may occur: escaping is
 *     the business of whoever prints it.
 * @param params parameters by name, values as strings; sorted by name, so that their order in the file does not matter
 * @param mode measuring mode where the tool has one ({@code thrpt}, {@code avgt}), else empty
 * @param threads number of threads where the tool tells, else 0
 */
public record Benchmark(String suite, String name, SortedMap<String, String> params, String mode, int threads)
        implements Comparable<Benchmark> {

    public static final int LONGEST_NAME_BYTES = 1024;

    public Benchmark {
        if (name.isBlank()) throw new IllegalArgumentException("a benchmark needs a name");
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_NAME_BYTES)
            throw new IllegalArgumentException(
                    "a benchmark's name has at most " + LONGEST_NAME_BYTES + " bytes, this one has " + bytes);
        if (threads < 0) throw new IllegalArgumentException("threads must not be negative, is " + threads);
        params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    }

    public Benchmark(String suite, String name, Map<String, String> params, String mode, int threads) {
        this(suite, name, (SortedMap<String, String>) new TreeMap<>(params), mode, threads);
    }

    /** A benchmark that has nothing but a name. */
    public static Benchmark named(String name) {
        return new Benchmark("", name, Map.of(), "", 0);
    }

    /** The same benchmark in the suite. */
    public Benchmark inSuite(String newSuite) {
        return new Benchmark(newSuite, name, params, mode, threads);
    }

    /** Name, parameters and mode as people read them: {@code Sort.quick (n=100) [avgt]}. */
    public String displayName() {
        if (params.isEmpty() && mode.isEmpty()) return name;
        StringBuilder text = new StringBuilder(name);
        String before = " (";
        for (Map.Entry<String, String> parameter : params.entrySet()) {
            text.append(before).append(parameter.getKey()).append('=').append(parameter.getValue());
            before = ", ";
        }
        if (!params.isEmpty()) text.append(')');
        if (!mode.isEmpty()) text.append(" [").append(mode).append(']');
        return text.toString();
    }

    @Override
    public int compareTo(Benchmark other) {
        int bySuite = suite.compareTo(other.suite);
        if (bySuite != 0) return bySuite;
        int byName = name.compareTo(other.name);
        if (byName != 0) return byName;
        int byParams = params.toString().compareTo(other.params.toString());
        if (byParams != 0) return byParams;
        int byMode = mode.compareTo(other.mode);
        return byMode != 0 ? byMode : Integer.compare(threads, other.threads);
    }

    // By hand, as in SeriesKey: what the compiler makes of a record's identity is linked at run time, and for the keys
    // of every map that costs a short command more than comparing them.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Benchmark that
                && name.equals(that.name)
                && suite.equals(that.suite)
                && mode.equals(that.mode)
                && threads == that.threads
                && params.equals(that.params);
    }

    @Override
    public int hashCode() {
        int hash = suite.hashCode();
        hash = 31 * hash + name.hashCode();
        hash = 31 * hash + params.hashCode();
        hash = 31 * hash + mode.hashCode();
        return 31 * hash + threads;
    }
}
