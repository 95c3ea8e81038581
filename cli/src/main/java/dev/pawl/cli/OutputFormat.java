package dev.pawl.cli;

import dev.pawl.model.Comparison;
import dev.pawl.report.EvidenceSentence;
import dev.pawl.report.MarkdownRenderer;
import dev.pawl.report.TableRenderer;
import dev.pawl.wire.ComparisonJson;
import java.io.IOException;
import java.io.PrintStream;

/** The forms in which a comparison is printed. */
enum OutputFormat {
    TABLE,
    JSON,
    MARKDOWN;

    void print(Comparison comparison, PrintStream out) throws IOException {
        switch (this) {
            case TABLE -> out.print(TableRenderer.render(comparison));
            case MARKDOWN -> out.print(MarkdownRenderer.render(comparison));
            case JSON -> ComparisonJson.write(out, comparison, EvidenceSentence::of);
        }
        out.flush();
    }
}
