package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The benchmarks of a project and all the identities they ever had. A row never changes, except that it can be merged into
 * another one when a benchmark was renamed: measurements stay where they are and are read as the other benchmark's.
 */
public final class Benchmarks {

    private final Handle handle;
    private final Caches caches;

    Benchmarks(Handle handle, Caches caches) {
        this.handle = handle;
        this.caches = caches;
    }

    /** The ids of benchmarks, given to them now where they are new; an old name leads to the renamed benchmark. */
    public Map<Benchmark, Long> identify(long projectId, Collection<Benchmark> benchmarks) {
        Map<Benchmark, Long> ids = findIds(projectId, benchmarks);
        for (Benchmark benchmark : benchmarks) {
            if (!ids.containsKey(benchmark)) ids.put(benchmark, add(projectId, benchmark));
        }
        return ids;
    }

    /** The ids of those benchmarks that are known, by any of their names. */
    Map<Benchmark, Long> findIds(long projectId, Collection<Benchmark> benchmarks) {
        Map<Benchmark, Long> ids = new LinkedHashMap<>();
        try (PreparedStatement find = handle.getConnection()
                .prepareStatement("select benchmark_id from benchmark_alias where project_id = ? and identity = ?")) {
            find.setLong(1, projectId);
            for (Benchmark benchmark : benchmarks) {
                if (ids.containsKey(benchmark)) continue;
                find.setString(2, identity(benchmark));
                try (ResultSet row = find.executeQuery()) {
                    if (row.next()) ids.put(benchmark, row.getLong(1));
                }
            }
        } catch (SQLException e) {
            throw Sqlite.translate("cannot look benchmarks up", e);
        }
        return ids;
    }

    /** The id of a benchmark, by any of its names. */
    public Optional<Long> findId(long projectId, Benchmark benchmark) {
        return handle.createQuery(
                        "select benchmark_id from benchmark_alias where project_id = :project and identity = :identity")
                .bind("project", projectId)
                .bind("identity", identity(benchmark))
                .mapTo(Long.class)
                .findOne();
    }

    public Optional<Benchmark> find(long projectId, long id) {
        return handle.createQuery("select * from benchmark where project_id = :project and id = :id")
                .bind("project", projectId)
                .bind("id", id)
                .map((row, context) -> benchmark(row))
                .findOne();
    }

    /** The project's benchmarks by suite and name, without those that became others. */
    public List<BenchmarkRow> list(long projectId) {
        return handle.createQuery("""
                        select * from benchmark where project_id = :project and merged_into is null
                        order by suite, name, parameters, mode, threads""")
                .bind("project", projectId)
                .map((row, context) -> new BenchmarkRow(row.getLong("id"), benchmark(row)))
                .list();
    }

    /**
     * Says that a benchmark is now called otherwise: its past and all its names become those of the other benchmark, which may
     * have measurements of its own already.
     *
     * @param oldId the benchmark whose name is gone
     * @param newId what it is called now
     */
    public void rename(long projectId, long oldId, long newId) {
        if (oldId == newId
                || find(projectId, oldId).isEmpty()
                || find(projectId, newId).isEmpty())
            throw new IllegalArgumentException(
                    "benchmarks " + oldId + " and " + newId + " must be two different benchmarks of the project");
        if (canonicalIds(projectId).containsKey(newId))
            throw new IllegalArgumentException("benchmark " + newId + " was renamed itself");
        for (String sql : List.of(
                "update benchmark set merged_into = :new where id = :old",
                "update benchmark set merged_into = :new where merged_into = :old",
                "update benchmark_alias set benchmark_id = :new where project_id = :project and benchmark_id = :old",
                // Where both have a pending alert, the old one's is about a level that is gone.
                "update or ignore alert set benchmark_id = :new where project_id = :project and benchmark_id = :old",
                "update alert set state = 'RESOLVED' where project_id = :project and benchmark_id = :old and state <> 'RESOLVED'",
                "update alert set benchmark_id = :new where project_id = :project and benchmark_id = :old",
                "update absence set state = 'RESOLVED' where project_id = :project and benchmark_id = :old",
                // The detector reads the joined series from its start.
                "update detector_progress set version = 0 where project_id = :project"))
            handle.createUpdate(sql)
                    .bindMap(Map.of("new", newId, "old", oldId, "project", projectId))
                    .execute();
    }

    /** For every benchmark that became another one, the id of that one. */
    Map<Long, Long> canonicalIds(long projectId) {
        Map<Long, Long> canonical = new HashMap<>();
        handle.createQuery(
                        "select id, merged_into from benchmark where project_id = :project and merged_into is not null")
                .bind("project", projectId)
                .map((row, context) -> Map.entry(row.getLong("id"), row.getLong("merged_into")))
                .forEach(merged -> canonical.put(merged.getKey(), merged.getValue()));
        return canonical;
    }

    /** The ids under which a benchmark was measured: its own first, then those that became it. */
    List<Long> idsOf(long id) {
        return handle.createQuery(
                        "select id from benchmark where id = :id or merged_into = :id order by merged_into is not null, id")
                .bind("id", id)
                .mapTo(Long.class)
                .list();
    }

    /** A benchmark by its id, from memory where possible; rows never change and ids are never given twice. */
    Benchmark known(long id) {
        @Nullable Benchmark known = caches.benchmark(id);
        if (known != null) return known;
        try (PreparedStatement find = handle.getConnection().prepareStatement("select * from benchmark where id = ?")) {
            find.setLong(1, id);
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) throw new IllegalArgumentException("there is no benchmark " + id);
                Benchmark found = benchmark(row);
                caches.keep(id, found);
                return found;
            }
        } catch (SQLException e) {
            throw Sqlite.translate("cannot read a benchmark", e);
        }
    }

    private long add(long projectId, Benchmark benchmark) {
        long id = handle.createQuery("""
                        insert into benchmark (project_id, suite, name, parameters, mode, threads)
                        values (:project, :suite, :name, :parameters, :mode, :threads) returning id""")
                .bind("project", projectId)
                .bind("suite", benchmark.suite())
                .bind("name", benchmark.name())
                .bind("parameters", Columns.text(benchmark.params()))
                .bind("mode", benchmark.mode())
                .bind("threads", benchmark.threads())
                .mapTo(Long.class)
                .one();
        handle.createUpdate("""
                        insert into benchmark_alias (project_id, identity, benchmark_id)
                        values (:project, :identity, :id)""")
                .bind("project", projectId)
                .bind("identity", identity(benchmark))
                .bind("id", id)
                .execute();
        return id;
    }

    private static String identity(Benchmark benchmark) {
        String components = String.join(
                "\0",
                benchmark.suite(),
                benchmark.name(),
                Columns.text(benchmark.params()),
                benchmark.mode(),
                Integer.toString(benchmark.threads()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(components.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static Benchmark benchmark(ResultSet row) throws SQLException {
        return benchmark(row, "name");
    }

    static Benchmark benchmark(ResultSet row, String nameColumn) throws SQLException {
        return new Benchmark(
                row.getString("suite"),
                row.getString(nameColumn),
                Columns.map(row.getString("parameters")),
                row.getString("mode"),
                row.getInt("threads"));
    }
}
