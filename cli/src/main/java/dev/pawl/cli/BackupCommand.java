package dev.pawl.cli;

import dev.pawl.server.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pawl backup}: copies the database while the server runs. */
@Command(
        name = "backup",
        description = {
            "Copy the server's database into a new file, on the server's machine, while the server runs.",
            "To restore, stop the server and put the copy in place of pawl.db."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "FILE", description = "The copy; it must not exist yet.")
    private Path target;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(target)) throw new UsageException(target + " exists already; name a new file");
        try (Store store = data.openExisting()) {
            store.backup(target);
        }
        System.out.printf("%s  %.1f MB%n", target, Files.size(target) / 1e6);
        return ExitCode.FINE.number();
    }
}
