package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultText.Line;
import java.util.regex.Pattern;

/**
 * What {@code cargo bench} printed of {@code #[bench]} functions, and Criterion's {@code --output-format bencher}. Takes any long
 * log of cargo, too: {@link CargoOutput} finds whatever results follow.
 *
 * <p>libtest gives the median, and largest minus smallest sample as deviation ({@link dev.pawl.model.Measurement#range()});
 * Criterion the median and the standard deviation. Source: rust-lang/rust, library/test/src/bench.rs; criterion.rs,
 * src/report.rs ({@code BencherReport}).
 */
final class LibtestParser implements Parser {

    private static final Pattern CARGO =
            Pattern.compile("(?m)^ {2,}(?:Compiling|Checking|Finished|Running|Downloaded) \\S");

    /** What cargo and the compiler say first may be longer than the head; in a shorter file the head has everything. */
    private static final int LONG_LOG = FileHead.LENGTH / 4;

    @Override
    public boolean recognises(FileHead head) {
        if (head.isJson()) return false;
        for (Line line : ResultText.of(head)) {
            if (LibtestReading.isTypical(line.text()) || CargoOutput.isFailure(line.text())) return true;
        }
        return head.text().length() > LONG_LOG && CARGO.matcher(head.text()).find();
    }

    @Override
    public ResultFile parse(ResultSource source) {
        return CargoOutput.read(source);
    }
}
