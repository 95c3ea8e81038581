package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pawl.gpu.GpuFacts;
import dev.pawl.gpu.GpuProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class GpuCommandTest {

    private final GpuFacts facts = GpuProbe.ofThisMachine().probe();
    private final int expected = facts.isReady() ? 0 : 6;

    @Test
    void probePrintsOneLineAndItsExitCodeSaysWhetherThereIsAGpu() {
        CommandRun run = CommandRun.of("gpu", "probe");

        assertEquals(expected, run.number());
        assertEquals(facts + "\n", run.out());
        assertEquals("", run.err());
    }

    @Test
    void probeAsJsonHoldsTheSame() {
        CommandRun run = CommandRun.of("gpu", "probe", "--output", "json");

        assertEquals(expected, run.number());
        assertTrue(
                run.out()
                        .startsWith("{\"status\":\"" + facts.status().name().toLowerCase(Locale.ROOT)
                                + "\",\"explanation\":"),
                run.out());
    }

    @Test
    void allProblemsOfASpecFileAreLinesAndItIsNoInput(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("spec.yml");
        Files.writeString(file, "kernels:\n  - name: k\n    entry: 1 2\nkernel: 1\n");

        CommandRun run = CommandRun.of("gpu", "run", "--spec", file.toString());

        assertEquals(3, run.number());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("error: " + file + ":2: a kernel needs 'file'\n" + file + ":2: "), run.err());
        assertTrue(run.err().contains("\n" + file + ":3: 'entry' is '1 2', which is no name\n"), run.err());
    }

    @Test
    void aSpecFileGoesWithNeitherACommandNorAGroup() {
        assertEquals(
                2, CommandRun.of("gpu", "run", "--spec", "k.yml", "--", "true").number());
        assertEquals(
                2,
                CommandRun.of("gpu", "run", "--spec", "k.yml", "--suite", "gemm")
                        .number());
        assertEquals(3, CommandRun.of("gpu", "run", "--spec", "absent.yml").number());
    }

    @Test
    void theHelpNamesTheSuites() {
        String help = CommandRun.of("gpu", "run", "--help").out().replaceAll("\\s+", " ");

        assertTrue(help.contains("Pawl's own kernels: default, quick, transfer, host, launch, stream, "), help);
    }

    @Test
    void whatIsForACommandIsRefusedWithoutOne() {
        CommandRun run = CommandRun.of("gpu", "run", "--repetitions", "3");

        assertEquals(2, run.number());
        assertTrue(run.err().startsWith("error: --name, --warmup and --repetitions are for a command"), run.err());
    }

    @Test
    void whereTheResultCannotBeWrittenIsSaidBeforeAnythingIsMeasured(@TempDir Path folder) {
        Path absent = folder.resolve("absent");
        Path left = folder.resolve("left");

        CommandRun intoNothing = CommandRun.of(
                "gpu", "run", "--out", absent.resolve("r.json").toString(), "--", "touch", left.toString());
        CommandRun overFolder = CommandRun.of("gpu", "run", "--out", folder.toString(), "--", "touch", left.toString());

        assertEquals(2, intoNothing.number());
        assertEquals(
                "error: --out " + absent.resolve("r.json") + ": there is no folder " + absent + "; create it first\n",
                intoNothing.err());
        assertEquals(2, overFolder.number());
        assertEquals("error: --out " + folder + " is a folder; name a file in it\n", overFolder.err());
        assertFalse(Files.exists(left));
    }

    @Test
    void aFolderIsNoSpecFile(@TempDir Path folder) {
        CommandRun run = CommandRun.of("gpu", "run", "--spec", folder.toString());

        assertEquals(2, run.number());
        assertEquals("error: " + folder + " is a folder; name a spec file in it\n", run.err());
    }

    @Test
    void gpuAloneIsWrongUsage() {
        assertEquals(2, CommandRun.of("gpu").number());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMeasuredCommandIsPawlsOwnJsonThatParseReads(@TempDir Path folder) {
        String file = folder.resolve("result.json").toString();

        CommandRun run = CommandRun.of(
                "gpu",
                "run",
                "--out",
                file,
                "--warmup",
                "0",
                "--repetitions",
                "2",
                "--name",
                "train",
                "--",
                "sh",
                "-c",
                "echo METRIC speed=12.5 tokens/s");
        CommandRun parsed = CommandRun.of("parse", file);

        assertEquals(0, run.number(), run.err());
        assertTrue(run.err().contains("METRIC speed=12.5 tokens/s"), run.err());
        assertEquals(run.out(), parsed.out());
        assertTrue(parsed.out().startsWith("pawl: 1 benchmark\n  train\n    time  "), parsed.out());
        assertTrue(parsed.out().contains("    speed  12.50 tokens/s  2 samples\n"), parsed.out());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutAFileTheResultIsAllOfStandardOutput() {
        CommandRun run =
                CommandRun.of("gpu", "run", "--warmup", "0", "--repetitions", "1", "--", "sh", "-c", "echo hello");

        assertEquals(0, run.number(), run.err());
        assertTrue(run.out().startsWith("{"), run.out());
        assertTrue(run.err().contains("hello\n"), run.err());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutTelemetryTheResultSaysSo() {
        CommandRun run =
                CommandRun.of("gpu", "run", "--no-telemetry", "--warmup", "0", "--repetitions", "1", "--", "true");

        assertEquals(0, run.number(), run.err());
        assertTrue(
                run.out()
                        .contains("GPU memory, utilisation and energy are unavailable: switched off by --no-telemetry"),
                run.out());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fails_whenTheCommandFails() {
        CommandRun run = CommandRun.of("gpu", "run", "--warmup", "0", "--", "false");

        assertEquals(3, run.number());
        assertEquals("", run.out());
        assertTrue(run.err().contains("error: the command 'false' ended with 1 in repetition 1 of 5"), run.err());
    }

    @Test
    void fails_withoutAnyRepetition() {
        CommandRun run = CommandRun.of("gpu", "run", "--repetitions", "0", "--", "true");

        assertEquals(2, run.number());
        assertEquals("error: there must be at least 1 repetition, not 0\n", run.err());
    }

    @Test
    void withoutACommandAGpuIsNeeded() {
        assumeFalse(facts.isReady(), "SKIPPED: this machine has a GPU");

        CommandRun run = CommandRun.of("gpu", "run");

        assertEquals(6, run.number());
        assertEquals(
                "error: " + facts + "\nA command can be measured without one: pawl gpu run -- COMMAND\n", run.err());
        assertEquals(6, CommandRun.of("gpu", "upload").number());
    }

    @Test
    void fails_whenThereIsNoSuchSuite() {
        CommandRun run = CommandRun.of("gpu", "run", "--suite", "fast");

        assertEquals(2, run.number());
        assertTrue(run.err().startsWith("error: there is no suite 'fast'; use default, quick, "), run.err());
    }

    @Test
    void fails_whenBothASuiteAndACommandAreNamed() {
        CommandRun run = CommandRun.of("gpu", "run", "--suite", "quick", "--", "true");

        assertEquals(2, run.number());
        assertEquals("error: name a suite or a command, not both\n", run.err());
    }
}
