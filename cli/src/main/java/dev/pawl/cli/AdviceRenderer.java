package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.backtest.ThresholdAdvice;
import dev.pawl.backtest.ThresholdAdvice.Step;
import dev.pawl.model.Threshold;
import dev.pawl.report.Quantities;
import dev.pawl.report.VisibleText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Prints which limits suit a project. */
final class AdviceRenderer {

    private static final double USUAL = Threshold.DEFAULT.warning();

    private AdviceRenderer() {}

    /**
     * What each limit would have raised, what each benchmark's noise allows, and the rules that follow.
     *
     * @param benchmarks the names of the benchmarks, by what is advised
     */
    static String table(Map<ThresholdAdvice, String> benchmarks) {
        Set<ThresholdAdvice> advice = benchmarks.keySet();
        StringBuilder text = new StringBuilder();
        int uploads = advice.stream().mapToInt(ThresholdAdvice::uploads).sum();
        text.append(String.format(
                Locale.ROOT,
                "%d series, %d uploads of them%n%nwarning  alerts of Pawl  uploads beyond it (policy plain)%n",
                advice.size(),
                uploads));
        for (int i = 0; i < ThresholdAdvice.LIMITS.size(); i++) {
            int step = i;
            text.append(String.format(
                    Locale.ROOT,
                    "%7s  %14d  %18d%n",
                    percent(ThresholdAdvice.LIMITS.get(i)),
                    advice.stream()
                            .mapToInt(one -> one.steps().get(step).confirmed())
                            .sum(),
                    advice.stream()
                            .mapToInt(one -> one.steps().get(step).plain())
                            .sum()));
        }
        text.append(String.format("%nnoise     suits    benchmark%n"));
        TreeMap<String, Double> rules = new TreeMap<>();
        for (ThresholdAdvice one : advice) {
            double suggested = one.suggested();
            String suits = Double.isNaN(one.noise()) ? "?" : Double.isNaN(suggested) ? "none" : percent(suggested);
            text.append(String.format(
                    Locale.ROOT,
                    "%-8s  %-7s  %s%n",
                    Double.isNaN(one.noise()) ? "unknown" : "±" + Quantities.percent(one.noise()),
                    suits,
                    VisibleText.of(one.name())));
            if (suggested > USUAL) rules.merge(benchmarks.get(one), suggested, Math::max);
        }
        if (rules.isEmpty()) return text.toString();
        text.append(String.format("%nFor pawl.toml, where these may be wider than %s:%n", percent(USUAL)));
        rules.forEach((name, limit) -> text.append(
                String.format("%n[[rules]]%nbenchmark = \"%s\"%nwarning = \"%s\"%n", toml(name), percent(limit))));
        return text.toString();
    }

    /** One object a line. */
    static void writeJson(ThresholdAdvice advice, PrintStream out) throws IOException {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeStringField("name", advice.name());
            json.writeNumberField("uploads", advice.uploads());
            writeFinite(json, "noise", advice.noise());
            writeFinite(json, "suggested", advice.suggested());
            json.writeArrayFieldStart("limits");
            for (Step step : advice.steps()) {
                json.writeStartObject();
                json.writeNumberField("warning", step.limit());
                json.writeNumberField("plain", step.plain());
                json.writeNumberField("confirmed", step.confirmed());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }

    private static void writeFinite(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) json.writeNullField(name);
        else json.writeNumberField(name, value);
    }

    /** Inside the quotes of a TOML string. */
    private static String toml(String name) {
        return VisibleText.of(name).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.4g", 100 * fraction).replaceFirst("\\.?0+$", "") + "%";
    }
}
