package dev.pawl.cli;

import dev.pawl.report.VisibleText;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.Store;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl deliveries}: what waits to be sent, and what was given up. */
@Command(
        name = "deliveries",
        description = "List messages that wait to be sent, or were given up; on the server's machine.",
        mixinStandardHelpOptions = true,
        subcommands = DeliveriesCommand.Retry.class)
final class DeliveriesCommand implements Callable<Integer> {

    private static final int MOST_LISTED = 200;

    @Mixin
    private DataOption data;

    @Option(names = "--dead", description = "Those that were given up, instead of those that wait.")
    private boolean dead;

    @Override
    public Integer call() {
        DeliveryRow.State state = dead ? DeliveryRow.State.DEAD : DeliveryRow.State.PENDING;
        try (Store store = data.openExisting()) {
            for (DeliveryRow row : store.read(view -> view.deliveries().list(state, MOST_LISTED))) {
                System.out.printf(
                        "%5d  %-16s  %-10s  %s  attempts %d  %s%n",
                        row.id(),
                        row.channel(),
                        row.subject() == null ? row.event() : "#" + row.subject(),
                        row.createdAt(),
                        row.attempts(),
                        row.lastError() == null ? "" : VisibleText.of(row.lastError()));
            }
        }
        return ExitCode.FINE.number();
    }

    /** {@code pawl deliveries retry}. */
    @Command(name = "retry", description = "Try one again that was given up.", mixinStandardHelpOptions = true)
    static final class Retry implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "ID", description = "Its number in 'pawl deliveries --dead'.")
        private long id;

        @Override
        public Integer call() {
            try (Store store = data.openExisting()) {
                boolean waits = store.write(session -> session.deliveries().retry(id, Instant.now()));
                if (!waits)
                    throw new UsageException(
                            "there is no delivery " + id + " that was given up; see 'pawl deliveries --dead'");
            }
            return ExitCode.FINE.number();
        }
    }
}
