package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.cli.client.FakeServer;
import dev.pawl.cli.client.VirtualTime;
import dev.pawl.cli.git.TestRepository;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pawl.toml} does to {@code compare} and {@code upload}. */
final class PawlTomlTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void itsThresholdsDecideAComparisonOfFiles() throws IOException {
        results("a.json", 100);
        results("b.json", 130);

        CommandRun without = compare();
        settings("[thresholds]\nwarning = \"50%\"\n");
        CommandRun with = compare();

        assertEquals(1, without.number(), without.err());
        assertEquals(0, with.number(), with.err());
        assertTrue(with.out().startsWith("1 unchanged"), with.out());
    }

    @Test
    void anAbsoluteLimitMakesAnUnchangedResultARegression() throws IOException {
        results("a.json", 100);
        results("b.json", 100);
        settings("[[rules]]\nbenchmark = \"a.B.*\"\nlimit = \"<= 80 ns\"\n");

        CommandRun run = compare();

        assertEquals(1, run.number(), run.err());
        assertTrue(run.out().contains("100 ns is above the limit of 80 ns."), run.out());
    }

    @Test
    void theCommandLineHasTheLastWord() throws IOException {
        results("a.json", 100);
        results("b.json", 130);
        settings("[[rules]]\nbenchmark = \"*\"\nwarning = \"50%\"\n");

        assertEquals(0, compare().number());
        assertEquals(1, compare("--warning", "5%", "--critical", "10%").number());
        assertEquals(2, compare("--warning", "60%").number());
    }

    @Test
    void rulesOnSuiteAndTestbedFindFilesToo() throws IOException {
        results("a.json", 100);
        results("b.json", 130);
        settings("suite = \"core\"\ntestbed = \"bench-1\"\n"
                + "[[rules]]\nsuite = \"core\"\ntestbed = \"bench-*\"\nrole = \"supporting\"\n");

        CommandRun run = compare();

        assertEquals(0, run.number(), run.out() + run.err());
        assertEquals(
                1,
                compare("--testbed", "laptop").number(),
                "the rule is for another testbed than the one that is said");
    }

    @Test
    void aFileThatMakesNoSenseIsWrongUsageWithAllThatIsWrong() throws IOException {
        results("a.json", 100);
        results("b.json", 100);
        settings("[thresholds]\nwarnign = \"5%\"\ncritical = 10\n");

        CommandRun run = compare();

        assertEquals(2, run.number());
        assertEquals("""
                error: pawl.toml has 2 problems
                  pawl.toml:2: unknown key 'warnign' in [thresholds]; did you mean 'warning'?
                  pawl.toml:3: critical is a text such as "5%" or a number below 1 such as 0.05, not 10
                """, run.err());
    }

    @Test
    void anUploadTakesItsFactsAndThresholdsAlong() throws IOException {
        results("a.json", 100);
        try (FakeServer server = FakeServer.start(
                FakeServer.json(201, Comparisons.answer(Comparisons.of(Verdict.UNCHANGED, null, 0))))) {
            settings("project = \"renamed\"\nserver = \"" + server.url()
                    + "\"\nsuite = \"core\"\ntestbed = \"bench-1\"\n"
                    + "baseline = \"branch:main\"\n[thresholds]\nwarning = \"2%\"\n"
                    + "[[rules]]\nmetric = \"gc.*\"\nrole = \"informational\"\n");
            TestRepository repository = TestRepository.in(folder);
            repository.commit("Start");

            CommandRun run = upload("a.json");

            assertEquals(0, run.number(), run.err());
            FakeServer.Request sent = server.requests().get(0);
            assertEquals("/api/v1/projects/renamed/runs", sent.path());
            assertTrue(sent.text().contains("\"testbed\":\"bench-1\""), sent.text());
            assertTrue(sent.text().contains("\"suite\":\"core\""), sent.text());
            assertTrue(sent.text().contains("\"baseline\":\"branch:main\""), sent.text());
            assertTrue(
                    sent.text()
                            .contains("\"settings\":{\"warning\":0.02,\"rules\":"
                                    + "[{\"metric\":\"gc.*\",\"role\":\"informational\"}]}"),
                    sent.text());
        }
    }

    @Test
    void optionsAndEnvironmentWinOverItsFacts() throws IOException {
        results("a.json", 100);
        settings("project = \"written\"\nserver = \"http://127.0.0.1:1\"\nsuite = \"core\"\ntestbed = \"bench-1\"\n"
                + "baseline = \"branch:main\"\n");
        try (FakeServer server = FakeServer.start(
                FakeServer.json(201, Comparisons.answer(Comparisons.of(Verdict.REGRESSED, Severity.CRITICAL, 0.2))))) {
            environment.put("PAWL_SERVER", server.url());
            environment.put("PAWL_PROJECT", "set");
            TestRepository.in(folder).commit("Start");

            CommandRun run = upload("a.json", "--suite", "web", "--testbed", "laptop", "--baseline", "previous");

            assertEquals(1, run.number(), run.err());
            FakeServer.Request sent = server.requests().get(0);
            assertEquals("/api/v1/projects/set/runs", sent.path());
            assertTrue(sent.text().contains("\"testbed\":\"laptop\""), sent.text());
            assertTrue(sent.text().contains("\"suite\":\"web\""), sent.text());
            assertTrue(sent.text().contains("\"baseline\":\"previous\""), sent.text());
            assertFalse(sent.text().contains("\"settings\""), "no thresholds are said, so none are sent");
        }
    }

    private CommandRun compare(String... options) {
        CompareCommand command = new CompareCommand(environment, folder);
        String[] arguments = new String[options.length + 2];
        arguments[0] = folder.resolve("a.json").toString();
        arguments[1] = folder.resolve("b.json").toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.of(command, arguments);
    }

    private CommandRun upload(String... arguments) {
        return CommandRun.of(
                new UploadCommand(environment, folder, InputStream.nullInputStream(), new VirtualTime()::patience),
                arguments);
    }

    private void settings(String text) throws IOException {
        Files.writeString(folder.resolve("pawl.toml"), text);
    }

    private void results(String name, int nanoseconds) throws IOException {
        Files.writeString(folder.resolve(name), """
                [{"benchmark":"a.B.c","mode":"avgt","threads":1,"forks":1,
                  "primaryMetric":{"score":%1$d.0,"scoreError":0.5,"scoreConfidence":[1.0,2.0],"scorePercentiles":{"50.0":1.5},
                   "scoreUnit":"ns/op","rawData":[[%1$d.1,%1$d.0,%1$d.2]]},"secondaryMetrics":{}}]""".formatted(nanoseconds));
    }
}
