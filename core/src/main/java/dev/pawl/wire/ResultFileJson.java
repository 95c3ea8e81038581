package dev.pawl.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what parsers read, as {@code pawl parse} prints it: one object, or an array of objects for several files.
 *
 * <p>Absent numbers are {@code null}, absent texts empty, statistics further members of the measurement. Samples are one flat
 * array, with the sizes of their {@code groups} where there are several. A benchmark names its suite only where it is not the
 * file's. Numbers have the fewest digits that give the same double again, whatever the JDK. Reading it back gives an equal
 * result, as long as every unit is what {@link dev.pawl.model.Unit#of} makes of its symbol.
 */
public final class ResultFileJson {

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /** Members that a statistic must not be named like. */
    private static final Set<String> MEMBERS = Set.of(
            "metric",
            "unit",
            "direction",
            "role",
            "value",
            "lower",
            "upper",
            "stddev",
            "range",
            "sampleCount",
            "samples",
            "groups");

    private ResultFileJson() {}

    /**
     * Writes UTF-8 and flushes; the stream stays open.
     *
     * @param baseUnits whether values are converted to base units, else they stay in the unit that the file has
     * @throws IllegalArgumentException if a statistic is named like a member of a measurement
     */
    public static void write(OutputStream out, List<ResultFile> files, boolean baseUnits) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, files, baseUnits);
        }
        out.flush();
    }

    /** The same to a writer, which stays open. */
    public static void write(Writer out, List<ResultFile> files, boolean baseUnits) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, files, baseUnits);
        }
        out.flush();
    }

    /** Writes further members. */
    @FunctionalInterface
    public interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Writes one result as one line of UTF-8; the stream stays open.
     *
     * @param first members that stand before its own
     * @throws IllegalArgumentException if a statistic is named like a member of a measurement
     */
    public static void writeLine(OutputStream out, ResultFile file, Members first) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            first.write(json);
            writeMembers(json, file, false);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void write(JsonGenerator json, List<ResultFile> files, boolean baseUnits) throws IOException {
        json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
        if (files.size() == 1) {
            write(json, files.get(0), baseUnits);
        } else {
            json.writeStartArray();
            for (ResultFile file : files) write(json, file, baseUnits);
            json.writeEndArray();
        }
        json.writeRaw('\n');
    }

    private static void write(JsonGenerator json, ResultFile file, boolean baseUnits) throws IOException {
        json.writeStartObject();
        writeMembers(json, file, baseUnits);
        json.writeEndObject();
    }

    private static void writeMembers(JsonGenerator json, ResultFile file, boolean baseUnits) throws IOException {
        json.writeStringField("format", file.format());
        json.writeStringField("suite", file.suite());
        write(json, "environment", file.environment().facts());
        json.writeArrayFieldStart("benchmarks");
        for (BenchmarkResult result : file.benchmarks()) write(json, result, file.suite(), baseUnits);
        json.writeEndArray();
        json.writeArrayFieldStart("warnings");
        for (String warning : file.warnings()) json.writeString(warning);
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, BenchmarkResult result, String fileSuite, boolean baseUnits)
            throws IOException {
        Benchmark benchmark = result.benchmark();
        json.writeStartObject();
        if (!benchmark.suite().equals(fileSuite)) json.writeStringField("suite", benchmark.suite());
        json.writeStringField("name", benchmark.name());
        write(json, "params", benchmark.params());
        json.writeStringField("mode", benchmark.mode());
        json.writeNumberField("threads", benchmark.threads());
        json.writeArrayFieldStart("measurements");
        for (Measurement measurement : result.measurements()) write(json, measurement, baseUnits);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, SortedMap<String, String> texts) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, String> text : texts.entrySet()) json.writeStringField(text.getKey(), text.getValue());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Measurement seen, boolean baseUnits) throws IOException {
        Measurement measurement = baseUnits ? seen.inBaseUnits() : seen;
        json.writeStartObject();
        json.writeStringField("metric", measurement.metric().name());
        json.writeStringField(
                "unit",
                baseUnits
                        ? measurement.metric().unit().baseSymbol()
                        : measurement.metric().unit().symbol());
        json.writeStringField("direction", lowerCase(measurement.metric().direction()));
        json.writeStringField("role", lowerCase(measurement.metric().role()));
        json.writeNumberField("value", measurement.value());
        write(json, "lower", measurement.lower());
        write(json, "upper", measurement.upper());
        write(json, "stddev", measurement.stddev());
        write(json, "range", measurement.range());
        for (Map.Entry<String, Double> figure : measurement.statistics().entrySet()) {
            if (MEMBERS.contains(figure.getKey()))
                throw new IllegalArgumentException("a statistic must not be named " + figure.getKey());
            write(json, figure.getKey(), figure.getValue());
        }
        json.writeNumberField("sampleCount", measurement.sampleCount());
        write(json, measurement.samples());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, @Nullable Double number) throws IOException {
        if (number == null) json.writeNullField(field);
        else json.writeNumberField(field, number);
    }

    private static void write(JsonGenerator json, Samples samples) throws IOException {
        json.writeFieldName("samples");
        double[] values = samples.values();
        json.writeArray(values, 0, values.length);
        int[] sizes = samples.groupSizes();
        if (sizes.length < 2) return;
        json.writeFieldName("groups");
        json.writeArray(sizes, 0, sizes.length);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
