package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
                result("it's (odd)", "", "regressed", 0.2));

        assertEquals(0, run.number(), run.err());
        assertEquals(
                List.of(
                        "pytest --benchmark-json=rerun.json 'tests/b.py::test_a[x y]'",
                        "cargo bench -- '^(find/naive/16|it'\\''s \\(odd\\))$'",
                        "cargo bench -- --exact 'bloom::insert'",
                        "java -jar benchmarks.jar -rf json -rff rerun.json '^org\\.x\\.Sort\\.quick$'"),
                run.out().lines().toList());
        assertTrue(run.err().contains("on the same testbed"), run.err());
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

    private CommandRun confirm(String... results) throws IOException {
        List<String> all = new ArrayList<>(List.of(results));
        Path file = Files.writeString(
                folder.resolve("comparison.json"),
                "{\"baseline\":{\"source\":\"files\"},\"contender\":{},\"results\":[" + String.join(",", all) + "]}");
        return CommandRun.of("confirm", file.toString());
    }

    private static String result(String benchmark, String mode, String verdict, double change) {
        boolean isSevere = !verdict.equals("unchanged");
        return "{\"benchmark\":\"" + benchmark + "\",\"mode\":\"" + mode
                + "\",\"metric\":\"time\",\"unit\":\"s\",\"displayUnit\":\"s\",\"direction\":\"lower_is_better\",\"role\":\"headline\""
                + ",\"verdict\":\"" + verdict + "\",\"severity\":" + (isSevere ? "\"critical\"" : "null")
                + ",\"reason\":\"too_noisy\",\"change\":" + change + ",\"baselineRuns\":5,\"contenderRuns\":1}";
    }
}
