package dev.pawl.server.notify;

import dev.pawl.server.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A worker in a process of its own, to be killed. Sends what the outbox of a database holds. */
public final class DeliveryProcess {

    private DeliveryProcess() {}

    /** @param arguments the database */
    public static void main(String[] arguments) throws InterruptedException {
        Store store = Store.open(Path.of(arguments[0]));
        ChannelClient client = new ChannelClient(null, TrendPictures.NONE);
        new DeliveryWorker(store, Clock.systemUTC(), null, client, Duration.ofMillis(5)).start();
        Thread.sleep(Long.MAX_VALUE);
    }
}
