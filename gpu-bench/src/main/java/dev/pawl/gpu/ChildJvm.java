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
import java.util.stream.Stream;

/**
 * A process for what may be ended at any time by the driver that it calls, or never come back: a JVM with Pawl's own classes.
 *
 * @param folder of its own, where it puts what it found, and what it printed is found
 */
public record ChildJvm(Path folder) {

    /** What a process ends with whose driver lacks a function that it calls: the dynamic linker ends it. */
    private static final int SYMBOL_MISSING = 127;

    /** The dynamic linker names two paths before what it lacks. */
    private static final int LONGEST_LINE = 1000;

    /** A child with a new folder. */
    public static ChildJvm create() throws IOException {
        return new ChildJvm(Files.createTempDirectory("pawl-gpu-"));
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
        return builder.start();
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

    /** Removes the folder and all in it. */
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
