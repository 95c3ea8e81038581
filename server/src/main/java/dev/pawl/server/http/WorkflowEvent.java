package dev.pawl.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end of a CI workflow, as {@code {workflow, status, duration, commit}} tells it.
 *
 * @param seconds how long it took; {@code null} unless it succeeded, because a workflow that stops at its first error is not
 *     a faster one
 * @param time when it ended, if told
 */
record WorkflowEvent(
        String workflow,
        Outcome outcome,
        @Nullable BigDecimal seconds,
        @Nullable Instant time) {

    /** Suite of the benchmarks that stand for workflows. */
    static final String SUITE = "ci";

    /** Room for the testbed's prefix within the longest name of a testbed. */
    static final int LONGEST_WORKFLOW = 120;

    /** No workflow runs longer: GitHub stops one after 35 days. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(366L * 24 * 60 * 60);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");

    /** Such as {@code 1h 2m 3.5s}. */
    private static final Pattern SPELLED = Pattern.compile(
            "(?:(\\d{1,9})d)?\\s*(?:(\\d{1,9})h)?\\s*(?:(\\d{1,9})m(?:in)?)?\\s*(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?\\s*(?:(\\d{1,12})ms)?");

    private static final long[] SECONDS_EACH = {86_400, 3_600, 60, 1};

    /** What a workflow says of the code. */
    enum Outcome {
        SUCCESS,
        FAILURE,
        /** It was stopped or left out; that says nothing of the code. */
        NONE
    }

    /** The words of GitHub, GitLab, Jenkins and Buildkite. */
    private static final Map<String, Outcome> OUTCOMES = new TreeMap<>(Map.ofEntries(
            Map.entry("success", Outcome.SUCCESS),
            Map.entry("succeeded", Outcome.SUCCESS),
            Map.entry("passed", Outcome.SUCCESS),
            Map.entry("failure", Outcome.FAILURE),
            Map.entry("failed", Outcome.FAILURE),
            Map.entry("error", Outcome.FAILURE),
            Map.entry("unstable", Outcome.FAILURE),
            Map.entry("timed_out", Outcome.FAILURE),
            Map.entry("startup_failure", Outcome.FAILURE),
            Map.entry("cancelled", Outcome.NONE),
            Map.entry("canceled", Outcome.NONE),
            Map.entry("aborted", Outcome.NONE),
            Map.entry("skipped", Outcome.NONE),
            Map.entry("neutral", Outcome.NONE),
            Map.entry("stale", Outcome.NONE),
            Map.entry("action_required", Outcome.NONE)));

    /**
     * @throws ProblemException 400 with the place of what is wrong
     */
    static WorkflowEvent of(JsonNode event, UploadReader fields) {
        String workflow = fields.text("workflow", LONGEST_WORKFLOW);
        if (workflow == null) throw ProblemException.badRequest("/workflow", "the name of the workflow is missing");
        String status = fields.text("status", 64);
        if (status == null) throw ProblemException.badRequest("/status", "how the workflow ended is missing");
        Outcome outcome = OUTCOMES.get(status.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_"));
        if (outcome == null)
            throw ProblemException.badRequest("/status", "is none of " + String.join(", ", OUTCOMES.keySet()));
        if (fields.sha("commit") == null)
            throw ProblemException.badRequest("/commit", "the commit that the workflow ran on is missing");
        BigDecimal seconds = seconds(event.path("duration"));
        if (seconds == null && outcome == Outcome.SUCCESS)
            throw ProblemException.badRequest("/duration", "how long the workflow took is missing");
        return new WorkflowEvent(
                workflow, outcome, outcome == Outcome.SUCCESS ? seconds : null, UploadReader.time(event, "time", "/"));
    }

    /** Each workflow is measured by itself: a run of one must not miss the others, nor push them out of the window. */
    String testbed() {
        return SUITE + "/" + workflow;
    }

    /** The event in Pawl's own format, the same bytes for the same event. */
    byte[] results() {
        ObjectNode file = JsonNodeFactory.instance.objectNode().put("suite", SUITE);
        ObjectNode benchmark = file.putArray("benchmarks").addObject().put("name", workflow);
        ArrayNode measurements = benchmark.putArray("measurements");
        if (seconds != null)
            measure(measurements, "duration", "s", "lower_is_better").put("value", seconds.doubleValue());
        measure(measurements, "success", "ratio", "higher_is_better").put("value", outcome == Outcome.SUCCESS ? 1 : 0);
        if (time != null) file.put("eventTime", time.toString());
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode measure(ArrayNode measurements, String metric, String unit, String direction) {
        return measurements
                .addObject()
                .put("metric", metric)
                .put("unit", unit)
                .put("direction", direction)
                .put("role", "supporting");
    }

    private static @Nullable BigDecimal seconds(JsonNode duration) {
        if (duration.isMissingNode() || duration.isNull()) return null;
        BigDecimal seconds = null;
        if (duration.isNumber() && Double.isFinite(duration.doubleValue())) {
            seconds = duration.decimalValue();
        } else if (duration.isTextual()) {
            String text = duration.asText().strip().toLowerCase(Locale.ROOT);
            if (text.isEmpty()) return null;
            if (text.length() <= 64) seconds = NUMBER.matcher(text).matches() ? new BigDecimal(text) : spelled(text);
        }
        if (seconds == null)
            throw ProblemException.badRequest(
                    "/duration", "must be seconds as a number, or a text such as 93s, 1m 33s or 1h 2m");
        if (seconds.signum() < 0 || seconds.compareTo(MOST_SECONDS) > 0)
            throw ProblemException.badRequest("/duration", "must be 0 to " + MOST_SECONDS + " seconds");
        return seconds;
    }

    private static @Nullable BigDecimal spelled(String text) {
        Matcher parts = SPELLED.matcher(text);
        if (!parts.matches()) return null;
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < SECONDS_EACH.length; i++) {
            String part = parts.group(i + 1);
            if (part != null) sum = sum.add(new BigDecimal(part).multiply(BigDecimal.valueOf(SECONDS_EACH[i])));
        }
        String milliseconds = parts.group(SECONDS_EACH.length + 1);
        return milliseconds == null ? sum : sum.add(new BigDecimal(milliseconds).movePointLeft(3));
    }
}
