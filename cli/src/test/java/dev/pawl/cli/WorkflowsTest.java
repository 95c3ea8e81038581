package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine.ParseResult;

/** The workflows and the action hold what GitHub asks of them, and the action's scripts do what they say. */
final class WorkflowsTest {

    private static final Set<String> STEP_KEYS = Set.of(
            "name",
            "id",
            "if",
            "uses",
            "with",
            "run",
            "env",
            "shell",
            "working-directory",
            "continue-on-error",
            "timeout-minutes");
    private static final Set<String> JOB_KEYS = Set.of(
            "name",
            "if",
            "needs",
            "runs-on",
            "timeout-minutes",
            "strategy",
            "steps",
            "env",
            "permissions",
            "outputs",
            "concurrency",
            "defaults",
            "container",
            "services",
            "continue-on-error",
            "environment");

    @TempDir
    Path folder;

    private Path tools;
    private Path temporary;

    @BeforeEach
    void makeTools() throws IOException {
        tools = Files.createDirectories(folder.resolve("tools"));
        temporary = Files.createDirectories(folder.resolve("runner temp"));
    }

    @Test
    void everyWorkflowIsOneThatGitHubTakes() {
        List<String> wrong = new ArrayList<>();
        for (Path file : DocumentationPages.workflows()) {
            Map<?, ?> workflow = yaml(DocumentationPages.read(file));
            // YAML 1.1 reads the key "on" as true.
            if (!workflow.containsKey(true) && !workflow.containsKey("on")) wrong.add(file + " never runs");
            if (!workflow.containsKey("permissions")) wrong.add(file + " takes whatever permissions there are");
            map(workflow.get("jobs")).forEach((name, job) -> wrong.addAll(problems(file + " " + name, map(job))));
        }

        assertEquals(List.of(), wrong);
    }

    private static List<String> problems(String where, Map<?, ?> job) {
        List<String> wrong = new ArrayList<>();
        for (Object key : job.keySet()) if (!JOB_KEYS.contains(key)) wrong.add(where + " has " + key);
        for (String key : List.of("runs-on", "timeout-minutes", "steps"))
            if (!job.containsKey(key)) wrong.add(where + " lacks " + key);
        for (Object one : (List<?>) job.get("steps")) {
            Map<?, ?> step = map(one);
            for (Object key : step.keySet()) if (!STEP_KEYS.contains(key)) wrong.add(where + " has a step with " + key);
            if (step.containsKey("uses") == step.containsKey("run")) wrong.add(where + ": a step either uses or runs");
        }
        return wrong;
    }

    @Test
    void theActionsInputsAreThoseThatItUses() {
        String text = DocumentationPages.read("action.yml");
        Map<?, ?> action = yaml(text);
        Map<?, ?> runs = map(action.get("runs"));
        Set<String> used = Pattern.compile("\\$\\{\\{ inputs\\.([a-z0-9-]+) }}")
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals("composite", runs.get("using"));
        assertEquals(new TreeSet<>(map(action.get("inputs")).keySet()), used);
        map(action.get("inputs"))
                .forEach((name, input) -> assertTrue(map(input).containsKey("description"), "" + name));
        for (Object step : (List<?>) runs.get("steps")) {
            assertEquals("bash", map(step).get("shell"));
            // What stands in an expression would be pasted into the script as it is.
            assertEquals(-1, String.valueOf(map(step).get("run")).indexOf("${{"));
        }
    }

    @Test
    void theActionUploadsWithOptionsThatPawlUnderstands() throws Exception {
        assumeNoWindows();
        tool("java", "printf '%s\\n' \"$@\"");

        Outcome outcome = run(
                1,
                Map.of(
                        "FILES", "out/*.json criterion $(touch pwned) -x.json",
                        "COMMENT", "always",
                        "FAIL_ON", "warning",
                        "TESTBED", "lab 1"));

        assertEquals(0, outcome.number(), outcome.output());
        List<String> arguments = outcome.output().lines().toList();
        assertEquals(List.of("-jar", temporary + "/pawl.jar"), arguments.subList(0, 2));
        ParseResult parsed = Pawl.commandLine()
                .parseArgs(arguments.subList(2, arguments.size()).toArray(String[]::new))
                .subcommand();
        assertEquals("upload", parsed.commandSpec().name());
        assertEquals("always", parsed.matchedOption("--comment").getValue().toString());
        assertEquals(
                "warning",
                parsed.matchedOption("--fail-on").getValue().toString().toLowerCase(Locale.ROOT));
        assertEquals("lab 1", parsed.matchedOption("--testbed").getValue());
        assertEquals(
                List.of("out/*.json", "criterion", "$(touch", "pwned)", "-x.json"),
                parsed.matchedPositionals().get(0).getValue());
        assertTrue(Files.notExists(folder.resolve("pwned")));
    }

    @Test
    void theActionTakesAJarOnlyWithItsChecksum() throws Exception {
        assumeNoWindows();
        tool("curl", "while [ \"$1\" != --output ]; do shift; done; printf jar > \"$2\"");
        String right = sha256("jar");

        assertNotEquals(
                0, fetch("", "https://example.com/pawl.jar", "0".repeat(64)).number());
        assertEquals(2, fetch("", "https://example.com/pawl.jar", "").number());
        assertEquals(2, fetch("", "", right).number());
        assertEquals(2, fetch("", "", "").number());
        assertEquals(0, fetch("", "https://example.com/pawl.jar", right).number());
        assertEquals("jar", Files.readString(temporary.resolve("pawl.jar")));
    }

    @Test
    void theActionTakesAJarThatIsThere() throws Exception {
        assumeNoWindows();
        Files.writeString(folder.resolve("own.jar"), "own");

        Outcome outcome = fetch("own.jar", "", "");

        assertEquals(0, outcome.number(), outcome.output());
        assertEquals("own", Files.readString(temporary.resolve("pawl.jar")));
    }

    private record Outcome(int number, String output) {}

    private Outcome fetch(String jar, String url, String sum) throws Exception {
        return run(0, Map.of("JAR", jar, "JAR_URL", url, "JAR_SHA256", sum));
    }

    private Outcome run(int step, Map<String, String> environment) throws Exception {
        Map<?, ?> runs = map(yaml(DocumentationPages.read("action.yml")).get("runs"));
        String script =
                String.valueOf(map(((List<?>) runs.get("steps")).get(step)).get("run"));
        ProcessBuilder bash = new ProcessBuilder("bash", "-e", "-c", script).directory(folder.toFile());
        Map<String, String> all = new HashMap<>(environment);
        all.put("RUNNER_TEMP", temporary.toString());
        all.put("PATH", tools + ":" + System.getenv("PATH"));
        bash.environment().putAll(all);
        Process process = bash.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private void tool(String name, String script) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    private static void assumeNoWindows() {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "the action's scripts are bash");
    }

    private static Map<?, ?> yaml(String text) {
        return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }
}
