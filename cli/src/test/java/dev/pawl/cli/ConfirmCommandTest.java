package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfirmCommandTest {

    @TempDir
    Path folder;

    @Test
    void eachToolIsToldToRunTheSuspectsAndNothingElse() throws IOException {
        CommandRun run = confirm(
                result("tests/b.py::test_a[x y]", "", "regressed", 0.2),
                result("tests/b.py::test_fine", "", "unchanged", 0.01),
                result("org.x.Sort.quick", "avgt", "undecided", 0.07),
                result("org.x.Sort.better", "avgt", "undecided", -0.07),
                result("bloom::insert", "", "regressed", 0.2),
                result("find/naive/16", "", "regressed", 0.2),
                result("it's (odd)", "", "regressed", 0.2),
                result("BenchmarkSub/n=1.5", "", "regressed", 0.2),
                result("BenchmarkAdd", "", "regressed", 0.2),
                result("BM_Sort/1024", "", "regressed", 0.2));

        assertEquals(0, run.number(), run.err());
        assertEquals(
                List.of(
                        "pytest --benchmark-json=rerun.json 'tests/b.py::test_a[x y]'",
                        "cargo bench -- '^(find/naive/16|it'\\''s \\(odd\\))$'",
                        "cargo bench -- --exact 'bloom::insert'",
                        "java -jar benchmarks.jar -rf json -rff rerun.json '^org\\.x\\.Sort\\.quick$'",
                        "go test -run '^$' -count 5 -bench '^BenchmarkSub$/^n=1\\.5$|^BenchmarkAdd$' './...' > rerun.txt",
                        "./benchmarks --benchmark_filter='^BM_Sort/1024$' --benchmark_out=rerun.json --benchmark_out_format=json"),
                run.out().lines().toList());
        assertTrue(run.err().contains("on the same testbed"), run.err());
    }

    @Test
    void theToolCanBeNamedWhereNamesDoNotTellIt() throws IOException {
        Path comparison = comparison(result("make -j4", "", "regressed", 0.2));

        CommandRun run = CommandRun.of("confirm", "--tool", "Hyperfine", comparison.toString());

        assertEquals("hyperfine --export-json rerun.json 'make -j4'\n", run.out(), run.err());
        assertEquals(
                0,
                CommandRun.of("confirm", "--tool", "google-benchmark", comparison.toString())
                        .number());
    }

    @Test
    void goIsToldTheNumbersOfCpusThatArePartOfTheSuspects() throws IOException {
        String suspect = result("BenchmarkAdd", "", "regressed", 0.2);

        CommandRun run = confirm(
                suspect.replaceFirst("\\{", "{\"params\":{\"cpu\":\"1\"},"),
                suspect.replaceFirst("\\{", "{\"params\":{\"cpu\":\"4\"},"));

        assertEquals(
                "go test -run '^$' -count 5 -bench '^BenchmarkAdd$' -cpu '1,4' './...' > rerun.txt\n",
                run.out(),
                run.err());
    }

    @Test
    void withoutSuspectsThereIsNothingToDo() throws IOException {
        CommandRun run = confirm(result("a", "", "improved", -0.3));

        assertEquals(0, run.number());
        assertEquals("", run.out());
        assertTrue(run.err().contains("nothing to confirm"), run.err());
    }

    @Test
    void whatIsNoComparisonIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "[]");

        assertEquals(3, CommandRun.of("confirm", file.toString()).number());
        assertEquals(
                3,
                CommandRun.of("confirm", folder.resolve("none.json").toString()).number());
    }

    @Test
    void theTurnsThatItPrintsMakeThePairsThatItJudges() throws IOException, InterruptedException {
        Path comparison = comparison(
                result("tests/b.py::test_slow", "", "regressed", 0.2),
                result("tests/b.py::test_noise", "", "undecided", 0.12));
        for (String side : List.of("base", "head")) Files.createDirectory(folder.resolve(side));
        pytest();

        CommandRun turns = CommandRun.of("confirm", "--pairs", "--rounds", "4", comparison.toString());
        assertEquals(0, turns.number(), turns.err());
        assertEquals(
                List.of(
                        "mkdir -p runs/base runs/head",
                        "for i in 1 2 3 4; do",
                        "  (cd base && pytest --benchmark-json=../runs/base/$i-pytest.json 'tests/b.py::test_slow' 'tests/b.py::test_noise') &&",
                        "  (cd head && pytest --benchmark-json=../runs/head/$i-pytest.json 'tests/b.py::test_slow' 'tests/b.py::test_noise') || break",
                        "done",
                        "pawl confirm --pairs '" + comparison + "' runs/base runs/head"),
                turns.out().lines().toList());
        assertTrue(turns.err().contains("git worktree add --detach base 3f2a1b0"), turns.err());
        shell(turns.out().substring(0, turns.out().indexOf("pawl confirm")));

        CommandRun judged = judge(comparison);
        assertEquals(1, judged.number(), judged.out() + judged.err());
        assertTrue(judged.out().startsWith("1 regressed (critical), 1 unchanged"), judged.out());
        assertTrue(judged.out().contains("Judged by 4 pairs"), judged.out());
        assertFalse(judged.out().contains("test_other"), judged.out());
    }

    @Test
    void pairsAreJudgedByTheLimitsThatMadeThemSuspects() throws IOException, InterruptedException {
        Path comparison = comparison(result("tests/b.py::test_slow", "", "regressed", 0.2)
                .replace(
                        "\"change\"",
                        "\"threshold\":{\"warning\":0.3,\"critical\":0.5,\"policy\":\"significant\"},\"change\""));
        pairs(comparison);

        CommandRun judged = judge(comparison);

        assertEquals(0, judged.number(), judged.out() + judged.err());
        assertTrue(judged.out().startsWith("1 unchanged"), judged.out());
    }

    @Test
    void aSuspectThatWasNotMeasuredAgainIsNoVerdict() throws IOException, InterruptedException {
        Path comparison = comparison(
                result("tests/b.py::test_noise", "", "undecided", 0.12),
                result("tests/b.py::test_gone", "", "regressed", 0.2));
        pairs(comparison);

        CommandRun judged = judge(comparison);

        assertEquals(5, judged.number(), judged.out() + judged.err());
        assertTrue(
                judged.err().contains("1 of 2 suspects were not measured again, such as tests/b.py::test_gone"),
                judged.err());
    }

    @Test
    void whatIsNoPairIsRefused() throws IOException, InterruptedException {
        Path comparison = comparison(result("tests/b.py::test_slow", "", "regressed", 0.2));
        pairs(comparison);
        Files.delete(folder.resolve("runs/head/2-pytest.json"));

        CommandRun uneven = judge(comparison);
        assertEquals(2, uneven.number(), uneven.out());
        assertTrue(uneven.err().contains("runs/base/2-pytest.json has no counterpart"), uneven.err());
        assertEquals(
                2,
                CommandRun.of("confirm", "--pairs", comparison.toString(), folder.toString())
                        .number());
        assertEquals(
                2,
                CommandRun.of("confirm", "--pairs", "--rounds", "2", comparison.toString())
                        .number());
    }

    private CommandRun judge(Path comparison) {
        return CommandRun.of(
                "confirm",
                "--pairs",
                comparison.toString(),
                folder.resolve("runs/base").toString(),
                folder.resolve("runs/head").toString());
    }

    private void pairs(Path comparison) throws IOException, InterruptedException {
        for (String side : List.of("base", "head")) Files.createDirectory(folder.resolve(side));
        pytest();
        String turns =
                CommandRun.of("confirm", "--pairs", comparison.toString()).out();
        shell(turns.substring(0, turns.indexOf("pawl confirm")));
    }

    /**
     * Stands in for pytest with a suite on a machine whose speed wanders by 30 %: writes where it is told what a run would have
     * measured. In head, test_slow takes a fifth more.
     */
    private void pytest() throws IOException {
        Path program = Files.writeString(folder.resolve("pytest"), """
                #!/bin/sh
                file=${1#--benchmark-json=}
                side=$(basename "$PWD"); round=$(basename "$file"); round=${round%%-*}
                case $round in 1) ms=100;; 2) ms=130;; 3) ms=90;; 4) ms=115;; *) ms=104;; esac
                slow=$ms; [ "$side" = head ] && slow=$((ms * 12 / 10 + round % 2))
                noise=$((ms + round % 2))
                one() { printf '{"fullname":"%s","name":"x","params":null,"stats":{"median":0.%03d,"rounds":1}}' "$1" "$2"; }
                printf '{"machine_info":{},"benchmarks":[%s,%s,%s]}' "$(one tests/b.py::test_slow $slow)" \\
                    "$(one tests/b.py::test_noise $noise)" "$(one tests/b.py::test_other $slow)" > "$file"
                """);
        assertTrue(program.toFile().setExecutable(true));
    }

    private void shell(String script) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().merge("PATH", folder.toString(), (path, here) -> here + ":" + path);
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private Path comparison(String... results) throws IOException {
        return Files.writeString(
                folder.resolve("comparison.json"),
                "{\"baseline\":{\"source\":\"files\",\"sha\":\"3f2a1b0\"},\"contender\":{},\"results\":["
                        + String.join(",", results) + "]}");
    }

    private CommandRun confirm(String... results) throws IOException {
        return CommandRun.of("confirm", comparison(results).toString());
    }

    private static String result(String benchmark, String mode, String verdict, double change) {
        boolean isSevere = !verdict.equals("unchanged");
        return "{\"benchmark\":\"" + benchmark + "\",\"mode\":\"" + mode
                + "\",\"metric\":\"time\",\"unit\":\"s\",\"displayUnit\":\"s\",\"direction\":\"lower_is_better\",\"role\":\"headline\""
                + ",\"verdict\":\"" + verdict + "\",\"severity\":" + (isSevere ? "\"critical\"" : "null")
                + ",\"reason\":\"too_noisy\",\"change\":" + change + ",\"baselineRuns\":5,\"contenderRuns\":1}";
    }
}
