import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads what {@code on-gpu.sh} recorded in a folder, holds it against the figures that are to be reached, prints a table, and writes
 * {@code figures.json} and {@code figures.txt} there. Needs no GPU: whoever has the files comes to the same figures.
 *
 * <p>Exit: 0 if no figure is missed; 1 if one is. What was not measured is neither.
 */
final class OnGpuFigures {

    private static final Figure.Target QUICK = Figure.Target.atMost(60, "s");

    private OnGpuFigures() {}

    /** @param arguments the folder */
    public static void main(String[] arguments) throws IOException {
        if (!areReached(Path.of(arguments[0]), new PrintStream(System.out, true, StandardCharsets.UTF_8))) System.exit(1);
    }

    /** Writes and prints the figures. False if one is missed; what was not measured is not missed. */
    static boolean areReached(Path folder, PrintStream out) throws IOException {
        List<Figure> figures = new ArrayList<>(RepeatedSuite.of(folder));
        figures.add(TelemetryCost.of(folder));
        figures.add(quickSuite(folder));
        figures.addAll(PlantedVerdicts.of(folder));
        writeJson(figures, folder.resolve("figures.json"));
        String table = table(figures);
        Files.writeString(folder.resolve("figures.txt"), table);
        out.print(table);
        return figures.stream().allMatch(figure -> figure.isMet() || !figure.isMeasured());
    }

    private static Figure quickSuite(Path folder) throws IOException {
        String says = "the quick suite, from its start to its end";
        Path file = folder.resolve("quick-seconds");
        if (!Files.exists(file) || !Files.exists(folder.resolve("quick.json")))
            return Figure.notMeasured("suite.quick", says, QUICK, "needs quick.json and quick-seconds: part suite");
        double seconds = Double.parseDouble(Files.readString(file).strip());
        int benchmarks = RecordedRun.read(folder.resolve("quick.json")).values().size();
        return new Figure("suite.quick", says, OptionalDouble.of(seconds), QUICK, List.of(benchmarks + " benchmarks"));
    }

    private static String table(List<Figure> figures) {
        StringBuilder text = new StringBuilder();
        int width = figures.stream().mapToInt(figure -> figure.says().length()).max().orElse(0);
        String row = "%-" + width + "s  %-12s  %-8s  %s";
        text.append(String.format(row, "figure", "measured", "target", "").stripTrailing()).append('\n');
        for (Figure figure : figures) {
            text.append(String.format(
                                    row, figure.says(), figure.measuredText(), figure.target(), figure.outcome())
                            .stripTrailing())
                    .append('\n');
            for (String detail : figure.details()) text.append("    ").append(detail).append('\n');
        }
        return text.toString();
    }

    private static void writeJson(List<Figure> figures, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (Figure figure : figures) {
                json.writeStartObject();
                json.writeStringField("figure", figure.name());
                json.writeStringField("says", figure.says());
                if (figure.isMeasured()) json.writeNumberField("measured", figure.measured().getAsDouble());
                else json.writeNullField("measured");
                json.writeStringField("unit", figure.target().unit());
                json.writeNumberField(figure.target().isAtMost() ? "atMost" : "atLeast", figure.target().value());
                if (figure.isMeasured()) json.writeBooleanField("met", figure.isMet());
                else json.writeNullField("met");
                json.writeArrayFieldStart("details");
                for (String detail : figure.details()) json.writeString(detail);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
