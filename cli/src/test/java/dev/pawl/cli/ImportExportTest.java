package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.cli.git.TestRepository;
import dev.pawl.server.PawlServer;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} and {@code export} against a real server. */
final class ImportExportTest {

    /** What the parser's own tests read. */
    private static final Path ACTION =
            Path.of("../core/src/test/resources/histories/data.js").toAbsolutePath();

    @TempDir
    static Path data;

    private static PawlServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = PawlServer.start(new ServerConfig(
                "127.0.0.1", 0, null, data.resolve(ServerConfig.DATABASE_FILE), ServerConfig.Limits.DEFAULT));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aHistoryOfTheActionComesInOnceAndALaterUploadContinuesItsSeries() throws IOException {
        Path history = ACTION;

        CommandRun first = imported(history, "action", "--testbed", "github-linux-x64");
        CommandRun second = imported(history, "action", "--testbed", "github-linux-x64");

        assertEquals(0, first.number(), first.err());
        assertEquals(
                "imported into project action: 5 runs of 4 commits, 9 measurements of 2 benchmarks on github-linux-x64,"
                        + " from 2024-03-01 to 2024-03-04; all new\n",
                first.out());
        assertTrue(first.err().contains("warning: a value is null"), first.err());
        assertTrue(first.err().contains("warning: 1 of 5 entries are of pull requests"), first.err());
        assertTrue(second.out().endsWith("; none new\n"), second.out());
        List<RunRow> runs = runs("action");
        assertEquals(5, runs.size());
        // The newest first; the third commit follows the second, although that was measured twice and a pull request
        // came between.
        assertEquals("03".repeat(20), runs.get(0).run().sha());
        assertEquals(Instant.parse("2024-03-04T09:05:00Z"), runs.get(0).run().receivedAt());
        assertEquals("02".repeat(20), parent("action", "03".repeat(20)));
        assertEquals(7, runs.get(1).run().pullRequest());

        Path own = Files.writeString(
                folder.resolve("bench.txt"),
                "running 1 test\ntest tokenize::long ... bench:      37,190 ns/iter (+/- 700)\n\n"
                        + "test result: ok. 0 passed; 0 failed; 0 ignored; 1 measured\n");
        CommandRun uploaded = CommandRun.of(
                new UploadCommand(Map.of(), folder, InputStream.nullInputStream(), dev.pawl.cli.client.Patience::of),
                "--server",
                server.url(),
                "--project",
                "action",
                "--testbed",
                "github-linux-x64",
                "--branch",
                "main",
                "--commit",
                "04".repeat(20),
                "--output",
                "json",
                own.toString());
        assertEquals(0, uploaded.number(), uploaded.err());
        assertTrue(uploaded.out().contains("\"benchmark\":\"tokenize::long\""), uploaded.out());
        assertFalse(uploaded.out().contains("\"verdict\":\"new\""), uploaded.out());
    }

    @Test
    void aTableGoesInAndComesOutTheSame() throws IOException {
        CommandRun in = imported(resource("table.csv"), "table");
        assertEquals(0, in.number(), in.err());

        CommandRun out = exported("table");
        assertEquals("""
                commit,time,benchmark,metric,unit,value,testbed,branch,suite,params,mode,threads,direction,role,lower,upper,run
                0101010101010101010101010101010101010101,2024-03-01T09:00:00Z,parse,time,s,0.0125,lab-1,main,,,,,lower_is_better,headline,,,KEY
                0101010101010101010101010101010101010101,2024-03-01T09:00:00Z,"sort, quick",time,s,0.0032500000000000003,lab-1,main,,,,,lower_is_better,headline,,,KEY
                0202020202020202020202020202020202020202,2024-03-02T00:00:00Z,'=SUM(A1:A9),memory,B,6.7108864E7,lab-1,main,,,,,lower_is_better,headline,,,KEY
                0202020202020202020202020202020202020202,2024-03-02T00:00:00Z,parse,time,s,0.012625,lab-1,main,,,,,lower_is_better,headline,,,KEY
                """, out.out().replaceAll("import-[0-9a-f]{32}", "KEY"));

        CommandRun again = imported(Files.writeString(folder.resolve("out.csv"), out.out()), "table-copy");
        assertEquals(0, again.number(), again.err());
        assertEquals(out.out(), exported("table-copy").out());
    }

