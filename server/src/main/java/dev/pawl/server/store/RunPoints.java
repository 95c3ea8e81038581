package dev.pawl.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one run measured, without bounds and samples, in as little memory as possible. Never changed after loading. */
final class RunPoints {

    static final String SQL =
            "select benchmark_id, metric_id, value, spread, sample_count from measurement where run_number = ?";

    private static final int BYTES_PER_POINT = 3 * Long.BYTES + 2 * Double.BYTES;
    private static final int BYTES_OF_OBJECTS = 256;

    private long[] benchmarkIds = new long[64];
    private long[] metricIds = new long[64];
    private double[] values = new double[64];
    /** NaN where nothing is known of the spread. */
    private double[] spreads = new double[64];

    private long[] sampleCounts = new long[64];
    private int size;

    private RunPoints() {}

    /** Loads the points of a run by a statement that was prepared from {@link #SQL}. */
    static RunPoints load(PreparedStatement statement, long runNumber) throws SQLException {
        RunPoints points = new RunPoints();
        statement.setLong(1, runNumber);
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) points.add(row);
        }
        points.resize(points.size);
        return points;
    }

    int size() {
        return size;
    }

    long benchmarkId(int index) {
        return benchmarkIds[index];
    }

    long metricId(int index) {
        return metricIds[index];
    }

    double value(int index) {
        return values[index];
    }

    @Nullable
    Double spread(int index) {
        return Double.isNaN(spreads[index]) ? null : spreads[index];
    }

    long sampleCount(int index) {
        return sampleCounts[index];
    }

    long bytes() {
        return BYTES_OF_OBJECTS + (long) size * BYTES_PER_POINT;
    }

    private void add(ResultSet row) throws SQLException {
        if (size == values.length) resize(2 * size);
        benchmarkIds[size] = row.getLong(1);
        metricIds[size] = row.getLong(2);
        values[size] = row.getDouble(3);
        double spread = row.getDouble(4);
        spreads[size] = spread == 0 && row.wasNull() ? Double.NaN : spread;
        sampleCounts[size] = row.getLong(5);
        size++;
    }

    private void resize(int length) {
        benchmarkIds = Arrays.copyOf(benchmarkIds, length);
        metricIds = Arrays.copyOf(metricIds, length);
        values = Arrays.copyOf(values, length);
        spreads = Arrays.copyOf(spreads, length);
        sampleCounts = Arrays.copyOf(sampleCounts, length);
    }
}
