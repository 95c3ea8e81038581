package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.detect.ChangePoint;
import dev.pawl.detect.Segmenter;
import dev.pawl.model.RecordedSeries;
import dev.pawl.report.Quantities;
import dev.pawl.report.TerminalPlot;
import dev.pawl.report.VisibleText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl detect}: where the level of a history changed, in hindsight. */
@Command(
        name = "detect",
        description = "Find the changes of level in series files (JSON with \"values\", or CSV).",
        mixinStandardHelpOptions = true)
final class DetectCommand implements Callable<Integer> {

    /** How change points are printed. */
    enum Output {
        TABLE,
        JSON
    }

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Series files, folders of them, globs, or - for standard input.")
    private List<String> files;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json, one object a line (default: ${DEFAULT-VALUE}).")
    private Output output;

    @Override
    public Integer call() throws IOException {
        Map<RecordedSeries, List<ChangePoint>> found = new LinkedHashMap<>();
        for (RecordedSeries series : SeriesFiles.read(files)) {
            found.put(series, new Segmenter(series.direction()).changePoints(series.values()));
        }
        for (Map.Entry<RecordedSeries, List<ChangePoint>> one : found.entrySet()) {
            if (output == Output.JSON) writeJson(one.getKey(), one.getValue());
            else print(one.getKey(), one.getValue(), found.size() == 1);
        }
        System.out.flush();
        return ExitCode.FINE.number();
    }

    private static void print(RecordedSeries series, List<ChangePoint> points, boolean isAlone) {
        System.out.println(VisibleText.of(series.name()) + ": " + series.values().length + " values, "
                + (points.isEmpty()
                        ? "one level"
                        : points.size() + (points.size() == 1 ? " change point" : " change points")));
        if (isAlone) {
            System.out.print(TerminalPlot.of(
                    series.values(),
                    points.stream().map(point -> (int) point.index()).collect(Collectors.toSet())));
        }
        for (ChangePoint point : points) {
            System.out.println("  from " + point.index() + " on  " + Quantities.change(point.change())
                    + (switch (series.direction()) {
                        case UNKNOWN -> "";
                        case LOWER_IS_BETTER, HIGHER_IS_BETTER -> point.worse() ? "  worse" : "  better";
                    }));
        }
    }

    private static void writeJson(RecordedSeries series, List<ChangePoint> points) throws IOException {
        JsonGenerator json =
                new JsonFactory().createGenerator(System.out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("name", series.name());
        json.writeNumberField("values", series.values().length);
        json.writeArrayFieldStart("changePoints");
        for (ChangePoint point : points) json.writeNumber(point.index());
        json.writeEndArray();
        json.writeArrayFieldStart("changes");
        for (ChangePoint point : points) {
            json.writeStartObject();
            json.writeNumberField("index", point.index());
            if (Double.isFinite(point.change())) json.writeNumberField("change", point.change());
            else json.writeNullField("change");
            json.writeBooleanField("worse", point.worse());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.close();
        System.out.println();
    }
}
