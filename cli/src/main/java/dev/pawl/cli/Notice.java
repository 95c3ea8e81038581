package dev.pawl.cli;

import java.time.Duration;

/** A line on standard error that appears only if something takes long. Close it when that is over. */
final class Notice implements AutoCloseable {

    /** Longer than this and people wonder. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Thread thread;

    private Notice(Thread thread) {
        this.thread = thread;
    }

    static Notice of(String text) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(PATIENCE.toMillis());
                        System.err.println(text);
                    } catch (InterruptedException done) {
                        Thread.currentThread().interrupt();
                    }
                },
                "notice");
        thread.setDaemon(true);
        thread.start();
        return new Notice(thread);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
