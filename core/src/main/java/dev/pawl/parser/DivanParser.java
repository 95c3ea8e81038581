package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultText.Line;

/**
 * The tree with a table that divan prints under {@code cargo bench}; it writes no other form.
 *
 * <p>The suite is the tree's name, the bench target; the name is the path in it: {@code text::build::16}. Samples are not printed.
 * Source: nvzqz/divan, src/tree_painter.rs.
 */
final class DivanParser implements Parser {

    @Override
    public boolean recognises(FileHead head) {
        if (head.isJson() || head.text().indexOf("fastest") < 0) return false;
        for (Line line : ResultText.of(head)) if (DivanRow.treeName(line.text()) != null) return true;
        return false;
    }

    @Override
    public ResultFile parse(ResultSource source) {
        ResultText text = ResultText.of(source);
        DivanReading reading = new DivanReading(source.name(), text);
        for (Line line : text) reading.take(line);
        return reading.finish();
    }
}
