package dev.pawl.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One CI that never gives up: it uploads runs in one to three shards and notes every 201. What it got no answer to, it sends
 * again under the same key before anything else.
 */
final class UploadingClient implements Runnable {

    /** Benchmarks in each upload, each with five samples. */
    static final int BENCHMARKS = 20;

    private static final Pattern RUN_ID = Pattern.compile("\"run\":\\{\"id\":\"(\\w*)\"");

    /**
     * @param runId as the server told it
     */
    record Acknowledged(Upload upload, String runId) {}

    record Upload(String key, int commit, int shard, int shards) {
        String body() {
            return Payload.many("s" + shard + "-", BENCHMARKS, 1 + commit % 7 * 0.001);
        }

        String path() {
            return "/api/v1/projects/crash/runs?branch=main&testbed=ci&commit=" + Payload.sha(commit) + "&parent="
                    + Payload.sha(commit - 1) + "&run=" + key
                    + (shards == 1 ? "" : "&shard=" + shard + "/" + shards);
        }

        String idempotencyKey() {
            return key + "/" + shard;
        }
    }

    private final int number;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Acknowledged> acknowledged = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Deque<Upload> waiting = new ArrayDeque<>();
    private volatile String url = "";
    private int runs;
    private int retries;

    UploadingClient(int number) {
        this.number = number;
    }

    /** Points the client to the server's present address. */
    void serverIsAt(String address) {
        url = address;
    }

    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** Answers other than 201; there should be none. */
    List<String> refusals() {
        return refusals;
    }

    /** How many uploads were sent again. */
    int retries() {
        return retries;
    }

    /** Uploads until the server is gone. */
    @Override
    public void run() {
        while (sendNext()) Thread.onSpinWait();
    }

    /** Sends what is still without an answer, then nothing more. */
    void finish() {
        while (!waiting.isEmpty() && sendNext()) Thread.onSpinWait();
    }

    private boolean sendNext() {
        if (waiting.isEmpty()) plan();
        Upload upload = waiting.element();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + upload.path()))
                    .header("Idempotency-Key", upload.idempotencyKey())
                    .timeout(Duration.ofMinutes(1))
                    .POST(BodyPublishers.ofString(upload.body()))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 201) {
                Matcher id = RUN_ID.matcher(answer.body());
                acknowledged.add(new Acknowledged(upload, id.find() ? id.group(1) : ""));
            } else if (answer.statusCode() != 503) {
                refusals.add(upload + ": " + answer.statusCode() + " " + answer.body());
            } else {
                return false;
            }
            waiting.remove();
            return true;
        } catch (IOException e) {
            retries++;
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void plan() {
        runs++;
        int shards = 1 + (runs + number) % 3;
        int commit = 1 + runs % 50;
        for (int shard = shards; shard >= 1; shard--)
            waiting.add(new Upload("c" + number + "-" + runs, commit, shard, shards));
    }
}
