package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import java.util.List;

/**
 * Reads one form of one tool's result files.
 *
 * <p>A parser refuses what it cannot read whole: partial results are never silently taken. Unknown extra fields are fine.
 * Values stay in the file's own unit. Implementations keep no state and are safe to share between threads.
 */
interface Parser {

    /**
     * Whether the beginning of a file looks like this form. Must be cheap, must not throw, and must not claim what another
     * tool wrote.
     *
     * @param head the decoded first {@value FileHead#LENGTH} bytes
     */
    boolean recognises(FileHead head);

    /**
     * Reads the whole source.
     *
     * @throws ParseException if it is not this form, or broken; the place is a line or a JSON pointer
     */
    ResultFile parse(ResultSource source);

    /**
     * Reads everything that the source holds; more than one result only where the form can hold several.
     *
     * @throws ParseException as {@link #parse} does
     */
    default List<ResultFile> parseAll(ResultSource source) {
        return List.of(parse(source));
    }
}
