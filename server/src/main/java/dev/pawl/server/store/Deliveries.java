package dev.pawl.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: what is to be sent is written in the transaction that gives the reason, and sent afterwards, at least once. Whoever
 * sends takes a lease; if it dies, the delivery is due again when the lease is over.
 */
public final class Deliveries {

    /** Longest error that is kept; the peer decides on its length. */
    private static final int LONGEST_ERROR = 500;

    private final Handle handle;

    Deliveries(Handle handle) {
        this.handle = handle;
    }

    public long enqueue(String channel, String event, String payload, Instant due, Instant now) {
        return handle.createQuery("""
                        insert into delivery (channel, event, payload, state, attempts, due_at, created_at)
                        values (:channel, :event, :payload, 'PENDING', 0, :due, :now) returning id""")
                .bind("channel", channel)
                .bind("event", event)
                .bind("payload", payload)
                .bind("due", due.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    /**
     * Asks for something to be brought up to date. If that was asked for before and is still to be done, or was given up, it stays
     * one delivery.
     *
     * @param due of a new one; one that waits keeps its time
     */
    public void ask(String channel, String subject, String event, Instant due, Instant now) {
        handle.createUpdate("""
                        insert into delivery (channel, subject, event, payload, state, attempts, due_at, created_at)
                        values (:channel, :subject, :event, '{}', 'PENDING', 0, :due, :now)
                        on conflict (channel, subject) where subject is not null and state <> 'DELIVERED' do update set
                            version = version + 1,
                            due_at = case
                                when state = 'DEAD' then excluded.due_at
                                when attempts > 0 then min(due_at, excluded.due_at)
                                else due_at end,
                            attempts = 0,
                            finished_at = null,
                            state = 'PENDING'""")
                .bind("channel", channel)
                .bind("subject", subject)
                .bind("event", event)
                .bind("due", due.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /**
     * Something was brought up to date as far as it had been asked for.
     *
     * @return false if it was asked for again meanwhile; then it is due again
     */
    public boolean broughtUpToDate(DeliveryRow row, Instant now) {
        return ended(row, "state = 'DELIVERED', finished_at = :now", now, null);
    }

    /** Gives up what was to be brought up to date, unless it was asked for again meanwhile; then it is due again. */
    public boolean givenUp(DeliveryRow row, String error, Instant now) {
        return ended(
                row,
                "state = 'DEAD', attempts = attempts + 1, last_error = :error, finished_at = :now",
                now,
                shortened(error));
    }

    private boolean ended(DeliveryRow row, String change, Instant now, @Nullable String error) {
        Update end = handle.createUpdate("update delivery set " + change
                        + " where id = :id and state = 'PENDING' and version = :version")
                .bind("id", row.id())
                .bind("version", row.version())
                .bind("now", now.toEpochMilli());
        if (error != null) end.bind("error", error);
        boolean isEnded = end.execute() > 0;
        if (!isEnded)
            handle.execute(
                    "update delivery set due_at = ?, attempts = 0 where id = ? and state = 'PENDING'",
                    now.toEpochMilli(),
                    row.id());
        return isEnded;
    }

    /** The channels on which something is due. */
    public List<String> channelsDue(Instant now) {
        return handle.createQuery("select distinct channel from delivery where state = 'PENDING' and due_at <= :now")
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    /** Takes what is due on a channel, the longest due first; nobody else gets it until the lease is over. */
    public List<DeliveryRow> dueOf(String channel, Instant now, Duration lease, int limit) {
        return handle
                .createQuery("""
                        update delivery set due_at = :leaseEnd
                        where id in (
                            select id from delivery
                            where state = 'PENDING' and channel = :channel and due_at <= :now
                            order by due_at, id limit :limit)
                        returning *""")
                .bind("channel", channel)
                .bind("leaseEnd", now.plus(lease).toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map((row, context) -> delivery(row))
                .stream()
                .sorted(Comparator.comparingLong(DeliveryRow::id))
                .toList();
    }

    public void delivered(long id, Instant now) {
        handle.createUpdate("update delivery set state = 'DELIVERED', finished_at = :now where id = :id")
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /** Notes a failed attempt and when to try again. */
    public void failed(long id, Instant nextDue, String error) {
        handle.createUpdate("""
                        update delivery set attempts = attempts + 1, due_at = :due, last_error = :error
                        where id = :id and state = 'PENDING'""")
                .bind("due", nextDue.toEpochMilli())
                .bind("error", shortened(error))
                .bind("id", id)
                .execute();
    }

    /** Says anew what is to be sent, for instance to whom. */
    public void rewrite(long id, String payload) {
        handle.execute("update delivery set payload = ? where id = ?", payload, id);
    }

    /** Gives a delivery up. */
    public void dead(long id, String error, Instant now) {
        handle.createUpdate("""
                        update delivery set state = 'DEAD', attempts = attempts + 1, last_error = :error,
                            finished_at = :now
                        where id = :id and state = 'PENDING'""")
                .bind("error", shortened(error))
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /**
     * Forgets what was delivered, or given up, before a time; the longest ago first.
     *
     * @return how many were forgotten; as many as the limit means that there may be more
     */
    public int forget(DeliveryRow.State state, Instant time, int limit) {
        return handle.execute(
                "delete from delivery where id in (select id from delivery"
                        + " where state = ? and finished_at is not null and finished_at < ? order by finished_at limit ?)",
                state,
                time.toEpochMilli(),
                limit);
    }

    /** How many there are in each state. */
    public Map<DeliveryRow.State, Long> counts() {
        Map<DeliveryRow.State, Long> counts = new EnumMap<>(DeliveryRow.State.class);
        for (DeliveryRow.State state : DeliveryRow.State.values()) counts.put(state, 0L);
        handle.createQuery("select state, count(*) as deliveries from delivery group by state")
                .map((row, context) ->
                        counts.put(DeliveryRow.State.valueOf(row.getString("state")), row.getLong("deliveries")))
                .list();
        return counts;
    }

    /** The newest first. */
    public List<DeliveryRow> list(DeliveryRow.State state, int limit) {
        return handle.createQuery("select * from delivery where state = :state order by id desc limit :limit")
                .bind("state", state)
                .bind("limit", limit)
                .map((row, context) -> delivery(row))
                .list();
    }

    /** Those of some channels that are not delivered, the newest first. */
    public List<DeliveryRow> openOf(Collection<String> channels, int limit) {
        if (channels.isEmpty()) return List.of();
        return handle.createQuery("""
                        select * from delivery where state <> 'DELIVERED' and channel in (<channels>)
                        order by id desc limit :limit""")
                .bindList("channels", List.copyOf(channels))
                .bind("limit", limit)
                .map((row, context) -> delivery(row))
                .list();
    }

    /** Gives one that was given up another round of attempts; returns false if there is none such. */
    public boolean retry(long id, Instant now) {
        return handle.execute(
                        "update delivery set state = 'PENDING', attempts = 0, due_at = ?, finished_at = null where id = ? and state = 'DEAD'",
                        now.toEpochMilli(),
                        id)
                > 0;
    }

    public Optional<DeliveryRow> find(long id) {
        return handle.createQuery("select * from delivery where id = :id")
                .bind("id", id)
                .map((row, context) -> delivery(row))
                .findOne();
    }

    private static String shortened(String error) {
        return error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    }

    private static DeliveryRow delivery(ResultSet row) throws SQLException {
        return new DeliveryRow(
                row.getLong("id"),
                row.getString("channel"),
                row.getString("event"),
                row.getString("subject"),
                row.getInt("version"),
                row.getString("payload"),
                DeliveryRow.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                Columns.instant(row, "due_at"),
                row.getString("last_error"),
                Columns.instant(row, "created_at"));
    }
}
