package dev.pawl.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Commit;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Run;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.RunsByTime;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.StoredMeasurement;
import dev.pawl.wire.ResultFileJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of JSON for each run: a result file of Pawl's own, with its samples as far as they are kept, and in its member
 * {@code run} what an upload says of it. Values are in base units.
 */
final class RunLineExport implements RunExport {

    /** Commits without runs that are told with the run that follows them. */
    private static final int MOST_BETWEEN = 200;

    @Override
    public String contentType() {
        return "application/jsonl";
    }

    @Override
    public String beginning() {
        return "";
    }

    @Override
    public byte[] run(StoreView view, ProjectRow project, RunsByTime.Selection selection, RunsByTime.Dated dated) {
        RunRow row = dated.row();
        List<Commit> line = view.commits().ancestors(project.id(), row.run().sha(), MOST_BETWEEN);
        Set<String> measured = view.runsByTime()
                .measured(
                        project.id(),
                        selection,
                        line.stream().skip(1).map(Commit::sha).toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ResultFileJson.writeLine(out, results(view, project, dated), json -> write(json, row, line, measured));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, RunRow row, List<Commit> line, Set<String> measured)
            throws IOException {
        Run run = row.run();
        json.writeObjectFieldStart("run");
        text(json, "branch", run.branch());
        json.writeStringField("commit", run.sha());
        if (!line.isEmpty()) commit(json, line.get(0));
        if (run.pullRequest() != null) json.writeNumberField("pr", run.pullRequest());
        text(json, "base", run.baseBranch());
        text(json, "merge-base", run.mergeBase());
        json.writeStringField("testbed", run.testbed());
        json.writeStringField("run", run.key());
        text(json, "release", run.release());
        if (row.request().attempt() != null)
            json.writeNumberField("attempt", row.request().attempt());
        text(json, "jobUrl", row.request().jobUrl());
        json.writeStringField("measured", run.receivedAt().toString());
        json.writeArrayFieldStart("history");
        for (Commit commit : line.subList(Math.min(1, line.size()), line.size())) {
            if (measured.contains(commit.sha())) break;
            json.writeStartObject();
            json.writeStringField("sha", commit.sha());
            commit(json, commit);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void commit(JsonGenerator json, Commit commit) throws IOException {
        text(json, "parent", commit.parent());
        if (commit.time() != null) json.writeStringField("time", commit.time().toString());
        text(json, "author", commit.author());
        text(json, "subject", commit.subject());
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) json.writeStringField(name, text);
    }

    private static ResultFile results(StoreView view, ProjectRow project, RunsByTime.Dated dated) {
        Map<Benchmark, List<Measurement>> measured = new LinkedHashMap<>();
        for (StoredMeasurement stored : RunExport.measurements(view, project, dated)) {
            Samples samples = stored.hasSamples()
                    ? view.measurements().samples(dated.row().number(), stored.benchmarkId(), stored.metricId())
                    : Samples.NONE;
            measured.computeIfAbsent(stored.benchmark(), unseen -> new ArrayList<>())
                    .add(inBaseUnit(stored.measurement(), samples));
        }
        List<BenchmarkResult> results = new ArrayList<>();
        measured.forEach((benchmark, measurements) -> results.add(new BenchmarkResult(benchmark, measurements)));
        return new ResultFile(
                "pawl", "", view.runs().environment(dated.row().run().environment()), results, List.of());
    }

    /** Stored values are in base units, and their metric has the unit that was seen: here it says what they are in. */
    private static Measurement inBaseUnit(Measurement stored, Samples samples) {
        Metric metric = stored.metric();
        return new Measurement(
                new Metric(metric.name(), Unit.of(metric.unit().baseSymbol()), metric.direction(), metric.role()),
                stored.value(),
                stored.lower(),
                stored.upper(),
                stored.stddev(),
                stored.range(),
                stored.sampleCount(),
                samples,
                stored.statistics());
    }
}