    @Test
    void runsGoOutWithTheirSamplesAndComeInTheSame() throws IOException {
        for (int i = 1; i <= 3; i++) {
            Path file = Files.writeString(
                    folder.resolve("r.json"),
                    "{\"environment\":{\"cpu\":\"x\"},\"benchmarks\":[{\"name\":\"b\",\"params\":{\"n\":\""
                            + "&=,".repeat(2)
                            + "\"},\"mode\":\"avgt\",\"threads\":2,\"measurements\":[{\"metric\":\"time\",\"unit\":\"ns\","
                            + "\"value\":" + (100 + i)
                            + ",\"lower\":90,\"upper\":120,\"p99\":130,\"samples\":[99.5,100.25,"
                            + (101 + i) + "],\"groups\":[1,2]}]}]}");
            CommandRun uploaded = CommandRun.of(
                    new UploadCommand(
                            Map.of(), folder, InputStream.nullInputStream(), dev.pawl.cli.client.Patience::of),
                    "--server",
                    server.url(),
                    "--project",
                    "runs",
                    "--testbed",
                    "t",
                    "--branch",
                    "main",
                    "--run",
                    "r" + i,
                    "--commit",
                    ("0" + i).repeat(20),
                    "--release",
                    "v" + i,
                    file.toString());
            assertEquals(0, uploaded.number(), uploaded.err());
        }
        CommandRun out = exported("runs", "--format", "jsonl");
        assertEquals(3, out.out().lines().count(), out.err());
        assertTrue(out.out().contains("\"samples\":["), out.out());

        CommandRun in = imported(Files.writeString(folder.resolve("runs.jsonl"), out.out()), "runs-copy");

        assertEquals(0, in.number(), in.err());
        assertEquals(out.out(), exported("runs-copy", "--format", "jsonl").out());
        assertEquals(
                2,
                exported("runs", "--branch", "other").out().lines().count()
                        + exported("runs", "--since", "2999-01-01")
                                .out()
                                .lines()
                                .count());
        assertEquals("v3", runs("runs-copy").get(0).run().release());
    }

