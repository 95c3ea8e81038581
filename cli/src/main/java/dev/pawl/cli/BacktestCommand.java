package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.backtest.Backtest;
import dev.pawl.backtest.Method;
import dev.pawl.backtest.Replay;
import dev.pawl.backtest.ThresholdAdvice;
import dev.pawl.cli.client.Patience;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.settings.Settings;
import dev.pawl.model.RecordedSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl backtest}: which alerts would have been raised, had Pawl (or another rule) watched these histories. */
@Command(
        name = "backtest",
        description = {
            "Replay histories upload by upload, and say which alerts would have been raised.",
            "Methods: pawl, previous-run, window-mean, z-score, t-test, iqr-fence; a limit can follow: previous-run:0.1.",
            "Of a project on a server, say what each warning limit would have raised, and which one suits each benchmark."
        },
        mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {

    private static final int LEAST_WARMUP = 2;

    /** How replays are printed. */
    enum Output {
        TABLE,
        JSON
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Series files (JSON with \"values\", or CSV), folders of them, or -.")
    private List<String> paths = List.of();

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--project",
            paramLabel = "P",
            description = "Project on the server, whose default branch is replayed in place of files.")
    private @Nullable String project;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "10",
            description = "Uploads that are learned from but raise nothing (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "METHOD",
            defaultValue = "pawl",
            description = "Methods to replay (default: ${DEFAULT-VALUE}); all for every one.")
    private List<String> methods;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, or json with one object a line (default: ${DEFAULT-VALUE}).")
    private Output output;

    @Override
    public Integer call() throws IOException {
        if (warmup < LEAST_WARMUP)
            throw new UsageException("--warmup must be at least " + LEAST_WARMUP + ", is " + warmup);
        if ((project == null) == paths.isEmpty())
            throw new UsageException("name series files, or a project on the server with --project");
        if (project != null) return advise(project);
        List<Method> asked = asked();
        Backtest backtest = new Backtest(warmup);
        Map<Method, Tally> tallies = new LinkedHashMap<>();
        for (RecordedSeries series : SeriesFiles.read(paths)) {
            for (Method method : asked) {
                Replay replay = backtest.replay(series, method);
                if (output == Output.JSON) writeJson(replay);
                tallies.computeIfAbsent(method, unused -> new Tally()).add(series, replay, warmup);
            }
        }
        if (output == Output.TABLE) print(tallies);
        System.out.flush();
        return ExitCode.FINE.number();
    }

    private int advise(String slug) throws IOException {
        Settings settings = Settings.of(Path.of("").toAbsolutePath());
        PawlClient client = server.client(System.getenv(), settings, Patience::of);
        Map<ThresholdAdvice, String> advice = new LinkedHashMap<>();
        for (ProjectSeries.One one : ProjectSeries.headlines(client, slug)) {
            RecordedSeries series = one.series();
            advice.put(ThresholdAdvice.of(series, warmup), one.benchmark());
        }
        if (output == Output.JSON)
            for (ThresholdAdvice one : advice.keySet()) AdviceRenderer.writeJson(one, System.out);
        else System.out.print(AdviceRenderer.table(advice));
        System.out.flush();
        return ExitCode.FINE.number();
    }

    private List<Method> asked() {
        List<Method> asked = new ArrayList<>();
        for (String text : methods) {
            try {
                if (text.equals("all")) for (Method.Kind kind : Method.Kind.values()) asked.add(Method.of(kind));
                else asked.add(Method.parse(text));
            } catch (IllegalArgumentException unknown) {
                throw new UsageException("--methods: " + unknown.getMessage());
            }
        }
        return asked;
    }

    private static void print(Map<Method, Tally> tallies) {
        System.out.println("method          series  uploads  alarms  confirmed  alarms per 1000 uploads");
        tallies.forEach((method, tally) -> System.out.printf(
                Locale.ROOT,
                "%-14s  %6d  %7d  %6d  %9d  %23.1f%n",
                method,
                tally.series,
                tally.uploads,
                tally.alarms,
                tally.confirmed,
                tally.uploads == 0 ? 0.0 : 1000.0 * tally.alarms / tally.uploads));
    }

    private static void writeJson(Replay replay) throws IOException {
        JsonGenerator json =
                new JsonFactory().createGenerator(System.out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("name", replay.name());
        json.writeStringField("method", replay.method());
        writeIndices(json, "alarms", replay.alarms());
        writeIndices(json, "confirmed", replay.confirmed());
        writeIndices(json, "changePoints", replay.changePoints());
        json.writeEndObject();
        json.close();
        System.out.println();
    }

    private static void writeIndices(JsonGenerator json, String name, List<Integer> indices) throws IOException {
        json.writeArrayFieldStart(name);
        for (int index : indices) json.writeNumber(index);
        json.writeEndArray();
    }

    /** What a method said over all series. */
    private static final class Tally {
        private int series;
        private int uploads;
        private int alarms;
        private int confirmed;

        void add(RecordedSeries one, Replay replay, int warmup) {
            series++;
            uploads += Math.max(0, one.values().length - warmup);
            alarms += replay.alarms().size();
            confirmed += replay.confirmed().size();
        }
    }
}
