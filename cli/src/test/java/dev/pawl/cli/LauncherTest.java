package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a tree of its own whose {@code java} prints what it was given and whose {@code mvn} writes the jar and
 * counts. Both are scripts, so that each test costs no more than a few processes.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "pawl is a POSIX script; pawl.cmd stands in for it")
final class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "pawl").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Path root;
    private Path jdk;
    private Path tools;
    private Path source;

    @BeforeEach
    void plantATreeWithSpacesInItsPath() throws IOException {
        root = Files.createDirectories(folder.resolve("check out"));
        executable(root.resolve("pawl"), Files.readString(LAUNCHER));
        Files.createFile(root.resolve("pom.xml"));
        for (String module : List.of("core", "server", "gpu-bench", "cli"))
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
        Files.createDirectories(root.resolve("web/src"));
        Files.createFile(root.resolve("web/package.json"));
        Files.createDirectories(root.resolve("examples/python-pytest/history"));
        source = Files.createFile(root.resolve("core/src/main/java/A.java"));
        jdk = jdk("jdk 17", "17.0.15");
        tools = Files.createDirectories(folder.resolve("tools"));
        maven("echo built >>\"$PWD/builds\"; echo jar >cli/target/pawl.jar");
    }

    @Test
    void theFirstStartBuildsAndThenRuns() throws Exception {
        Outcome outcome = pawl("compare", "a b.json", "c.json");

        assertEquals(0, outcome.number());
        assertEquals(1, builds());
        List<String> arguments = outcome.out().lines().toList();
        assertEquals(
                List.of(
                        "-cp",
                        root.toRealPath().resolve("cli/target/pawl.jar").toString(),
                        "dev.pawl.cli.Pawl",
                        "compare",
                        "a b.json",
                        "c.json"),
                arguments.subList(arguments.size() - 6, arguments.size()));
        assertTrue(outcome.err().startsWith("building Pawl …\nbuilt Pawl in "), outcome.err());
    }

    @Test
    void aFreshJarIsNotBuiltAgainAndNothingIsSaid() throws Exception {
        pawl("compare");

        Outcome second = pawl("compare");

        assertEquals(1, builds());
        assertEquals("", second.err());
    }

    @Test
    void anOldTreeIsNotBuiltAgain() throws Exception {
        pawl("compare");
        ageTheTree();

        pawl("compare");

        assertEquals(1, builds());
    }

    @Test
    void aNewerSourceIsBuilt() throws Exception {
        pawl("compare");
        ageTheTree();
        Files.writeString(source, "class A {}");

        pawl("compare");

        assertEquals(2, builds());
    }

    @Test
    void aDeletedSourceIsBuilt() throws Exception {
        pawl("compare");
        ageTheTree();
        Files.delete(source);

        pawl("compare");

        assertEquals(2, builds());
    }

    @Test
    void whatTheFirstBuildItselfWritesMakesNothingStale() throws Exception {
        // As npm and Maven do: new folders in web, whose own time changes with each, and some of it after the jar.
        maven("""
                echo built >>"$PWD/builds"
                mkdir -p web/node_modules web/dist web/target core/target
                echo jar >cli/target/pawl.jar
                sleep 0.1
                touch web/node_modules/a.js web/dist/index.html web/target/npm.log core/target/A.class
                touch web""");
        ageTheTree();
        pawl("compare");

        Outcome second = pawl("compare");

        assertEquals(1, builds());
        assertEquals("", second.err());
    }

    @Test
    void whateverGoesIntoTheJarIsBuiltWhenItIsNew() throws Exception {
        List<String> inputs = List.of(
                "web/src/main.ts",
                "web/src",
                "web/index.html",
                "web/package.json",
                "web/package-lock.json",
                "web/tsconfig.json",
                "web/vite.config.ts",
                "web/build.xml",
                "web/pom.xml",
                "web/.npmrc",
                "web/placeholder/index.html",
                "examples/python-pytest/history/commits.json",
                "server/src/main/resources/schema.sql");
        for (String input : inputs) {
            Path path = root.resolve(input);
            Files.createDirectories(path.getParent());
            if (Files.notExists(path)) Files.createFile(path);
        }
        pawl("compare");

        for (int i = 0; i < inputs.size(); i++) {
            ageTheTree();
            Files.setLastModifiedTime(root.resolve(inputs.get(i)), FileTime.from(Instant.now()));
            pawl("compare");

            assertEquals(i + 2, builds(), inputs.get(i));
        }
    }

    @Test
    void aFailedBuildShowsWhatMavenSaidAndRunsNothing() throws Exception {
        maven("echo '[ERROR] A.java:[1,1] class expected'; exit 1");

        Outcome outcome = pawl("compare");

        assertEquals(2, outcome.number());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().contains("[ERROR] A.java:[1,1] class expected\n"), outcome.err());
        assertTrue(outcome.err().contains("error: Pawl could not be built (mvn ended with 1); the whole log is in "));
    }

    @Test
    void withoutMavenTheMessageSaysSo() throws Exception {
        Files.delete(tools.resolve("mvn"));

        Outcome outcome = pawl("compare");

        assertEquals(2, outcome.number());
        assertTrue(outcome.err().startsWith("error: no mvn found; "), outcome.err());
    }

    @Test
    void anOldJavaIsRefusedByName() throws Exception {
        jdk = jdk("jdk 11", "11.0.2");

        Outcome outcome = pawl("compare");

        assertEquals(2, outcome.number());
        assertEquals(
                "error: " + jdk + "/bin/java is Java 11.0.2; Pawl needs 17 or newer. Set JAVA_HOME to a newer JDK\n",
                outcome.err());
    }

    @Test
    void aJavaHomeWithoutJavaIsRefusedByName() throws Exception {
        jdk = folder.resolve("nowhere");

        Outcome outcome = pawl("compare");

        assertEquals(2, outcome.number());
        assertTrue(outcome.err().startsWith("error: JAVA_HOME is " + jdk + ", but there is no bin/java in it"));
    }

    @Test
    void itWorksThroughALinkAndFromElsewhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("p"), Path.of("check out", "pawl"));

        Outcome outcome = run(folder.resolve("tools"), List.of(link.toString(), "parse", "x"));

        assertEquals(0, outcome.number());
        assertTrue(outcome.out().endsWith("cli/target/pawl.jar\ndev.pawl.cli.Pawl\nparse\nx\n"), outcome.out());
    }

    @Test
    void theServerGetsTheFullCompiler() throws Exception {
        assertFalse(pawl("serve").out().contains("TieredStopAtLevel"));
        assertFalse(pawl("demo").out().contains("TieredStopAtLevel"));
        assertTrue(pawl("compare").out().contains("-XX:TieredStopAtLevel=1\n"));
    }

    @Test
    void whatLoadsNativeLibrariesIsStartedByTheJarsManifest() throws Exception {
        for (String command : List.of("serve", "demo", "gpu"))
            assertTrue(pawl(command).out().contains("-jar\n"), command);
    }

    @Test
    void theClassArchiveIsMadeOnceAndForThisJvm() throws Exception {
        pawl("compare");
        Path archive = root.resolve("cli/target/pawl-17.0.15.jsa");
        FileTime made = Files.getLastModifiedTime(archive);

        Outcome second = pawl("compare");

        assertEquals(made, Files.getLastModifiedTime(archive));
        assertTrue(second.out().contains("-XX:SharedArchiveFile=" + archive.toRealPath() + "\n"), second.out());
    }

    @Test
    void aJvmThatCannotMakeAnArchiveStillRuns() throws Exception {
        executable(jdk.resolve("bin/java"), "case $* in *ArchivedClasses*|*Xshare:dump*) exit 1;; esac; echo ran");

        assertEquals("ran\n", pawl("compare").out());
        assertEquals("ran\n", pawl("compare").out());
    }

    @Test
    void twoStartsAtOnceBuildOnce() throws Exception {
        maven("sleep 2; echo built >>\"$PWD/builds\"; echo jar >cli/target/pawl.jar");

        Process first = start(root, List.of("./pawl", "compare"));
        Process second = start(root, List.of("./pawl", "compare"));

        assertEquals(0, first.waitFor());
        assertEquals(0, second.waitFor());
        assertEquals(1, builds());
    }

    private record Outcome(int number, String out, String err) {}

    private Outcome pawl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("./pawl"));
        command.addAll(List.of(arguments));
        return run(root, command);
    }

    private Outcome run(Path directory, List<String> command) throws Exception {
        Process process = start(directory, command);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
        return new Outcome(
                process.exitValue(),
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private Process start(Path directory, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        // A Maven of the machine must not be found where a test took the planted one away.
        if (Files.notExists(tools.resolve("mvn")))
            builder.environment().put("PATH", onlyBasicTools().toString());
        return builder.start();
    }

    private Path onlyBasicTools() throws IOException {
        Path basic = Files.createDirectories(folder.resolve("basic"));
        for (String tool : List.of(
                "sh",
                "find",
                "mkdir",
                "flock",
                "rm",
                "cat",
                "sed",
                "readlink",
                "touch",
                "grep",
                "head",
                "sleep",
                "date"))
            for (String bin : List.of("/usr/bin", "/bin")) {
                Path existing = Path.of(bin, tool);
                if (Files.exists(existing)) executable(basic.resolve(tool), "exec " + existing + " \"$@\"");
            }
        return basic;
    }

    private long builds() throws IOException {
        try (Stream<String> lines = Files.lines(root.resolve("builds"))) {
            return lines.count();
        }
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/java"), """
                for argument in "$@"; do
                  case $argument in
                    -XX:DumpLoadedClassList=*) exit 0 ;;
                    -Xshare:dump) dumps=yes ;;
                    -XX:SharedArchiveFile=*) archive=${argument#*=} ;;
                  esac
                done
                [ -z "$dumps" ] || { echo classes >"$archive"; exit 0; }
                printf '%s\\n' "$@"
                """);
        executable(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    private void maven(String script) throws IOException {
        executable(tools.resolve("mvn"), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script.startsWith("#!") ? script : "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** As if all had been written and built a while ago: the jar a minute, its sources two. */
    private void ageTheTree() throws IOException {
        Instant now = Instant.now();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator)
                Files.setLastModifiedTime(path, FileTime.from(now.minusSeconds(120)));
        }
        Path jar = root.resolve("cli/target/pawl.jar");
        if (Files.exists(jar)) Files.setLastModifiedTime(jar, FileTime.from(now.minusSeconds(60)));
    }
}
