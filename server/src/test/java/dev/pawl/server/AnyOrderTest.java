package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same uploads in any order, some of them twice, end in the same comparisons.
 *
 * <pre>
 *   main   1 ── 2 ── 3 ── 4 ── 5 ── 6 ── 7 ── 8
 *                    \         \         └ two attempts, the second in three shards
 *   topic             21 ── 22   \
 *   fix                           31
 * </pre>
 */
class AnyOrderTest {

    private static final int PERMUTATIONS = 12;

    /** A background that has not finished after so long never will. */
    private static final int MOST_LOOKS = 1200;

    @TempDir
    static Path folder;

    private static RunningServer server;

    /**
     * @param history JSON of further commits; empty for an upload without
     */
    private record Upload(String query, String body, String history) {
        Upload(String query, String body) {
            this(query, body, "");
        }

        RunningServer.Answer send(String project) {
            String path = "/api/v1/projects/" + project + "/runs";
            if (history.isEmpty()) return server.post(path + "?" + query, body, Map.of());
            String fields = "\"" + query.replace("=", "\":\"").replace("&", "\",\"") + "\"";
            String head = "--B\r\nContent-Disposition: form-data; name=";
            String parts = head + "run\r\n\r\n{" + fields + ",\"history\":[" + history + "]}\r\n" + head
                    + "file; filename=results.json\r\n\r\n" + body + "\r\n--B--\r\n";
            return server.post(path, parts, Map.of("Content-Type", "multipart/form-data; boundary=B"));
        }
    }

