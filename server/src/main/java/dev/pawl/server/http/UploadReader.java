package dev.pawl.server.http;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.model.Commit;
import dev.pawl.model.Thresholds;
import dev.pawl.parser.ResultFormat;
import dev.pawl.server.pipeline.Upload;
import dev.pawl.wire.MalformedJsonException;
import dev.pawl.wire.ThresholdsJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the sender of an upload says of its run. A query and the JSON part {@code run} have the same fields; the JSON can
 * bring history as well. In a query, which people type, unknown fields are refused: a mistyped {@code brnach} would end up on
 * the wrong branch. In JSON they are skipped, so that a newer client can talk to an older server.
 */
final class UploadReader {

    private static final Set<String> FIELDS = Set.of(
            "branch",
            "commit",
            "parent",
            "pr",
            "base",
            "merge-base",
            "testbed",
            "run",
            "shard",
            "suite",
            "format",
            "release",
            "baseline",
            "attempt",
            "jobUrl",
            "repository",
            "default-branch",
            "client",
            "subject",
            "author",
            "time",
            "measured");

    /** Where the results were measured if nobody says. */
    private static final String DEFAULT_TESTBED = "local";

    /** The CLI sends 200; a hand-written client may send more, but not a repository. */
    private static final int MOST_HISTORY = 2000;

    /** No commit is older than this, and no clock that is right is later. */
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 9999;
    static final int LONGEST_BRANCH = 256;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_TEXT = 2048;
    private static final int LONGEST_SETTINGS = 1 << 16;

    /** What Jackson says to programmers: switches, other tokens, where its own source is. */
    private static final Pattern HINT =
            Pattern.compile("(?s)(: enable `| \\(start marker at|: was expecting|, source: ).*");

    private static final ObjectMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(1 << 16)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final JsonNode fields;

    private UploadReader(JsonNode fields) {
        this.fields = fields;
    }

