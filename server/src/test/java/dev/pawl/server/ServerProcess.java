package dev.pawl.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server in a JVM of its own, which can be killed at any moment. */
final class ServerProcess implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final String url;

    private ServerProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a server on the data in a folder; when this returns, it answers.
     *
     * @param before what to start the JVM with, such as a tracer
     */
    static ServerProcess start(Path folder, ServerMain.Mode mode, String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                folder.toString(),
                mode.name()));
        File log = folder.resolve("server.log").toFile();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine())
                if (line.startsWith("listening ")) return new ServerProcess(process, line.substring(10));
            throw new AssertionError("the server did not start; see " + log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    /** SIGKILL: the process gets no chance to do anything more. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** SIGTERM, as init systems send it. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end of the process; returns how it ended. */
    int await() {
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) throw new AssertionError("the server does not stop");
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }
}
