package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Comparison;
import dev.pawl.model.Verdict;
import dev.pawl.wire.ComparisonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare}, {@code parse}, {@code detect} and {@code backtest} on files. */
class OfflineCommandsTest {

    @TempDir
    Path folder;

    @Test
    void aSlowerFileIsACriticalRegressionAndEndsWithOne() throws IOException {
        CommandRun run = CommandRun.of("compare", file("a.json", 100, 1), file("b.json", 130, 1));

        assertEquals(ExitCode.REGRESSION.number(), run.number(), run.err());
        assertTrue(run.out().startsWith("1 regressed (critical)"), run.out());
        assertTrue(run.out().contains("+30.0 %"), run.out());
    }

    @Test
    void filesOfTwoDevicesAreComparedAndTheDevicesNamed() throws IOException {
        String base = onGpu("a.json", "NVIDIA H100", 1);
        String head = onGpu("b.json", "NVIDIA H200", 2);

        CommandRun run = CommandRun.of("compare", base, head);

        assertTrue(run.out().contains("+100.0 %"), run.out());
        assertTrue(
                run.out()
                        .contains("note       " + base + " was measured on NVIDIA H100 with driver 580.1, " + head
                                + " on NVIDIA H200 with driver 580.1; the difference may be theirs."),
                run.out());
        assertFalse(CommandRun.of("compare", base, onGpu("c.json", "NVIDIA H100", 2))
                .out()
                .contains("was measured on"));
    }

