package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultText.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code go test -json -bench} printed: the lines of the text, often in two halves, each in an event that says which package
 * it is of. Packages may take turns. Format: {@code go doc test2json}.
 */
final class GoBenchJsonParser implements Parser {

    private static final int LONGEST_TEXT = 1 << 16;

    @Override
    public boolean recognises(FileHead head) {
        return head.keys().contains("Action")
                && (head.keys().contains("Package") || head.keys().contains("ImportPath"));
    }

    @Override
    public ResultFile parse(ResultSource source) {
        GoBenchResults results = new GoBenchResults(source.name());
        Map<String, Stream> streams = new LinkedHashMap<>();
        ResultText text = ResultText.of(source);
        for (Line line : text) {
            // go vet and go build write plain lines between the events. A cut one can be no event of a result.
            if (!line.text().startsWith("{") || line.text().length() >= ResultText.LONGEST_LINE) continue;
            Event event = read(text.where(line), line);
            if (event.action.equals("fail") || event.action.equals("build-fail"))
                throw new ParseException(
                        text.where(line),
                        "go test failed: " + Excerpt.quote(event.test.isEmpty() ? event.suite : event.test)
                                + "; a failed run is not taken in part, so mend it, or leave tests out with -run='^$', and"
                                + " measure again");
            if (!event.action.equals("output")) continue;
            Stream stream = streams.get(event.suite);
            if (stream == null)
                streams.put(event.suite, stream = new Stream(new GoBenchOutput(source.name(), event.suite, results)));
            stream.take(line.number(), event.output);
        }
        for (Stream stream : streams.values()) stream.finish();
        return results.result();
    }

    private static Event read(String where, Line line) {
        byte[] bytes = line.text().getBytes(StandardCharsets.UTF_8);
        return JsonInput.read(ResultSource.ofBytes(where, bytes), new JsonInput.Reading<>() {
            @Override
            public Event read(JsonInput json) throws IOException {
                Event event = new Event();
                for (String key = json.firstKey(); key != null; key = json.nextKey()) {
                    switch (key) {
                        case "Action" -> event.action = json.string(LONGEST_TEXT);
                        case "Package", "ImportPath" -> event.suite = json.string(LONGEST_TEXT);
                        case "Test" -> event.test = json.string(LONGEST_TEXT);
                        case "Output" -> event.output = json.string(LONGEST_TEXT);
                        default -> {}
                    }
                }
                return event;
            }
        });
    }

    /** The members of one event. */
    private static final class Event {
        private String action = "";
        private String suite = "";
        private String test = "";
        private String output = "";
    }

    /** What one package printed, put together to lines. */
    private static final class Stream {
        private final GoBenchOutput output;
        private final StringBuilder begun = new StringBuilder();
        private int number;

        Stream(GoBenchOutput output) {
            this.output = output;
        }

        void take(int lineNumber, String part) {
            number = lineNumber;
            begun.append(part);
            int start = 0;
            for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n", start)) {
                output.take(new Line(number, begun.substring(start, end).stripTrailing()));
                start = end + 1;
            }
            begun.delete(0, start);
        }

        void finish() {
            if (!begun.isEmpty()) output.take(new Line(number, begun.toString().stripTrailing()));
            output.finish();
        }
    }
}
