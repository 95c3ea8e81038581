package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Comparison;
import dev.pawl.model.Run;
import dev.pawl.model.Verdict;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run as lists and pages show it. */
final class RunJson {

    private RunJson() {}

    static ObjectNode of(StoreView view, ProjectRow project, RunRow row, Comparison.@Nullable Summary summary) {
        Run run = row.run();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", run.id());
        json.put("sha", run.sha());
        json.put("branch", run.branch());
        json.put("pullRequest", run.pullRequest());
        json.put("testbed", run.testbed());
        json.put("key", run.key());
        json.put("release", run.release());
        json.put("complete", run.complete());
        json.put("state", word(row.state()));
        json.put("receivedAt", run.receivedAt().toString());
        view.commits()
                .find(project.id(), run.sha())
                .ifPresentOrElse(
                        commit -> {
                            json.put("subject", commit.subject());
                            json.put("author", commit.author());
                            json.put(
                                    "time",
                                    commit.time() == null ? null : commit.time().toString());
                        },
                        () -> json.putNull("subject").putNull("author").putNull("time"));
        json.put("environment", run.environment());
        RunRow.Exclusion exclusion = row.exclusion();
        if (exclusion == null) json.putNull("excluded");
        else
            json.putObject("excluded")
                    .put("at", exclusion.at().toString())
                    .put("by", exclusion.by())
                    .put("reason", exclusion.because());
        if (summary == null) json.putNull("summary");
        else json.set("summary", of(summary));
        return json;
    }

    static ObjectNode of(Comparison.Summary summary) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Verdict verdict : Verdict.values()) json.put(word(verdict), summary.count(verdict));
        json.put("severity", summary.severity() == null ? null : word(summary.severity()));
        return json;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
