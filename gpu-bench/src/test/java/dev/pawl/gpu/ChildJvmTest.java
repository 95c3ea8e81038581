package dev.pawl.gpu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ChildJvmTest {

    @Test
    void whatStillRunsIsEndedAndItsFolderRemoved() throws IOException {
        Process process;
        Path folder;
        try (ChildJvm child = ChildJvm.create()) {
            folder = child.folder();
            process = child.start(Sleeper.class, List.of(), Map.of());
            assertTrue(process.isAlive());
        }

        assertFalse(process.isAlive());
        assertFalse(Files.exists(folder));
    }

    /** As Ctrl-C and a CI job that is cancelled do, which signal the parent. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void itDoesNotOutliveAParentThatIsInterrupted() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(printed.readLine())).orElseThrow();
        Path folder = Path.of(printed.readLine());
        assertTrue(Files.exists(folder));

        parent.destroy();

        assertTrue(parent.waitFor(10, TimeUnit.SECONDS));
        assertFalse(Files.exists(folder));
        assertFalse(child.isAlive());
    }

    /** Says what it started, and waits for it. */
    static final class Parent {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            try (ChildJvm child = ChildJvm.create()) {
                Process process = child.start(Sleeper.class, List.of(), Map.of());
                System.out.println(process.pid());
                System.out.println(child.folder());
                process.waitFor();
            }
        }
    }

    /** Hangs, as drivers do. */
    static final class Sleeper {
        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(600_000);
        }
    }
}
