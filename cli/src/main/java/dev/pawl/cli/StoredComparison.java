package dev.pawl.cli;

import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.client.RefusedException;
import dev.pawl.model.Comparison;
import dev.pawl.wire.ComparisonReader;
import dev.pawl.wire.MalformedJsonException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks a server for a comparison of what it has, by the names that people know them under. */
final class StoredComparison {

    private StoredComparison() {}

    /**
     * @param base a branch, a commit, {@code release:NAME} or {@code run:ID}
     * @param head likewise
     * @param testbed {@code null} for the one where {@code head} was measured last
     * @throws RefusedException if one of them is not there, or the answer is not understood
     */
    static Comparison ask(PawlClient client, String project, String base, String head, @Nullable String testbed) {
        Map<String, String> query = new TreeMap<>(Map.of("base", base, "head", head));
        if (testbed != null) query.put("testbed", testbed);
        return read(client.get(List.of("projects", project, "comparisons"), query));
    }

    /**
     * The comparison of a run with its own baseline.
     *
     * @throws RefusedException if the run is not there, or the answer is not understood
     */
    static Comparison ofRun(PawlClient client, String project, String run) {
        return read(client.get(List.of("projects", project, "runs", run, "comparison"), Map.of()));
    }

    private static Comparison read(byte[] answer) {
        try {
            return ComparisonReader.read(answer);
        } catch (MalformedJsonException odd) {
            throw new RefusedException(
                    200,
                    "this version of Pawl does not understand the server's answer (" + odd.getMessage()
                            + "); use the server's version");
        }
    }
}
