package dev.pawl.parser;

import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultText.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code cargo bench} printed: lines of libtest, of Criterion, or of both where a package has both kinds of benchmarks,
 * among those of cargo, the compiler and the benchmarks themselves.
 *
 * <p>Output of a build that failed, of a benchmark that failed, or that ends in the middle is refused whole.
 */
final class CargoOutput {

    private static final Pattern FAILURE = Pattern.compile("^(?:cargo(?:\\.exe)? : )?\\s*+error(?:\\[E\\d{4}\\]: "
            + "|: could not compile|: aborting due to|: (?:bench|test) failed|: \\d++ targets? failed"
            + "|: no bench target|: process didn't exit successfully)");

    private static final Pattern COMPLAINT = Pattern.compile("^(?:cargo(?:\\.exe)? : )?\\s*+error: .*+");

    private final ResultText text;
    private final CargoTargets targets;
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Line complaint;

    private CargoOutput(ResultSource source, ResultText text) {
        this.text = text;
        this.targets = new CargoTargets(source.name());
    }

    /** Whether the line says that the build or a benchmark failed. */
    static boolean isFailure(String line) {
        return line.contains("error") && FAILURE.matcher(line).find();
    }

    /**
     * Reads the whole source. Its format is Criterion where a line of Criterion's own form is among the results.
     *
     * @throws ParseException if it holds no result, or not all of them
     */
    static ResultFile read(ResultSource source) {
        return new CargoOutput(source, ResultText.of(source)).read(source.name());
    }

    private ResultFile read(String name) {
        LibtestReading libtest = new LibtestReading(text, targets, warnings);
        CriterionReading criterion = new CriterionReading(text, targets, warnings);
        for (Line line : text) {
            String target = CargoTargets.named(line.text());
            if (target != null) {
                targets.begin(target);
                libtest.targetNamed();
                continue;
            }
            requireSuccess(line);
            if (!libtest.take(line)) criterion.take(line);
        }
        libtest.finish();
        criterion.finish();
        if (targets.size() == 0) throw withoutResults(name, libtest, criterion);
        List<BenchmarkResult> results = targets.results();
        ResultFormat format = criterion.hasResults() ? ResultFormat.CRITERION : ResultFormat.LIBTEST;
        return new ResultFile(format.id(), "", Environment.UNKNOWN, results, warnings);
    }

    private void requireSuccess(Line line) {
        if (isFailure(line.text()))
            throw new ParseException(
                    text.where(line),
                    "cargo bench failed: " + Excerpt.quote(line.text().strip())
                            + "; a failed run is not taken in part, so mend it and measure again");
        if (complaint == null && COMPLAINT.matcher(line.text()).matches()) complaint = line;
    }

    private ParseException withoutResults(String name, LibtestReading libtest, CriterionReading criterion) {
        if (complaint != null)
            return new ParseException(
                    text.where(complaint),
                    "there is no result, and cargo says "
                            + Excerpt.quote(complaint.text().strip()));
        String why = criterion.whyNothing();
        if (why == null) why = libtest.whyNothing();
        return new ParseException(name, "there is no result in it: " + why);
    }
}