    private String onGpu(String name, String gpu, double seconds) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(
                file,
                "{\"environment\":{\"gpu\":\"" + gpu
                        + "\",\"gpuDriver\":\"580.1\"},\"benchmarks\":[{\"name\":\"triad\","
                        + "\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":" + seconds + "}]}]}");
        return file.toString();
    }

    @Test
    void failOnDecidesFromWhenOnItEndsWithOne() throws IOException {
        String base = file("a.json", 1000, 1);
        String warned = file("b.json", 1070, 1);

        assertEquals(
                0, CommandRun.of("compare", base, warned, "--policy", "plain").number());
        assertEquals(
                1,
                CommandRun.of("compare", base, warned, "--policy", "plain", "--fail-on", "warning")
                        .number());
        assertEquals(
                0,
                CommandRun.of("compare", base, warned, "--policy", "plain", "--fail-on", "never")
                        .number());
        assertEquals(
                1,
                CommandRun.of("compare", base, warned, "--policy", "plain", "--warning", "2%", "--critical", "0.06")
                        .number());
    }

    @Test
    void theJsonIsTheComparisonAndReadsBack() throws IOException {
        CommandRun run = CommandRun.of("compare", file("a.json", 100, 1), file("b.json", 70, 1), "--output", "json");

        Comparison comparison = ComparisonReader.read(run.out().getBytes(StandardCharsets.UTF_8));
        assertEquals(1, comparison.summary().count(Verdict.IMPROVED));
        assertEquals(-0.3, comparison.results().get(0).evidence().change(), 1e-9);
        assertEquals(0, run.number());
    }

    @Test
    void aFolderOfFilesOfOneSuiteIsSeveralRuns() throws IOException {
        Path base = Files.createDirectory(folder.resolve("base"));
        for (int i = 0; i < 6; i++) results(base.resolve("run" + i + ".json"), 100 + i % 3, 1);

        CommandRun run = CommandRun.of("compare", base.toString(), file("b.json", 150, 1));

        assertTrue(run.out().contains("against 6 base runs"), run.out() + run.err());
        assertEquals(1, run.number());
    }

    @Test
    void runsThatTookTurnsAreJudgedInPairs() throws IOException {
        Path base = Files.createDirectory(folder.resolve("base"));
        Path head = Files.createDirectory(folder.resolve("head"));
        double[] wandering = {100, 130, 90, 115};
        for (int i = 0; i < wandering.length; i++) {
            results(base.resolve("run" + i + ".json"), wandering[i], 0);
            results(head.resolve("run" + i + ".json"), wandering[i] * (1.12 + 0.002 * i), 0);
        }

        CommandRun paired = CommandRun.of("compare", "--pairs", base.toString(), head.toString());

        assertEquals(1, paired.number(), paired.err());
        assertTrue(paired.out().contains("Judged by 4 pairs of runs that took turns"), paired.out());
        assertEquals(
                0, CommandRun.of("compare", base.toString(), head.toString()).number());

        Files.delete(head.resolve("run3.json"));
        CommandRun uneven = CommandRun.of("compare", "--pairs", base.toString(), head.toString());
        assertEquals(2, uneven.number());
        assertTrue(uneven.err().contains("--pairs needs as many runs on both sides"), uneven.err());
    }

    @Test
    void whatInAFolderIsNoResultIsLeftOutWithAWarning() throws IOException {
        Path base = Files.createDirectory(folder.resolve("base"));
        for (int i = 0; i < 6; i++) results(base.resolve("run" + i + ".json"), 100 + i % 3, 1);
        Files.writeString(base.resolve("README.md"), "# How these were measured\n");
        Files.writeString(Files.createDirectories(base.resolve("logs")).resolve("build.log"), "fine\n");

        CommandRun run = CommandRun.of("compare", base.toString(), file("b.json", 150, 1));

        assertEquals(1, run.number(), run.err());
        assertTrue(run.out().contains("against 6 base runs"), run.out());
        assertTrue(run.out().contains("left out " + base + "/README.md: is "), run.out());
        assertFalse(run.out().contains("build.log"), run.out());
    }

    @Test
    void aFolderWithoutAnyResultIsUnreadable() throws IOException {
        Path base = Files.createDirectory(folder.resolve("base"));
        Files.writeString(base.resolve("README.md"), "# How these were measured\n");
        Files.writeString(base.resolve("NOTES.md"), "# Nothing\n");

        CommandRun run = CommandRun.of("compare", base.toString(), file("b.json", 150, 1));

        assertEquals(3, run.number());
        assertTrue(run.err().startsWith("error: " + base), run.err());
    }

    @Test
    void twoFilesWithoutSpreadAreUndecidedWithTheChangePrinted() throws IOException {
        CommandRun run = CommandRun.of("compare", file("a.json", 100, 0), file("b.json", 150, 0));

        assertEquals(0, run.number());
        assertTrue(run.out().startsWith("1 undecided"), run.out());
        assertTrue(run.out().contains("+50.0 %"), run.out());
    }

    @Test
    void numbersDoNotFollowTheLocale() throws IOException {
        String base = file("a.json", 100, 1);
        String head = file("b.json", 130, 1);
        Locale before = Locale.getDefault();
        CommandRun english = CommandRun.of("compare", base, head);
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(english.out(), CommandRun.of("compare", base, head).out());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void nonsenseIsRefusedWithTheRightCode() throws IOException {
        String base = file("a.json", 100, 1);

        assertEquals(2, CommandRun.of("compare", base).number());
        assertEquals(2, CommandRun.of("compare", base, base, "--warning", "20%").number());
        assertEquals(
                2, CommandRun.of("compare", base, base, "--policy", "sometimes").number());
        assertEquals(
                3,
                CommandRun.of("parse", folder.resolve("nothing.json").toString())
                        .number());
        CommandRun mixed = CommandRun.of("compare", base, "main");
        assertEquals(2, mixed.number());
        assertTrue(mixed.err().contains("is there a file main?"), mixed.err());
        assertFalse(mixed.err().contains("Exception"), mixed.err());
    }

    @Test
    void changePointsAndAlarmsOfAHistoryAreFound() throws IOException {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 60; i++) values.append(i == 0 ? "" : ",").append(i < 40 ? 100 + i % 4 : 130 + i % 4);
        Path series = Files.writeString(
                folder.resolve("series.json"),
                "{\"name\":\"sort\",\"direction\":\"lower\",\"values\":[" + values + "]}");

        CommandRun detected = CommandRun.of("detect", series.toString());
        CommandRun replayed =
                CommandRun.of("backtest", series.toString(), "--output", "json", "--methods", "pawl,previous-run:0.1");

        assertTrue(detected.out().contains("from 40 on  +2"), detected.out());
        assertTrue(detected.out().contains("worse"), detected.out());
        String[] lines = replayed.out().split("\n");
        assertEquals(2, lines.length, replayed.out());
        assertTrue(lines[0].startsWith("{\"name\":\"sort\",\"method\":\"pawl\",\"alarms\":[4"), lines[0]);
        assertTrue(lines[1].contains("\"alarms\":[40]"), lines[1]);
        assertEquals(
                2,
                CommandRun.of("backtest", series.toString(), "--methods", "guess")
                        .number());
    }

    @Test
    void aChangeThatCannotBeANumberIsNoneInTheJson() throws IOException {
        String level = "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0";
        Path series = Files.writeString(
                folder.resolve("failures.json"),
                "{\"direction\":\"lower\",\"values\":[" + level + "," + level.replace('0', '1') + "]}");

        CommandRun detected = CommandRun.of("detect", series.getParent() + "/fail*.json", "--output", "json");

        assertTrue(
                detected.out().endsWith("\"changes\":[{\"index\":15,\"change\":null,\"worse\":true}]}\n"),
                detected.toString());
    }

    @Test
    void fails_asUnreadableWhereResultsWereNeverWritten() throws IOException {
        String there = file("there.json", 100, 1);

        for (String missing : new String[] {folder + "/base.json", "nowhere.json", "./out/"}) {
            CommandRun run = CommandRun.of("compare", missing, there);
            assertEquals(3, run.number(), run.err());
            assertTrue(run.err().contains("does not exist"), run.err());
        }
        assertEquals(2, CommandRun.of("compare", there, "main").number(), "a file and a branch");
    }

    private String file(String name, double nanoseconds, double spread) throws IOException {
        return results(folder.resolve(name), nanoseconds, spread);
    }

    /** Pawl's own JSON with one benchmark; without a spread if it is 0. */
    private static String results(Path file, double nanoseconds, double spread) throws IOException {
        String samples = spread == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ",\"samples\":[%s,%s,%s,%s,%s]",
                        nanoseconds - spread,
                        nanoseconds - spread / 2,
                        nanoseconds,
                        nanoseconds + spread / 2,
                        nanoseconds + spread);
        Files.writeString(
                file,
                "{\"benchmarks\":[{\"name\":\"sort\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"ns\",\"value\":"
                        + nanoseconds + samples + "}]}]}");
        return file.toString();
    }
}
