package dev.pawl.cli.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The {@code git} program in one folder. A question that git cannot answer, for whatever reason, has no answer; it is never an
 * error, because results are worth uploading without it.
 *
 * @param foreignOwner whether a repository that belongs to another user is read too; CI containers run as root in a checkout
 *     that is not root's
 */
record GitProgram(Path folder, boolean foreignOwner) {

    /** Every question is local and takes milliseconds; a network file system can take longer, a hanging one for ever. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** What git prints on success, without the last line end. */
    Optional<String> ask(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager", "-c", "core.fsmonitor=false"));
        if (foreignOwner) command.addAll(List.of("-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("LC_ALL", "C");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return answer(builder.start());
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }

    private static Optional<String> answer(Process process) {
        CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()));
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0)
                return Optional.empty();
            return Optional.of(new String(output.join(), StandardCharsets.UTF_8).replaceFirst("\n$", ""));
        } catch (IOException closed) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] readAll(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException killed) {
            return new byte[0];
        }
    }
}
