package dev.pawl.server.store;

import dev.pawl.model.Dimension;
import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The metrics of a project. A metric's row keeps the display unit, direction and role that were observed last. */
public final class Metrics {

    private final Handle handle;

    Metrics(Handle handle) {
        this.handle = handle;
    }

    /**
     * The ids of metrics, given to them now where they are new.
     *
     * @param observedAt when the measured commit was made (or the run arrived, where that is unknown): the latest observation
     *     decides on unit, direction and role, in whatever order uploads come
     */
    public Map<Metric, Long> identify(long projectId, Collection<Metric> metrics, Instant observedAt) {
        Map<Metric, Long> ids = new LinkedHashMap<>();
        for (Metric metric : metrics)
            if (!ids.containsKey(metric)) ids.put(metric, identify(projectId, metric, observedAt));
        return ids;
    }

    /** The project's metrics by id. */
    public Map<Long, Metric> list(long projectId) {
        Map<Long, Metric> metrics = new LinkedHashMap<>();
        handle.createQuery("select * from metric where project_id = :project order by name, base_symbol")
                .bind("project", projectId)
                .map((row, context) -> Map.entry(row.getLong("id"), metric(row)))
                .forEach(metric -> metrics.put(metric.getKey(), metric.getValue()));
        return metrics;
    }

    private long identify(long projectId, Metric metric, Instant observedAt) {
        // Of two observations at the same time the texts decide, so that the order of arrival does not.
        handle.createUpdate("""
                        insert into metric
                            (project_id, name, base_symbol, unit, dimension, factor, direction, role, observed_at)
                        values
                            (:project, :name, :baseSymbol, :unit, :dimension, :factor, :direction, :role, :observedAt)
                        on conflict (project_id, name, base_symbol) do update set
                            unit = excluded.unit, dimension = excluded.dimension, factor = excluded.factor,
                            direction = excluded.direction, role = excluded.role, observed_at = excluded.observed_at
                        where (excluded.observed_at, excluded.unit, excluded.direction, excluded.role)
                            > (metric.observed_at, metric.unit, metric.direction, metric.role)""")
                .bind("project", projectId)
                .bind("name", metric.name())
                .bind("baseSymbol", metric.unit().baseSymbol())
                .bind("unit", metric.unit().symbol())
                .bind("dimension", metric.unit().dimension())
                .bind("factor", metric.unit().factor())
                .bind("direction", metric.direction())
                .bind("role", metric.role())
                .bind("observedAt", observedAt.toEpochMilli())
                .execute();
        return handle.createQuery("""
                        select id from metric
                        where project_id = :project and name = :name and base_symbol = :baseSymbol""")
                .bind("project", projectId)
                .bind("name", metric.name())
                .bind("baseSymbol", metric.unit().baseSymbol())
                .mapTo(Long.class)
                .one();
    }

    static Metric metric(ResultSet row) throws SQLException {
        return new Metric(
                row.getString("name"),
                new Unit(row.getString("unit"), Dimension.valueOf(row.getString("dimension")), row.getDouble("factor")),
                Direction.valueOf(row.getString("direction")),
                Role.valueOf(row.getString("role")));
    }
}
