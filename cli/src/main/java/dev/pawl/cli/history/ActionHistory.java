package dev.pawl.cli.history;

import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Commit;
import dev.pawl.parser.ActionHistoryParser;
import dev.pawl.parser.ActionHistoryParser.Entry;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.ResultSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * github-action-benchmark's {@code data.js} as runs.
 *
 * <p>The file has a list for each {@code name} that workflows gave. One list alone is the suite that it would be without a name,
 * as {@code pawl upload} has it; of several, each is a suite of its own name, and what they say of one commit is one run.
 */
final class ActionHistory {

    private static final Pattern WEB = Pattern.compile("https?://[^\\s/@]+/\\S*");

    /** Results that become one run. */
    private static final class Group {
        private final Commit commit;
        private final @Nullable Integer pullRequest;
        private final List<BenchmarkResult> results = new ArrayList<>();
        private Instant measuredAt;

        Group(Entry first) {
            this.commit = first.commit();
            this.pullRequest = first.pullRequest();
            this.measuredAt = first.measuredAt();
        }
    }

    /** The same commit for the same time in its list. */
    private record Place(String sha, int time) {}

    private ActionHistory() {}

    static History of(ResultSource source, HistoryOptions options) {
        ActionHistoryParser.History file = ActionHistoryParser.parse(source);
        List<String> warnings = new ArrayList<>(file.warnings());
        Set<String> lists = new LinkedHashSet<>();
        for (Entry entry : file.entries()) lists.add(entry.suite());
        if (options.only() != null && !lists.contains(options.only()))
            throw new ParseException(
                    source.name(), "has no list " + options.only() + "; its lists are " + String.join(", ", lists));
        List<Entry> entries = file.entries().stream()
                .filter(entry -> options.only() == null || entry.suite().equals(options.only()))
                .toList();
        if (entries.isEmpty()) throw new ParseException(source.name(), "holds no results");
        boolean areSeveral = options.only() == null && lists.size() > 1;
        if (areSeveral && options.suite() != null)
            throw new ParseException(
                    source.name(),
                    "holds the lists " + String.join(", ", lists) + ", which cannot all be the suite " + options.suite()
                            + "; import them one by one with --only");
        if (areSeveral)
            warnings.add(
                    "the file holds " + lists.size() + " lists; each is imported as the suite of its name, which pawl"
                            + " upload --suite NAME continues. To have one without a suite, import it by itself: --only NAME");
        long ofPullRequests =
                entries.stream().filter(entry -> entry.pullRequest() != null).count();
        if (ofPullRequests > 0)
            warnings.add(
                    ofPullRequests + " of " + entries.size() + " entries are of pull requests, and imported as such");

        RunList runs = new RunList();
        for (Group group : groups(entries, areSeveral, options)) {
            String branch = group.pullRequest == null ? null : "pull/" + group.pullRequest;
            runs.add(new RunList.Told(
                    group.commit,
                    branch,
                    group.pullRequest,
                    null,
                    null,
                    group.measuredAt,
                    PastRun.results("github-action-benchmark", "", group.results)));
        }
        String url = file.repositoryUrl();
        return new History.Listed(
                runs.ready(options, url != null && WEB.matcher(url).matches() ? url : null), warnings);
    }

    private static List<Group> groups(List<Entry> entries, boolean areSeveral, HistoryOptions options) {
        Map<Place, Group> groups = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> times = new HashMap<>();
        for (Entry entry : entries) {
            String sha = entry.commit().sha();
            int time = times.computeIfAbsent(entry.suite(), unseen -> new HashMap<>())
                    .merge(sha, 1, Integer::sum);
            Group group = groups.computeIfAbsent(new Place(sha, time), unseen -> new Group(entry));
            String suite = areSeveral ? entry.suite() : options.suite() == null ? "" : options.suite();
            group.results.addAll(PastRun.results("", suite, entry.results()).benchmarks());
            if (entry.measuredAt().isBefore(group.measuredAt)) group.measuredAt = entry.measuredAt();
        }
        List<Group> ordered = new ArrayList<>(groups.values());
        // Of one list the order is the file's; several are merged by time.
        if (areSeveral) ordered.sort(Comparator.comparing(group -> group.measuredAt));
        return ordered;
    }
}
