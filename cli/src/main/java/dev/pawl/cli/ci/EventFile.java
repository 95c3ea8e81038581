package dev.pawl.cli.ci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the event that started a GitHub workflow, of which only a few listed places are kept.
 *
 * @param values by JSON pointer, such as {@code /pull_request/head/sha}
 */
record EventFile(Map<String, String> values) {

    static final Set<String> PLACES = Set.of(
            "/repository/default_branch",
            "/repository/full_name",
            "/pull_request/number",
            "/pull_request/head/sha",
            "/pull_request/head/ref",
            "/pull_request/head/label",
            "/pull_request/head/repo/full_name",
            "/pull_request/base/ref",
            "/pull_request/base/sha",
            "/pull_request/base/repo/full_name",
            "/merge_group/head_sha",
            "/merge_group/base_sha",
            "/merge_group/base_ref",
            "/release/tag_name",
            "/release/target_commitish",
            "/workflow_run/id",
            "/workflow_run/run_attempt",
            "/workflow_run/head_sha",
            "/workflow_run/head_branch",
            "/workflow_run/event",
            "/workflow_run/html_url",
            "/workflow_run/head_repository/full_name",
            "/workflow_run/head_repository/owner/login",
            "/workflow_run/pull_requests/0/number",
            "/workflow_run/pull_requests/0/base/ref",
            "/workflow_run/pull_requests/0/base/sha");

    /** What can be read; nothing if there is no file or it is no JSON. */
    static EventFile read(@Nullable String file) {
        Map<String, String> values = new HashMap<>();
        if (file == null) return new EventFile(values);
        try (JsonParser json = new JsonFactory().createParser(Files.newInputStream(Path.of(file)))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) continue;
                String place = json.getParsingContext().pathAsPointer().toString();
                if (PLACES.contains(place)) values.put(place, json.getText());
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // The variables tell most of it too; half an event would only contradict them.
            values.clear();
        }
        return new EventFile(values);
    }

    @Nullable
    String get(String place) {
        String value = values.get(place);
        return value == null || value.isBlank() ? null : value;
    }

    @Nullable
    Integer number(String place) {
        return Numbers.positive(values.get(place));
    }
}
