package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultText.Line;

/**
 * What {@code go test -bench} printed, of one package or several, with a log around it.
 *
 * <p>The package is the suite. A line is one sample, a mean over its iterations; {@code -count} repeats it. Format:
 * golang.org/design/14313-benchmark-format; golang/perf, benchfmt/reader.go.
 */
final class GoBenchParser implements Parser {

    @Override
    public boolean recognises(FileHead head) {
        if (head.isJson()) return false;
        for (Line line : ResultText.of(head)) if (GoBenchOutput.isTypical(line.text())) return true;
        return false;
    }

    @Override
    public ResultFile parse(ResultSource source) {
        GoBenchResults results = new GoBenchResults(source.name());
        GoBenchOutput output = new GoBenchOutput(source.name(), "", results);
        for (Line line : ResultText.of(source)) output.take(line);
        output.finish();
        return results.result();
    }
}
