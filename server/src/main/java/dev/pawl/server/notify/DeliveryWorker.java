package dev.pawl.server.notify;

import dev.pawl.server.background.RepeatedTask;
import dev.pawl.server.background.TaskHealth;
import dev.pawl.server.notify.ChannelClient.Outcome;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.Store;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds. Each channel has a thread of its own while it has something to send, so that one that hangs holds up
 * nobody else, and no upload waits for any. What is due together goes as one message, so that a burst is one message and not a
 * thousand.
 *
 * <p>At least once: a delivery is marked after it was sent. If the server dies in between, it is sent again when its lease is over.
 */
public final class DeliveryWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);

    /** Longer than an attempt can last. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** Pauses after failures; after the last one it is given up. Slack's outages end within hours. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12));

    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    /** Of a pull request: a dozen requests, each with its own patience. */
    private static final Duration LONG_LEASE = Duration.ofMinutes(5);

    /** So many deliveries go into one message. */
    private static final int AT_ONCE = 200;

    private final Store store;
    private final Clock clock;
    private final @Nullable URI publicUrl;
    private final Duration between;
    private final ChannelClient client;
    private final PullRequestWriter pullRequests;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final RepeatedTask looking;
    private final TaskHealth sending;
    private final ExecutorService senders = Executors.newCachedThreadPool(DeliveryWorker::daemon);

    public DeliveryWorker(
            Store store, Clock clock, @Nullable URI publicUrl, ChannelClient client, PullRequestWriter pullRequests) {
        // Slack takes one message a second and channel, GitHub wants a second between what people are told of.
        this(store, clock, publicUrl, client, pullRequests, Duration.ofMillis(1200));
    }

    /** One that has no pull requests to write on. */
    DeliveryWorker(Store store, Clock clock, @Nullable URI publicUrl, ChannelClient client, Duration between) {
        this(
                store,
                clock,
                publicUrl,
                client,
                new PullRequestWriter(store, null, publicUrl, TrendPictures.NONE),
                between);
    }

    DeliveryWorker(
            Store store,
            Clock clock,
            @Nullable URI publicUrl,
            ChannelClient client,
            PullRequestWriter pullRequests,
            Duration between) {
        this.client = client;
        this.pullRequests = pullRequests;
        this.store = store;
        this.clock = clock;
        this.publicUrl = publicUrl;
        this.between = between;
        this.looking = new RepeatedTask("deliveries", Duration.ZERO, Duration.ofSeconds(1), clock, this::look);
        this.sending = new TaskHealth("sending", clock);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "deliveries");
        thread.setDaemon(true);
        return thread;
    }

    /** Starts looking for due deliveries. */
    public void start() {
        looking.start();
    }

    /** How it fares; what a channel refuses is in the outbox and no failure of the server's. */
    public List<TaskHealth.State> states() {
        return List.of(looking.state(), sending.state());
    }

    private void look() {
        Instant now = clock.instant();
        for (String channel : store.read(view -> view.deliveries().channelsDue(now))) {
            if (!busy.add(channel)) continue;
            try {
                senders.execute(() -> drain(channel));
            } catch (RuntimeException | Error e) {
                busy.remove(channel);
                // Stopping, the outbox is in the store and waits there.
                if (!(e instanceof RejectedExecutionException)) throw e;
            }
        }
    }

    private void drain(String channel) {
        try {
            boolean mayBeMore = true;
            while (mayBeMore && !Thread.currentThread().isInterrupted()) {
                boolean[] hasSent = new boolean[1];
                sending.attempt(() -> hasSent[0] = sendUnlessStopping(channel));
                mayBeMore = hasSent[0];
                if (mayBeMore) TimeUnit.MILLISECONDS.sleep(between.toMillis());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            busy.remove(channel);
        }
    }

    private boolean sendUnlessStopping(String channel) {
        try {
            return send(channel);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            // What it works with is being closed under it; that is no failure.
            if (senders.isShutdown()) return false;
            throw e;
        }
    }

    /** Sends what is due on a channel as one message for each event; returns false if nothing was. */
    boolean send(String key) throws InterruptedException {
        OptionalLong project = DeliveryRow.projectOfPullRequests(key);
        if (project.isPresent()) return writeOnPullRequest(key, project.getAsLong());
        Instant now = clock.instant();
        List<DeliveryRow> due = store.write(session -> session.deliveries().dueOf(key, now, LEASE, AT_ONCE));
        if (due.isEmpty()) return false;
        ChannelRow channel = store.read(view -> view.channels().find(key)).orElse(null);
        if (channel == null || channel.disabledBecause() != null) {
            settle(due, new Outcome.Refused("the channel is " + (channel == null ? "removed" : "disabled")), channel);
            return true;
        }
        Map<Subject, List<DeliveryRow>> bySubject = new LinkedHashMap<>();
        Map<Long, News> newsOf = new HashMap<>();
        for (DeliveryRow row : due) {
            News news = News.of(row.payload());
            newsOf.put(row.id(), news);
            bySubject
                    .computeIfAbsent(new Subject(row.event(), news.missed()), unseen -> new ArrayList<>())
                    .add(row);
        }
        boolean isFirst = true;
        for (List<DeliveryRow> rows : bySubject.values()) {
            if (!isFirst) TimeUnit.MILLISECONDS.sleep(between.toMillis());
            isFirst = false;
            News news =
                    News.together(rows.stream().map(row -> newsOf.get(row.id())).toList());
            settle(rows, sent(channel, news, idOf(rows)), channel);
        }
        return true;
    }

    private Outcome sent(ChannelRow channel, News news, String id) {
        try {
            return client.send(channel, news, publicUrl, id, clock.instant());
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("{} cannot be told", channel, e);
            return defect(e);
        }
    }

    /** Without an outcome it would be tried at every end of the lease for ever, unseen. */
    private static Outcome defect(Throwable e) {
        return new Outcome.Failed("an error of the server's: " + e.getClass().getSimpleName(), null);
    }

    private boolean writeOnPullRequest(String key, long projectId) {
        Instant now = clock.instant();
        List<DeliveryRow> due = store.write(session -> session.deliveries().dueOf(key, now, LONG_LEASE, 1));
        if (due.isEmpty()) return false;
        DeliveryRow row = due.get(0);
        Outcome outcome;
        try {
            outcome = pullRequests.write(projectId, Integer.parseInt(String.valueOf(row.subject())));
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("pull request #{} cannot be written on", row.subject(), e);
            outcome = defect(e);
        }
        Outcome written = outcome;
        Instant end = clock.instant();
        store.write(session -> {
            if (written instanceof Outcome.Delivered) session.deliveries().broughtUpToDate(row, end);
            else if (written instanceof Outcome.Failed failed && row.attempts() < PAUSES.size())
                session.deliveries().failed(row.id(), end.plus(pause(row, failed)), failed.why());
            else session.deliveries().givenUp(row, why(written), end);
            return null;
        });
        if (!(written instanceof Outcome.Delivered)) LOG.warn("{} #{}: {}", key, row.subject(), why(written));
        return true;
    }

    private static Duration pause(DeliveryRow row, Outcome.Failed failed) {
        return Optional.ofNullable(failed.askedPause())
                .map(asked -> asked.compareTo(LONGEST_ASKED) <= 0 ? asked : LONGEST_ASKED)
                .orElse(PAUSES.get(row.attempts()));
    }

    /** What can go together in one message. */
    private record Subject(String event, @Nullable String missed) {}

    /**
     * The same for the same deliveries only: a listener that drops what it knows must not drop what joined it after a failure.
     */
    static String idOf(List<DeliveryRow> rows) {
        String first = "delivery-" + rows.get(0).id();
        if (rows.size() == 1) return first;
        return first + "-"
                + Integer.toHexString(
                        rows.stream().map(DeliveryRow::id).toList().hashCode());
    }

    private void settle(List<DeliveryRow> rows, Outcome all, @Nullable ChannelRow channel) {
        Instant now = clock.instant();
        Outcome outcome = all instanceof Outcome.Partly partly ? partly.rest() : all;
        store.write(session -> {
            for (DeliveryRow row : rows) {
                if (all instanceof Outcome.Partly partly)
                    session.deliveries().rewrite(row.id(), News.toMissed(row.payload(), partly.missed()));
                if (outcome instanceof Outcome.Delivered) {
                    session.deliveries().delivered(row.id(), now);
                } else if (outcome instanceof Outcome.Failed failed && row.attempts() < PAUSES.size()) {
                    session.deliveries().failed(row.id(), now.plus(pause(row, failed)), failed.why());
                } else {
                    session.deliveries().dead(row.id(), why(outcome), now);
                }
            }
            if (outcome instanceof Outcome.Gone gone && channel != null)
                session.channels().disable(channel.id(), gone.why());
            return null;
        });
        if (!(outcome instanceof Outcome.Delivered)) LOG.warn("{}: {}", channel, why(outcome));
    }

    private static String why(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) return failed.why();
        if (outcome instanceof Outcome.Refused refused) return refused.why();
        if (outcome instanceof Outcome.Gone gone) return gone.why();
        return "";
    }

    /** Stops; what is being sent may end. */
    @Override
    public void close() {
        looking.stopNow();
        senders.shutdown();
        try {
            if (!senders.awaitTermination(2, TimeUnit.SECONDS)) senders.shutdownNow();
            senders.awaitTermination(ChannelClient.ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            senders.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
