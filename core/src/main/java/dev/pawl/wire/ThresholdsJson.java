package dev.pawl.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Direction;
import dev.pawl.model.Policy;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds as JSON: {@code {"warning":0.05,"critical":0.1,"policy":"significant","rules":[{"benchmark":"Sort.*","limit":"<= 1
 * s",…}]}}. Everything may be left out.
 */
public final class ThresholdsJson {

    /** Each rule is held against each series; a project with more rules than this has made a mistake. */
    private static final int MOST_RULES = 500;

    private final JsonInput json;

    private ThresholdsJson(JsonInput json) {
        this.json = json;
    }

    /**
     * @throws MalformedJsonException if it is not an object of this form, or a limit makes no sense
     */
    public static Thresholds read(String text) {
        try (JsonInput json = new JsonInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            json.start();
            return new ThresholdsJson(json).thresholds();
        } catch (JsonProcessingException e) {
            throw JsonInput.malformed(e);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }

    /** The shortest text that {@link #read} makes the same of. Equal thresholds give equal texts. */
    public static String write(Thresholds thresholds) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            List<Thresholds.Rule> rules = thresholds.rules();
            boolean beginsGenerally = !rules.isEmpty() && isGeneral(rules.get(0));
            if (beginsGenerally) write(json, rules.get(0).what());
            List<Thresholds.Rule> others = rules.subList(beginsGenerally ? 1 : 0, rules.size());
            if (!others.isEmpty()) {
                json.writeArrayFieldStart("rules");
                for (Thresholds.Rule rule : others) write(json, rule);
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return text.toString();
    }

    private static boolean isGeneral(Thresholds.Rule rule) {
        return rule.where().equals(SeriesGlob.EVERYTHING)
                && rule.what()
                        .equals(ThresholdOverride.ofChange(
                                rule.what().warning(),
                                rule.what().critical(),
                                rule.what().policy()));
    }

    private static void write(JsonGenerator json, Thresholds.Rule rule) throws IOException {
        json.writeStartObject();
        writeGlob(json, "suite", rule.where().suite());
        writeGlob(json, "benchmark", rule.where().benchmark());
        writeGlob(json, "metric", rule.where().metric());
        writeGlob(json, "testbed", rule.where().testbed());
        write(json, rule.what());
        json.writeEndObject();
    }

    private static void writeGlob(JsonGenerator json, String name, String glob) throws IOException {
        if (!glob.equals("*")) json.writeStringField(name, glob);
    }

    private static void write(JsonGenerator json, ThresholdOverride what) throws IOException {
        if (what.warning() != null) json.writeNumberField("warning", what.warning());
        if (what.critical() != null) json.writeNumberField("critical", what.critical());
        if (what.policy() != null) json.writeStringField("policy", ComparisonJson.word(what.policy()));
        if (what.role() != null) json.writeStringField("role", ComparisonJson.word(what.role()));
        if (what.direction() != null) json.writeStringField("direction", ComparisonJson.word(what.direction()));
        if (what.limit() != null) json.writeStringField("limit", what.limit().toString());
    }

    private Thresholds thresholds() throws IOException {
        Said own = new Said();
        List<Thresholds.Rule> rules = new ArrayList<>();
        json.object(name -> {
            if (name.equals("rules")) json.array(() -> rules.add(rule(rules.size())));
            else if (!own.change(name)) throw unknown(name);
        });
        return Thresholds.everywhere(own.override()).under(new Thresholds(rules));
    }

    private Thresholds.Rule rule(int before) throws IOException {
        if (before == MOST_RULES) throw json.malformed("more than " + MOST_RULES + " rules");
        Said rule = new Said();
        json.object(rule::member);
        return new Thresholds.Rule(
                new SeriesGlob(rule.suite, rule.benchmark, rule.metric, rule.testbed), rule.override());
    }

    private MalformedJsonException unknown(String name) {
        return json.malformed("unknown setting '" + name + "'");
    }

    /** The members of a rule, all optional. */
    private final class Said {
        private String suite = "*";
        private String benchmark = "*";
        private String metric = "*";
        private String testbed = "*";
        private @Nullable Double warning;
        private @Nullable Double critical;
        private @Nullable Policy policy;
        private @Nullable Role role;
        private @Nullable Direction direction;
        private @Nullable AbsoluteLimit limit;

        void member(String name) throws IOException {
            switch (name) {
                case "suite" -> suite = json.string();
                case "benchmark" -> benchmark = json.string();
                case "metric" -> metric = json.string();
                case "testbed" -> testbed = json.string();
                case "role" -> role = json.optionalWord(Role.class);
                case "direction" -> direction = json.optionalWord(Direction.class);
                case "limit" -> limit = json.limit();
                default -> {
                    if (!change(name)) throw unknown(name);
                }
            }
        }

        /** Reads one of the members that a rule and the whole have in common. */
        boolean change(String name) throws IOException {
            switch (name) {
                case "warning" -> warning = json.optionalNumber();
                case "critical" -> critical = json.optionalNumber();
                case "policy" -> policy = json.optionalWord(Policy.class);
                default -> {
                    return false;
                }
            }
            return true;
        }

        ThresholdOverride override() {
            try {
                return new ThresholdOverride(warning, critical, policy, role, direction, limit);
            } catch (IllegalArgumentException contradiction) {
                throw json.malformed(String.valueOf(contradiction.getMessage()));
            }
        }
    }
}
