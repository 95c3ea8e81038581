package dev.pawl.cli;

import dev.pawl.compare.RunComparer;
import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.parser.ResultFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A comparison's suspects, measured again by runs of both sides that took turns on one machine: two folders, in which files of the
 * same name are a pair.
 */
final class PairedRuns {

    private final Suspects suspects;
    private final Path base;
    private final Path head;

    PairedRuns(Suspects suspects, Path base, Path head) {
        this.suspects = suspects;
        this.base = base;
        this.head = head;
    }

    /**
     * Judges the suspects, and nothing else that the files may hold, pair by pair and by the limits that made them suspects.
     *
     * @param suite of benchmarks whose file names none; {@code null} for that of the suspects
     * @throws UsageException if the folders do not hold pairs
     */
    Comparison judge(@Nullable ResultFormat format, @Nullable String suite) {
        requirePairs();
        String theirSuite = suite == null ? suspects.suite() : suite;
        ResultSide before = ResultSide.read(base.toString(), format, theirSuite, suspects.testbed());
        ResultSide after = ResultSide.read(head.toString(), format, theirSuite, suspects.testbed());
        Map<SeriesKey, Series> baseline = suspects.among(before.series());
        Map<SeriesKey, Series> contender = suspects.among(after.series());
        for (Series series : contender.values()) {
            Series other = baseline.get(series.key());
            int pairs = other == null ? 0 : other.points().size();
            if (pairs != series.points().size())
                throw new UsageException(series.key().benchmark().displayName() + " is in " + pairs + " runs of " + base
                        + " and in " + series.points().size() + " of " + head + "; pairs need both");
        }
        List<Finding> findings = new ArrayList<>();
        Set<String> warnings = new TreeSet<>(before.warnings());
        warnings.addAll(after.warnings());
        for (String warning : warnings) findings.add(new Finding(Finding.Kind.PARSER_WARNING, warning));
        findings.add(new Finding(
                Finding.Kind.PAIRED_RUNS,
                "Judged by " + after.runs().size()
                        + " pairs of runs that took turns; the noise is that of their differences."));
        return RunComparer.ofPairs(suspects.thresholds())
                .compare(
                        new Baseline(
                                new Baseline.Choice(
                                        Baseline.Source.FILES,
                                        base.toString(),
                                        null,
                                        null,
                                        List.of(base.toString()),
                                        null),
                                baseline),
                        new Contender(
                                new Contender.Identity(
                                        head.toString(), null, null, null, null, List.of(head.toString()), true),
                                contender),
                        findings);
    }

    /** The suspects that a comparison of pairs could not judge, because nobody measured them again. */
    List<String> unmeasured(Comparison judged) {
        Set<SeriesKey> measured = judged.results().stream()
                .filter(result -> result.evidence().contenderRuns() > 0
                        && result.evidence().baselineRuns() > 0)
                .map(JudgedMeasurement::series)
                .collect(Collectors.toSet());
        return suspects.results().stream()
                .filter(suspect -> !measured.contains(suspect.series()))
                .map(suspect -> suspect.series().benchmark().displayName())
                .distinct()
                .toList();
    }

    private void requirePairs() {
        TreeSet<String> onlyBase = names(base);
        TreeSet<String> onlyHead = names(head);
        TreeSet<String> both = new TreeSet<>(onlyBase);
        both.retainAll(onlyHead);
        onlyBase.removeAll(both);
        onlyHead.removeAll(both);
        if (!onlyBase.isEmpty())
            throw new UsageException(base.resolve(onlyBase.first()) + " has no counterpart in " + head
                    + "; delete it, or run that pair again");
        if (!onlyHead.isEmpty())
            throw new UsageException(head.resolve(onlyHead.first()) + " has no counterpart in " + base
                    + "; delete it, or run that pair again");
    }

    private static TreeSet<String> names(Path folder) {
        if (!Files.isDirectory(folder))
            throw new UsageException(folder + " is no folder; name the two with the results");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
