package dev.pawl.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Evidence;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Threshold;
import dev.pawl.model.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a comparison as JSON, the form that {@code compare} and {@code upload --output json} print and the server answers.
 * {@link ComparisonReader} reads it back.
 */
public final class ComparisonJson {

    /** Writes each number in its fewest digits: the same on every JDK, and faster than the older ones' own way. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private ComparisonJson() {}

    /** What the domain object does not hold but a reader of the JSON wants. */
    @FunctionalInterface
    public interface Decoration {

        /** The evidence of a result as one sentence. */
        String evidence(JudgedMeasurement result);

        /** The id under which the series can be asked for; {@code null} where there is no server. */
        default @Nullable String seriesId(SeriesKey series) {
            return null;
        }

        /** Further members of the outer object. */
        default void members(JsonGenerator json) throws IOException {}
    }

    public static void write(OutputStream out, Comparison comparison, Decoration decoration) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out).useDefaultPrettyPrinter()) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            write(json, comparison, decoration);
            json.writeRaw('\n');
        }
    }

    /** The comparison as UTF-8 bytes without white space, for storing and sending. */
    public static byte[] toBytes(Comparison comparison, Decoration decoration) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, comparison, decoration);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Comparison comparison, Decoration decoration) throws IOException {
        json.writeStartObject();
        decoration.members(json);
        writeSummary(json, comparison.summary());
        json.writeNumberField("engineVersion", comparison.engineVersion());
        json.writeNumberField("settingsVersion", comparison.settingsVersion());
        json.writeFieldName("threshold");
        writeThreshold(json, comparison.threshold());
        writeBaseline(json, comparison.baseline());
        writeContender(json, comparison.contender());
        json.writeArrayFieldStart("results");
        for (JudgedMeasurement result : comparison.results()) writeResult(json, result, decoration);
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : comparison.findings()) {
            json.writeStartObject();
            json.writeStringField("kind", word(finding.kind()));
            json.writeStringField("text", finding.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeSummary(JsonGenerator json, Comparison.Summary summary) throws IOException {
        json.writeObjectFieldStart("summary");
        for (Verdict verdict : Verdict.values()) json.writeNumberField(word(verdict), summary.count(verdict));
        writeWord(json, "severity", summary.severity());
        json.writeEndObject();
    }

    private static void writeThreshold(JsonGenerator json, Threshold threshold) throws IOException {
        json.writeStartObject();
        json.writeNumberField("warning", threshold.warning());
        json.writeNumberField("critical", threshold.critical());
        json.writeStringField("policy", word(threshold.policy()));
        if (threshold.limit() != null)
            json.writeStringField("limit", threshold.limit().toString());
        json.writeEndObject();
    }

    private static void writeBaseline(JsonGenerator json, Baseline.Choice baseline) throws IOException {
        json.writeObjectFieldStart("baseline");
        json.writeStringField("source", word(baseline.source()));
        json.writeStringField("description", baseline.description());
        json.writeStringField("branch", baseline.branch());
        json.writeStringField("sha", baseline.sha());
        writeStrings(json, "runs", baseline.runs());
        writeNumber(json, "commitsApart", baseline.commitsApart());
        json.writeEndObject();
    }

    private static void writeContender(JsonGenerator json, Contender.Identity contender) throws IOException {
        json.writeObjectFieldStart("contender");
        json.writeStringField("description", contender.description());
        json.writeStringField("branch", contender.branch());
        json.writeStringField("sha", contender.sha());
        writeNumber(json, "pullRequest", contender.pullRequest());
        json.writeStringField("testbed", contender.testbed());
        writeStrings(json, "runs", contender.runs());
        json.writeBooleanField("complete", contender.complete());
        json.writeEndObject();
    }

    private static void writeResult(JsonGenerator json, JudgedMeasurement result, Decoration decoration)
            throws IOException {
        Benchmark benchmark = result.series().benchmark();
        Evidence evidence = result.evidence();
        json.writeStartObject();
        json.writeStringField("suite", benchmark.suite());
        json.writeStringField("benchmark", benchmark.name());
        json.writeObjectFieldStart("params");
        for (Map.Entry<String, String> parameter : benchmark.params().entrySet()) {
            json.writeStringField(parameter.getKey(), parameter.getValue());
        }
        json.writeEndObject();
        json.writeStringField("mode", benchmark.mode());
        json.writeNumberField("threads", benchmark.threads());
        json.writeStringField("testbed", result.series().testbed());
        String seriesId = decoration.seriesId(result.series());
        if (seriesId != null) json.writeStringField("seriesId", seriesId);
        json.writeStringField("metric", result.metric().name());
        json.writeStringField("unit", result.metric().unit().baseSymbol());
        json.writeStringField("displayUnit", result.metric().unit().symbol());
        json.writeStringField("direction", word(result.metric().direction()));
        json.writeStringField("role", word(result.metric().role()));
        json.writeStringField("verdict", word(result.verdict()));
        writeWord(json, "severity", result.severity());
        json.writeStringField("reason", word(result.reason()));
        json.writeFieldName("threshold");
        writeThreshold(json, result.threshold());
        writeNumber(json, "change", evidence.change());
        Evidence.Interval interval = evidence.interval();
        if (interval == null || !Double.isFinite(interval.lower()) || !Double.isFinite(interval.upper())) {
            // Values of extreme size have such bounds; JSON has no infinity, and who reads it back must not choke on
            // one.
            json.writeNullField("interval");
        } else {
            json.writeArrayFieldStart("interval");
            json.writeNumber(interval.lower());
            json.writeNumber(interval.upper());
            json.writeEndArray();
        }
        writeNumber(json, "pValue", evidence.pValue());
        writeNumber(json, "noise", evidence.noise());
        writeNumber(json, "minimumDetectableChange", evidence.minimumDetectableChange());
        writeNumber(json, "baseline", evidence.baseline());
        writeNumber(json, "contender", evidence.contender());
        json.writeNumberField("baselineRuns", evidence.baselineRuns());
        json.writeNumberField("contenderRuns", evidence.contenderRuns());
        writeNumber(json, "rerunsToSettle", evidence.rerunsToSettle());
        json.writeStringField("evidence", decoration.evidence(result));
        json.writeEndObject();
    }

    private static void writeStrings(JsonGenerator json, String name, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) json.writeString(text);
        json.writeEndArray();
    }

    private static void writeNumber(JsonGenerator json, String name, @Nullable Number number) throws IOException {
        if (number == null || !Double.isFinite(number.doubleValue())) json.writeNullField(name);
        else if (number instanceof Integer) json.writeNumberField(name, number.intValue());
        else json.writeNumberField(name, number.doubleValue());
    }

    private static void writeWord(JsonGenerator json, String name, @Nullable Enum<?> constant) throws IOException {
        json.writeStringField(name, constant == null ? null : word(constant));
    }

    /** Enums go over the wire in lower case: {@code lower_is_better}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