    static UploadReader ofQuery(Context context) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
            if (!FIELDS.contains(parameter.getKey()))
                throw ProblemException.badRequest(
                        shortened(parameter.getKey()), "unknown parameter; known are " + sorted());
            if (parameter.getValue().size() > 1)
                throw ProblemException.badRequest(parameter.getKey(), "given more than once");
            fields.put(parameter.getKey(), parameter.getValue().get(0));
        }
        return new UploadReader(fields);
    }

    /** The members of an object; the pointers of errors start there. */
    static UploadReader of(JsonNode object) {
        return new UploadReader(object);
    }

    /**
     * A body that is one JSON object.
     *
     * @throws ProblemException 400 if it is none
     */
    static JsonNode object(byte[] body) {
        try {
            JsonNode object = JSON.readTree(body);
            if (object != null && object.isObject()) return object;
            throw ProblemException.badRequest("", "the body must be a JSON object");
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest("", "the body is not valid JSON: " + reason(e));
        } catch (IOException e) {
            throw ProblemException.badRequest("", "the body cannot be read: " + e.getMessage());
        }
    }

    static UploadReader ofJson(byte[] json) {
        try {
            JsonNode fields = JSON.readTree(json);
            if (fields == null || !fields.isObject())
                throw ProblemException.badRequest("run", "part 'run' must be a JSON object");
            return new UploadReader(fields);
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest("run", "part 'run' is not valid JSON: " + reason(e));
        } catch (IOException e) {
            throw ProblemException.badRequest("run", "part 'run' cannot be read: " + e.getMessage());
        }
    }

    /** Jackson's own words without its hints for programmers, and the place. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage() == null ? "it breaks off" : e.getOriginalMessage();
        String words = HINT.matcher(message).replaceFirst("");
        JsonLocation place = e.getLocation();
        return place == null ? words : words + " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    @Nullable
    ResultFormat format() {
        return parsed("format", ResultFormat::ofId);
    }

    Upload.Description description() {
        String sha = text("commit", 64);
        if (sha == null) throw ProblemException.badRequest("commit", "the commit that was measured is missing");
        Integer pullRequest = number("pr");
        String base = text("base", LONGEST_BRANCH);
        String testbed = text("testbed", LONGEST_NAME);
        String suite = text("suite", LONGEST_BRANCH);
        return new Upload.Description(
                text("branch", LONGEST_BRANCH),
                commit(fields, "commit", "/"),
                history(),
                pullRequest,
                base,
                sha("merge-base"),
                testbed == null ? DEFAULT_TESTBED : testbed,
                text("run", LONGEST_NAME),
                parsed("shard", Upload.Shard::of),
                suite == null ? "" : suite,
                text("release", LONGEST_NAME),
                parsed("baseline", BaselinePolicy::of),
                number("attempt"),
                url("jobUrl"),
                url("repository"),
                text("default-branch", LONGEST_BRANCH),
                text("client", LONGEST_NAME),
                time(fields, "measured", "/"),
                settings());
    }

    /** How the run is to be judged; in a query there is no such field, see {@link #FIELDS}. */
    private Thresholds settings() {
        JsonNode settings = fields.get("settings");
        if (settings == null || settings.isNull()) return Thresholds.DEFAULT;
        if (!settings.isObject()) throw ProblemException.badRequest("/settings", "must be an object");
        String text = settings.toString();
        if (text.length() > LONGEST_SETTINGS)
            throw ProblemException.badRequest("/settings", "longer than " + LONGEST_SETTINGS + " characters");
        try {
            return ThresholdsJson.read(text);
        } catch (MalformedJsonException e) {
            throw ProblemException.badRequest("/settings" + e.pointer(), e.getMessage());
        }
    }

    private List<Commit> history() {
        JsonNode history = fields.get("history");
        if (history == null || history.isNull()) return List.of();
        if (!history.isArray()) throw ProblemException.badRequest("/history", "must be an array of commits");
        if (history.size() > MOST_HISTORY)
            throw ProblemException.badRequest(
                    "/history", "holds " + history.size() + " commits; at most " + MOST_HISTORY);
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            String pointer = "/history/" + i + "/";
            if (!history.get(i).isObject()) throw ProblemException.badRequest(pointer, "must be an object");
            commits.add(commit(history.get(i), "sha", pointer));
        }
        return commits;
    }

    private static Commit commit(JsonNode node, String shaField, String pointer) {
        String sha = shaOf(node, shaField, pointer);
        if (sha == null) throw ProblemException.badRequest(pointer + shaField, "a commit needs its id");
        String parent = shaOf(node, "parent", pointer);
        return new Commit(
                sha,
                sha.equals(parent) ? null : parent,
                time(node, "time", pointer),
                cut(node.path("author").asText(null)),
                cut(node.path("subject").asText(null)));
    }

    static @Nullable Instant time(JsonNode node, String name, String pointer) {
        String text = node.path(name).asText(null);
        if (text == null || text.isBlank()) return null;
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) return time.toInstant();
            throw ProblemException.badRequest(pointer + name, "is in the year " + time.getYear());
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(pointer + name, "not an ISO-8601 time with offset: " + shortened(text));
        }
    }

    @Nullable
    String sha(String name) {
        return shaOf(fields, name, "/");
    }

    private static @Nullable String shaOf(JsonNode node, String name, String pointer) {
        String text = node.path(name).asText(null);
        if (text == null || text.isBlank()) return null;
        String sha = text.strip().toLowerCase(Locale.ROOT);
        if (!Commit.isSha(sha))
            throw ProblemException.badRequest(
                    pointer + name, "not a commit id (7 to 64 hexadecimal digits): " + shortened(text));
        return sha;
    }

    /** A member as text; blank is the same as absent, because CI variables are often empty. */
    @Nullable
    String text(String name, int longest) {
        JsonNode value = fields.get(name);
        if (value == null || value.isNull()) return null;
        if (value.isContainerNode()) throw ProblemException.badRequest("/" + name, "must be a text");
        String text = value.asText().strip();
        if (text.isEmpty()) return null;
        if (text.length() > longest)
            throw ProblemException.badRequest("/" + name, "longer than " + longest + " characters");
        if (text.chars().anyMatch(Character::isISOControl))
            throw ProblemException.badRequest("/" + name, "holds control characters");
        return text;
    }

    private @Nullable Integer number(String name) {
        String text = text(name, 16);
        if (text == null) return null;
        try {
            int number = Integer.parseInt(text);
            if (number > 0) return number;
        } catch (NumberFormatException notANumber) {
            // falls through to the one message
        }
        throw ProblemException.badRequest("/" + name, "must be a positive whole number, not " + shortened(text));
    }

    private @Nullable String url(String name) {
        String text = text(name, LONGEST_TEXT);
        if (text == null) return null;
        try {
            URI uri = URI.create(text);
            boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (isWeb && uri.getUserInfo() == null && uri.getHost() != null) return text;
        } catch (IllegalArgumentException notAUrl) {
            // falls through to the one message
        }
        throw ProblemException.badRequest("/" + name, "must be an http(s) URL without user name");
    }

    private <T> @Nullable T parsed(String name, Function<String, T> parser) {
        String text = text(name, LONGEST_BRANCH + 16);
        if (text == null) return null;
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("/" + name, e.getMessage());
        }
    }

    private static @Nullable String cut(@Nullable String text) {
        if (text == null || text.isBlank()) return null;
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST_BRANCH ? line : line.substring(0, LONGEST_BRANCH);
    }

    private static String shortened(String text) {
        String visible = text.length() <= 60 ? text : text.substring(0, 60) + "…";
        return visible.replaceAll("\\p{Cntrl}", "?");
    }

    private static String sorted() {
        return FIELDS.stream().sorted().reduce((a, b) -> a + ", " + b).orElse("");
    }
}
