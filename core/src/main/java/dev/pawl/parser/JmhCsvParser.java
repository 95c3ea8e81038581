package dev.pawl.parser;

import dev.pawl.model.ResultFile;

/** JMH CSV. */
final class JmhCsvParser implements Parser {

    @Override
    public boolean recognises(FileHead head) {
        return false;
    }

    @Override
    public ResultFile parse(ResultSource source) {
        throw new ParseException(source.name(), "not readable yet");
    }
}
