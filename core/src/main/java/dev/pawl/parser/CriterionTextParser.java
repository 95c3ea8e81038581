package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultText.Line;

/**
 * What {@code cargo bench} (or {@code cargo criterion}) printed of Criterion's benchmarks; libtest's lines in the same output are
 * read as well.
 *
 * <p>The middle figure is the slope where there is one, else the mean; the outer ones are its 95 % confidence bounds. Source:
 * criterion.rs, src/report.rs ({@code CliReport}) and src/format.rs.
 */
final class CriterionTextParser implements Parser {

    @Override
    public boolean recognises(FileHead head) {
        if (head.isJson()) return false;
        boolean wasTested = false;
        for (Line line : ResultText.of(head)) {
            if (CriterionReading.isTypical(line.text())) return true;
            // What cargo test prints of Criterion's benchmarks: claimed, to say that nothing was measured.
            if (wasTested && line.text().equals("Success")) return true;
            wasTested = line.text().startsWith("Testing ");
        }
        return false;
    }

    @Override
    public ResultFile parse(ResultSource source) {
        return CargoOutput.read(source);
    }
}
