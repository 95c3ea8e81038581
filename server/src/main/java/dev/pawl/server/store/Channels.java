package dev.pawl.server.store;

import dev.pawl.model.Severity;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The channels of the projects. */
public final class Channels {

    private final Handle handle;

    Channels(Handle handle) {
        this.handle = handle;
    }

    /**
     * Adds a channel.
     *
     * @param channel its id is ignored
     * @throws StoreException if the project has one of this name
     */
    public long add(ChannelRow channel) {
        return handle.createQuery("""
                        insert into channel (project_id, name, kind, address, signing_key, severity, benchmarks, events,
                            allow_private, created_at)
                        values (:project, :name, :kind, :address, :key, :severity, :benchmarks, :events, :private, :now)
                        returning id""")
                .bind("project", channel.projectId())
                .bind("name", channel.name())
                .bind("kind", channel.kind())
                .bind("address", channel.address().toString())
                .bind("key", channel.signingKey())
                .bind("severity", channel.severity())
                .bind("benchmarks", channel.benchmarks())
                .bind(
                        "events",
                        channel.events().stream().map(Enum::name).sorted().collect(Collectors.joining(",")))
                .bind("private", channel.allowsPrivate() ? 1 : 0)
                .bind("now", channel.createdAt().toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    /** A project's channels by name. */
    public List<ChannelRow> list(long projectId) {
        return handle.createQuery("select * from channel where project_id = :project order by name")
                .bind("project", projectId)
                .map((row, context) -> channel(row))
                .list();
    }

    /** By the name that the outbox knows it under; empty if it was removed. */
    public Optional<ChannelRow> find(String key) {
        return handle.createQuery("select * from channel where 'channel:' || id = :key")
                .bind("key", key)
                .map((row, context) -> channel(row))
                .findOne();
    }

    /** Returns false if there is none of this name. */
    public boolean remove(long projectId, String name) {
        return handle.execute("delete from channel where project_id = ? and name = ?", projectId, name) > 0;
    }

    /**
     * Notes that a project's channels are told of a week.
     *
     * @return false if that was noted before
     */
    public boolean tellWeek(long projectId, Instant end) {
        return handle.execute("""
                        insert into weekly_report (project_id, told_until) values (?, ?)
                        on conflict (project_id) do update set told_until = excluded.told_until
                        where told_until < excluded.told_until""", projectId, end.toEpochMilli()) > 0;
    }

    /** The projects of which somebody wants to hear weekly. */
    public List<Long> projectsToldWeekly() {
        return handle.createQuery("""
                        select distinct project_id from channel
                        where disabled_because is null and ',' || events || ',' like '%,WEEKLY,%'""").mapTo(Long.class).list();
    }

    /** Stops sending there. */
    public void disable(long id, String because) {
        handle.execute("update channel set disabled_because = ? where id = ?", because, id);
    }

    private static ChannelRow channel(ResultSet row) throws SQLException {
        return new ChannelRow(
                row.getLong("id"),
                row.getLong("project_id"),
                row.getString("name"),
                ChannelRow.Kind.valueOf(row.getString("kind")),
                URI.create(row.getString("address")),
                row.getString("signing_key"),
                Severity.valueOf(row.getString("severity")),
                row.getString("benchmarks"),
                Arrays.stream(row.getString("events").split(","))
                        .map(ChannelRow.Event::valueOf)
                        .collect(Collectors.toSet()),
                row.getBoolean("allow_private"),
                row.getString("disabled_because"),
                Columns.instant(row, "created_at"));
    }
}
