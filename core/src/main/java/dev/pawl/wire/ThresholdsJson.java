package dev.pawl.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pawl.model.Policy;
import dev.pawl.model.Threshold;
import dev.pawl.model.Thresholds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads thresholds: {@code {"warning":0.05,"critical":0.1,"policy":"significant","rules":[{"benchmark":"Sort.*",…}]}}. What is
 * not said is the default; a rule inherits from the default threshold beside it.
 */
public final class ThresholdsJson {

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
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }

    private Thresholds thresholds() throws IOException {
        Limits own = new Limits();
        List<Limits> rules = new ArrayList<>();
        json.object(name -> {
            if (name.equals("rules")) json.array(() -> rules.add(new Limits().read()));
            else own.member(name);
        });
        Threshold defaults = own.over(Threshold.DEFAULT);
        return new Thresholds(
                defaults, rules.stream().map(rule -> rule.rule(defaults)).toList());
    }

    /** The members of a threshold, all optional. */
    private final class Limits {
        private @Nullable Double warning;
        private @Nullable Double critical;
        private @Nullable Policy policy;
        private String suite = "*";
        private String benchmark = "*";
        private String metric = "*";
        private String testbed = "*";

        Limits read() throws IOException {
            json.object(this::member);
            return this;
        }

        void member(String name) throws IOException {
            switch (name) {
                case "warning" -> warning = json.optionalNumber();
                case "critical" -> critical = json.optionalNumber();
                case "policy" -> policy = json.optionalWord(Policy.class);
                case "suite" -> suite = json.string();
                case "benchmark" -> benchmark = json.string();
                case "metric" -> metric = json.string();
                case "testbed" -> testbed = json.string();
                default -> throw json.malformed("unknown setting '" + name + "'");
            }
        }

        Threshold over(Threshold inherited) {
            return new Threshold(
                    warning == null ? inherited.warning() : warning,
                    critical == null ? inherited.critical() : critical,
                    policy == null ? inherited.policy() : policy);
        }

        Thresholds.Rule rule(Threshold inherited) {
            return new Thresholds.Rule(suite, benchmark, metric, testbed, over(inherited));
        }
    }
}
