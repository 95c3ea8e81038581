package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultText.Line;

/**
 * What {@code cargo bench} printed of {@code #[bench]} functions, and Criterion's {@code --output-format bencher}.
 *
 * <p>libtest gives the median, and largest minus smallest sample as deviation ({@link dev.pawl.model.Measurement#range()});
 * Criterion the median and the standard deviation. Source: rust-lang/rust, library/test/src/bench.rs; criterion.rs,
 * src/report.rs ({@code BencherReport}).
 */
final class LibtestParser implements Parser {

    @Override
    public boolean recognises(FileHead head) {
        if (head.isJson()) return false;
        for (Line line : ResultText.of(head)) {
            if (LibtestReading.isTypical(line.text()) || CargoOutput.isFailure(line.text())) return true;
        }
        return false;
    }

    @Override
    public ResultFile parse(ResultSource source) {
        return CargoOutput.read(source, ResultFormat.LIBTEST);
    }
}