    @Test
    void anExportThatBreaksOffSaysSoAndLeavesNoFile() throws Exception {
        runsGoOutWithTheirSamplesAndComeInTheSame();
        Path copy = folder.resolve("broken");
        Files.createDirectories(copy);
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve(ServerConfig.DATABASE_FILE));
                Statement statement = database.createStatement()) {
            statement.execute("vacuum into '" + copy.resolve(ServerConfig.DATABASE_FILE) + "'");
        }
        spoilTheLastRun(copy);
        try (PawlServer broken = PawlServer.start(new ServerConfig(
                "127.0.0.1", 0, null, copy.resolve(ServerConfig.DATABASE_FILE), ServerConfig.Limits.DEFAULT))) {
            Path target = folder.resolve("x.jsonl");
            CommandRun run = CommandRun.of(
                    new ExportCommand(Map.of(), folder),
                    "runs",
                    "--server",
                    broken.url(),
                    "--format",
                    "jsonl",
                    "--retry-for",
                    "0",
                    "--out",
                    target.toString());

            assertEquals(4, run.number(), run.err());
            assertTrue(run.err().contains("what came of it is not whole"), run.err());
            assertFalse(Files.exists(target));
            assertFalse(Files.exists(folder.resolve("x.jsonl.partial")));
        }
    }

    private static void spoilTheLastRun(Path folder) throws SQLException {
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(ServerConfig.DATABASE_FILE));
                Statement statement = database.createStatement()) {
            statement.execute(
                    "update measurement set statistics = 'p99=x' where run_number = (select max(number) from run"
                            + " where project_id = (select id from project where slug = 'runs'))");
        }
    }

    @Test
    void inACloneCommitsHaveTheirWholeIdsAndTrueParents() throws IOException {
        TestRepository repository = TestRepository.in(folder);
        String first = repository.commit("First");
        String between = repository.commit("Between");
        String last = repository.commit("Last");
        String table = "commit,time,benchmark,metric,unit,value,testbed\n%.8s,2024-03-01,b,time,s,1,t\n"
                + "%.8s,2024-03-02,b,time,s,1,t\nabcdef12,2024-03-03,b,time,s,1,t\n";
        Path file = Files.writeString(folder.resolve("short.csv"), table.formatted(first, last));

        CommandRun run = imported(file, "clone");

        assertEquals(0, run.number(), run.err());
        assertEquals(
                List.of("abcdef12", last, first),
                runs("clone").stream().map(row -> row.run().sha()).toList());
        assertEquals(List.of(between, first), List.of(parent("clone", last), parent("clone", between)));
        assertEquals(last, parent("clone", "abcdef12"), "git does not know it");
    }

    private static String parent(String project, String sha) {
        return read(store -> store.read(view -> view.commits()
                .find(view.projects().find(project).orElseThrow().id(), sha)
                .orElseThrow()
                .parent()));
    }

    @Test
    void aDryRunSendsNothing() throws IOException {
        CommandRun run = imported(ACTION, "never", "--testbed", "t", "--dry-run");

        assertEquals(0, run.number(), run.err());
        assertTrue(run.out().startsWith("would import into project never: 5 runs of 4 commits"), run.out());
        assertEquals(4, exported("never").number());
    }

    @Test
    void whoSaysNoTestbedIsAskedForOne() throws IOException {
        CommandRun run = imported(ACTION, "never");

        assertEquals(2, run.number(), run.err());
        assertTrue(run.err().contains("name it with --testbed"), run.err());
    }

    @Test
    void whatIsNoHistoryIsRefusedBeforeAnythingIsSent() throws IOException {
        String header = "commit,time,benchmark,metric,unit,value,testbed\n";
        String line = "0101010,2024-03-01,b,time,s,1,t\n";
        Map<String, String> refusals = Map.ofEntries(
                Map.entry("is empty", " \n"),
                Map.entry("is no history that Pawl knows", "hello\n"),
                Map.entry("the header has no column metric", "commit,time,benchmark,unit,value\n"),
                Map.entry("holds a header and no measurements", header),
                Map.entry("x:2: value 'NaN' is no finite number", header + line.replace(",1,", ",NaN,")),
                Map.entry("x:2: value '1e999' is no finite number", header + line.replace(",1,", ",1e999,")),
                Map.entry("x:3: measures what line 2 measures", header + line + line),
                Map.entry("x:2: commit 'HEAD' is no commit id", header + line.replace("0101010", "HEAD")),
                Map.entry("x:2: time 'yesterday' is no time", header + line.replace("2024-03-01", "yesterday")),
                Map.entry("is no CSV that can be read", header + "0101010,\"2024" + "x".repeat(400_000)),
                Map.entry(
                        "value '1,5' is written with a comma",
                        header.replace(',', ';') + "0101010;2024-03-01;b;time;s;1,5;t\n"),
                Map.entry(
                        "x:1",
                        "{\"run\":{\"commit\":\"0101010\"},\"benchmarks\":[{\"name\":\"b\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":1}]}]}\n"),
                Map.entry("cut off", "{\"run\":{\"commit\":\"0101010\"},\"bench"));
        for (Map.Entry<String, String> refusal : refusals.entrySet()) {
            Files.writeString(folder.resolve("x"), refusal.getValue());
            CommandRun run = imported(Path.of("x"), "never");

            assertEquals(3, run.number(), refusal.getKey() + ": " + run.err());
            assertTrue(run.err().contains(refusal.getKey()), run.err());
            assertTrue(run.err().length() < 1000, run.err());
        }
        assertEquals(4, exported("never").number());
    }

    private CommandRun imported(Path file, String project, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(file.toString(), "--server", server.url(), "--project", project));
        arguments.addAll(List.of(more));
        return CommandRun.of(new ImportCommand(Map.of(), folder), arguments.toArray(new String[0]));
    }

    private CommandRun exported(String project, String... more) {
        List<String> arguments = new ArrayList<>(List.of(project, "--server", server.url()));
        arguments.addAll(List.of(more));
        return CommandRun.of(new ExportCommand(Map.of(), folder), arguments.toArray(new String[0]));
    }

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = ImportExportTest.class.getResourceAsStream("/histories/" + name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    private static List<RunRow> runs(String project) {
        return read(store -> store.read(view ->
                view.runs().recent(view.projects().find(project).orElseThrow().id(), RunFilter.ALL, 100, null)));
    }

    /** A second look at the same database. */
    private static <T> T read(java.util.function.Function<Store, T> question) {
        try (Store store = Store.open(data.resolve(ServerConfig.DATABASE_FILE))) {
            return question.apply(store);
        }
    }
}