    @BeforeAll
    static void start() {
        server = new RunningServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void runsWithParentsEndInTheSameComparisons() {
        List<Upload> uploads = new ArrayList<>();
        for (int commit = 1; commit <= 8; commit++) uploads.add(main(commit, "", level(commit)));
        uploads.add(main(7, "&run=again", 1.02));

        assertAnyOrder("parents", uploads);
    }

    @Test
    void pullRequestsEndInTheSameComparisonsHoweverTheirBaseIsKnown() {
        List<Upload> uploads = new ArrayList<>();
        for (int commit = 1; commit <= 6; commit++) uploads.add(main(commit, "", level(commit)));
        uploads.add(pullRequest(22, "&parent=" + Payload.sha(21) + "&merge-base=" + Payload.sha(3), 1.3));
        uploads.add(pullRequest(31, "&parent=" + Payload.sha(4), 1.3));
        uploads.add(pullRequest(41, "", 0.7));
        uploads.add(pullRequest(42, "&merge-base=" + Payload.sha(90), 0.7));

        assertAnyOrder("pulls", uploads);
    }

    @Test
    void historyThatIsToldLateEndsInTheSameComparisons() {
        List<Upload> uploads = new ArrayList<>();
        for (int commit : List.of(1, 3, 5)) uploads.add(push(commit, "&run=r" + commit, level(commit)));
        uploads.add(withHistory(8));
        uploads.add(pullRequest(31, "&parent=" + Payload.sha(6), 1.3));

        assertAnyOrder("history", uploads);
    }

    @Test
    void shardsWhoseSendersKnowDifferentThingsEndInTheSameComparisons() {
        List<Upload> uploads = new ArrayList<>();
        for (int commit = 1; commit <= 4; commit++) uploads.add(main(commit, "", level(commit)));
        String run = "&run=matrix&pr=7&base=main";
        String environment = ",\"environment\":{\"cpu\":\"%s\"}}";
        String[] known = {"", "&merge-base=" + Payload.sha(3), "&baseline=merge-base&release=v2"};
        for (int shard = 1; shard <= 3; shard++) {
            String body = Payload.many("shard" + shard + "-", 2, 1.5);
            uploads.add(new Upload(
                    "branch=topic&testbed=ci&commit=" + Payload.sha(22) + run + "&shard=" + shard + "/3"
                            + known[shard - 1],
                    body.substring(0, body.length() - 1) + String.format(environment, "model " + (3 - shard % 3))));
        }

        assertAnyOrder("shards", uploads);
    }

    @Test
    void namedBaselinesEndInTheSameComparisons() {
        List<Upload> uploads = new ArrayList<>();
        for (int commit = 1; commit <= 5; commit++)
            uploads.add(main(commit, commit == 3 ? "&release=v1" : "", level(commit)));
        uploads.add(pullRequest(21, "&baseline=release:v1", 1.4));
        uploads.add(pullRequest(22, "&baseline=branch:main", 1.4));
        uploads.add(main(6, "&release=v1", 1.01));

        assertAnyOrder("named", uploads);
    }

    /** Sends the uploads as they are listed, then in other orders with repetitions, each time to a new project. */
    private static void assertAnyOrder(String name, List<Upload> uploads) {
        send(name, uploads);
        Map<String, String> expected = settled(name);
        assertEquals(
                uploads.stream()
                        .map(Upload::query)
                        .map(AnyOrderTest::identity)
                        .distinct()
                        .count(),
                expected.size());
        Random random = new Random(name.hashCode());
        for (int permutation = 1; permutation <= PERMUTATIONS; permutation++) {
            List<Upload> shuffled = new ArrayList<>(uploads);
            for (int i = 0; i < 3; i++) shuffled.add(uploads.get(random.nextInt(uploads.size())));
            Collections.shuffle(shuffled, random);
            String project = name + permutation;

            send(project, shuffled);
            Map<String, String> comparisons = settled(project);

            for (Map.Entry<String, String> run : expected.entrySet())
                assertEquals(
                        run.getValue(),
                        comparisons.get(run.getKey()),
                        () -> run.getKey() + " after\n" + order(shuffled));
            assertEquals(expected.keySet(), comparisons.keySet());
        }
    }

    private static void send(String project, List<Upload> uploads) {
        for (Upload upload : uploads) {
            RunningServer.Answer answer = upload.send(project);
            assertEquals(201, answer.status(), upload.query() + ": " + answer.body());
        }
    }

    /** What is said of each run when nothing is left to be judged again. */
    private static Map<String, String> settled(String project) {
        for (int look = 0; stale() > 0; look++) {
            assertTrue(look < MOST_LOOKS, "runs are still waiting to be judged again");
            try {
                Thread.sleep(25);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Map<String, String> comparisons = new TreeMap<>();
        JsonNode runs = server.get("/api/v1/projects/" + project + "/runs?limit=200")
                .json()
                .at("/runs");
        Map<String, String> names = new TreeMap<>();
        for (JsonNode run : runs)
            names.put(
                    run.at("/id").asText(),
                    run.at("/sha").asText() + " " + run.at("/key").asText());
        names.forEach((id, name) -> comparisons.put(name, comparison(project, id, names)));
        return comparisons;
    }

    private static String comparison(String project, String id, Map<String, String> names) {
        ObjectNode comparison = (ObjectNode) server.get("/api/v1/projects/" + project + "/runs/" + id + "/comparison")
                .json();
        for (JsonNode result : comparison.at("/results")) ((ObjectNode) result).remove("seriesId");
        String text = comparison.toPrettyString();
        for (Map.Entry<String, String> run : names.entrySet()) text = text.replace(run.getKey(), run.getValue());
        return text;
    }

    /** How many runs wait, from the server's own figures. */
    private static int stale() {
        return server.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("pawl_comparisons_stale "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    private static Upload main(int commit, String more, double seconds) {
        String parent = commit == 1 ? "" : "&parent=" + Payload.sha(commit - 1);
        String run = more.contains("&run=") ? "" : "&run=m" + commit;
        return push(commit, parent + run + more, seconds);
    }

    private static Upload push(int commit, String more, double seconds) {
        return new Upload(
                "branch=main&testbed=ci&time=2026-01-0" + commit + "T00:00:00Z&commit=" + Payload.sha(commit) + more,
                Payload.many("bench", 3, seconds));
    }

    private static Upload pullRequest(int commit, String more, double seconds) {
        return new Upload(
                "branch=topic" + commit + "&testbed=ci&pr=" + commit + "&base=main&run=p" + commit + "&commit="
                        + Payload.sha(commit) + more,
                Payload.many("bench", 3, seconds));
    }

    /** A push that tells of all commits before it. */
    private static Upload withHistory(int commit) {
        List<String> history = new ArrayList<>();
        for (int i = commit; i > 1; i--)
            history.add("{\"sha\":\"" + Payload.sha(i) + "\",\"parent\":\"" + Payload.sha(i - 1) + "\"}");
        Upload push = push(commit, "&run=m" + commit, level(commit));
        return new Upload(push.query(), push.body(), String.join(",", history));
    }

    private static double level(int commit) {
        return 1 + commit % 4 * 0.003;
    }

    private static String identity(String query) {
        return query.replaceAll(".*&commit=(\\w+).*", "$1") + query.replaceAll(".*&run=(\\w+).*", " $1");
    }

    private static String order(List<Upload> uploads) {
        return String.join("\n", uploads.stream().map(Upload::query).toList());
    }
}
