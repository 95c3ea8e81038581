package dev.pawl.gpu;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process for what may be ended at any time by the driver that it calls, or never come back: a JVM with Pawl's own classes, and a
 * folder. Neither outlives this object, nor this JVM if that is interrupted.
 */
public final class ChildJvm implements AutoCloseable {

    /** What a process ends with whose driver lacks a function that it calls: the dynamic linker ends it. */
    private static final int SYMBOL_MISSING = 127;

    /** The dynamic linker names two paths before what it lacks. */
    private static final int LONGEST_LINE = 1000;

    /** Whoever is asked to end has that long; a process that hangs in the driver may need the driver's leave to end. */
    private static final int LONGEST_SECONDS = 5;

    private final Path folder;
    private final Thread hook = new Thread(this::endQuietly, "pawl-gpu-child");
    private volatile @Nullable Process process;

    private ChildJvm(Path folder) {
        this.folder = folder;
    }

    /** A child with a new folder. */
    public static ChildJvm create() throws IOException {
        ChildJvm child = new ChildJvm(Files.createTempDirectory("pawl-gpu-"));
        try {
            Runtime.getRuntime().addShutdownHook(child.hook);
        } catch (IllegalStateException shuttingDown) {
            Files.delete(child.folder);
            throw new IOException("Pawl is being ended", shuttingDown);
        }
        return child;
    }

    /** Where it puts what it found, and what it printed is found. */
    public Path folder() {
        return folder;
    }

    /** @param environment variables beside its parent's */
    public Process start(Class<?> main, List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java")
                        .toString(),
                "--enable-native-access=ALL-UNNAMED",
                // What a process that dies leaves behind goes with its folder.
                "-Djava.io.tmpdir=" + folder,
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        return started;
    }

    /**
     * How the process ended, in words.
     *
     * @param status that it ended with, and which is not 0
     */
    public String ending(int status) throws IOException {
        String last = lastLine();
        if (status == SYMBOL_MISSING) return "the driver lacks a function that is needed; update it (" + last + ")";
        return "the process ended with " + status + (last.isEmpty() ? "" : " (" + last + ")");
    }

    /** Of what the process printed, without controls; a stranger's text must stay one line. */
    private String lastLine() throws IOException {
        String text = new String(Files.readAllBytes(output()), StandardCharsets.UTF_8);
        String[] lines = Arrays.stream(text.split("\n"))
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toArray(String[]::new);
        String last = lines.length == 0 ? "" : lines[lines.length - 1];
        return last.length() <= LONGEST_LINE ? last : last.substring(0, LONGEST_LINE);
    }

    private Path output() {
        return folder.resolve("output");
    }

    /** Ends the process if it still runs, and removes the folder and all in it. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook does it.
            return;
        }
        end();
    }

    private void endQuietly() {
        try {
            end();
        } catch (IOException stays) {
            // Nobody is left to be told.
            return;
        }
    }

    private void end() throws IOException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                // It might write what is being removed.
                running.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
