package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once: every upload counts once, whoever comes first. */
class ConcurrentUploadTest {

    private static final int SHARDS = 64;

    @TempDir
    Path folder;

    private RunningServer server;
    private ExecutorService clients;

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
        clients = Executors.newFixedThreadPool(16);
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
        server.close();
    }

    @Test
    void theSameRunFromManyClientsAtOnceIsOneRun() throws Exception {
        List<Callable<RunningServer.Answer>> uploads = new ArrayList<>();
        for (int client = 0; client < 16; client++)
            uploads.add(() -> server.post(path("same", 1, ""), Payload.many("b", 5, 1), Map.of()));

        List<RunningServer.Answer> answers = atOnce(uploads);

        assertEquals(
                List.of(201),
                answers.stream().map(RunningServer.Answer::status).distinct().toList());
        assertEquals(
                1,
                answers.stream()
                        .map(answer -> answer.json().at("/run/id").asText())
                        .distinct()
                        .count());
        assertEquals(
                1,
                answers.stream()
                        .filter(answer -> answer.json().at("/run/new").asBoolean())
                        .count());
        assertEquals(1, runs("same").size());
    }

    @Test
    void anIdempotencyKeyUsedByManyAtOnceGivesAllOfThemTheSameAnswer() throws Exception {
        List<Callable<RunningServer.Answer>> uploads = new ArrayList<>();
        for (int client = 0; client < 16; client++)
            uploads.add(() ->
                    server.post(path("keyed", 1, "&run=r"), Payload.many("b", 5, 1), Map.of("Idempotency-Key", "k")));

        List<RunningServer.Answer> answers = atOnce(uploads);

        assertEquals(
                List.of(201),
                answers.stream().map(RunningServer.Answer::status).distinct().toList());
        assertEquals(1, runs("keyed").size());
        assertEquals(
                server.post(path("keyed", 1, "&run=r"), Payload.many("b", 5, 1), Map.of("Idempotency-Key", "k"))
                        .body(),
                answers.stream()
                        .filter(answer -> answer.json().at("/run/new").asBoolean())
                        .findFirst()
                        .orElseThrow()
                        .body());
    }

    @Test
    void sixtyFourShardsAtOnceWithDuplicatesAreOneCompleteRunJudgedAsIfSentOneByOne() throws Exception {
        for (String project : List.of("parallel", "sequence"))
            for (int commit = 1; commit <= 3; commit++)
                server.post(path(project, commit, "&run=base" + commit), allShards(commit), Map.of());
        List<Integer> order = new ArrayList<>();
        for (int shard = 1; shard <= SHARDS; shard++) order.add(shard);
        for (int shard = 1; shard <= SHARDS; shard += 4) order.add(shard);
        Collections.shuffle(order, new Random(64));
        List<Callable<RunningServer.Answer>> uploads = new ArrayList<>();
        for (int shard : order) uploads.add(() -> shard("parallel", shard));

        List<RunningServer.Answer> answers = atOnce(uploads);
        for (int shard = 1; shard <= SHARDS; shard++) shard("sequence", shard);

        assertEquals(
                List.of(201),
                answers.stream().map(RunningServer.Answer::status).distinct().toList());
        assertEquals(4, runs("parallel").size());
        assertEquals(
                1,
                answers.stream()
                        .filter(answer -> answer.json().at("/run/complete").asBoolean()
                                && answer.json().at("/run/new").asBoolean())
                        .count());
        JsonNode run = runs("parallel").get(0);
        assertEquals("complete", run.at("/state").asText());
        assertEquals(SHARDS, comparison("parallel").at("/results").size());
        assertEquals(
                comparison("sequence").toPrettyString(), comparison("parallel").toPrettyString());
    }

    private RunningServer.Answer shard(String project, int shard) {
        return server.post(
                path(project, 4, "&run=matrix&shard=" + shard + "/" + SHARDS + "&suite=s" + shard),
                Payload.of("bench", shard % 8 == 0 ? 1.5 : 1.0),
                Map.of());
    }

    /** What the shards measure, from one sender. */
    private static String allShards(int commit) {
        StringBuilder benchmarks = new StringBuilder();
        for (int shard = 1; shard <= SHARDS; shard++) {
            String one = Payload.of("bench", 1 + commit * 0.001);
            if (shard > 1) benchmarks.append(',');
            benchmarks.append(one, one.indexOf('[') + 1, one.lastIndexOf(']'));
            benchmarks.insert(benchmarks.lastIndexOf("{\"name\"") + 1, "\"suite\":\"s" + shard + "\",");
        }
        return "{\"benchmarks\":[" + benchmarks + "]}";
    }

    /** The newest run's comparison without what differs from project to project. */
    private JsonNode comparison(String project) {
        String id = runs(project).get(0).at("/id").asText();
        ObjectNode comparison = (ObjectNode) server.get("/api/v1/projects/" + project + "/runs/" + id + "/comparison")
                .json();
        for (JsonNode result : comparison.at("/results")) ((ObjectNode) result).remove("seriesId");
        ((ObjectNode) comparison.at("/contender")).remove("runs");
        ((ObjectNode) comparison.at("/baseline")).remove("runs");
        return comparison;
    }

    private JsonNode runs(String project) {
        return server.get("/api/v1/projects/" + project + "/runs").json().at("/runs");
    }

    private List<RunningServer.Answer> atOnce(List<Callable<RunningServer.Answer>> uploads) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<RunningServer.Answer>> futures = new ArrayList<>();
        for (Callable<RunningServer.Answer> upload : uploads)
            futures.add(clients.submit(() -> {
                start.await();
                return upload.call();
            }));
        start.countDown();
        List<RunningServer.Answer> answers = new ArrayList<>();
        for (Future<RunningServer.Answer> future : futures) answers.add(future.get());
        return answers;
    }

    private static String path(String project, int commit, String more) {
        return "/api/v1/projects/" + project + "/runs?branch=main&testbed=ci&commit=" + Payload.sha(commit)
                + (commit == 1 ? "" : "&parent=" + Payload.sha(commit - 1)) + more;
    }
}
