package dev.pawl.server.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Finds {@code /pawl accept REASON} in a comment: a line of its own in the comment's own text.
 *
 * <p>Whoever answers a comment quotes it, so a stranger can put words into the mouth of somebody who may write. What counts is
 * therefore how the comment is shown, not how its lines begin: a quote goes on over lines without a mark, a block of code may hold
 * what looks like its end, and some characters break a line for Java but not for Markdown. Safe for several threads.
 */
final class AcceptCommand {

    private static final int LONGEST_REASON = 1000;

    /** As long as GitHub lets a comment be. */
    private static final int LONGEST_COMMENT = 65_536;

    /** People nest a few quotes; parsing costs the more the deeper they are. */
    private static final int MOST_NESTED = 50;

    private static final Pattern COMMAND = Pattern.compile("/pawl[ \\t]+accept(?:[ \\t]+([^\\r\\n]*))?");
    private static final Pattern REST_OF_LINE = Pattern.compile("[^\\r\\n]*");

    private static final Parser MARKDOWN = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .maxOpenBlockParsers(MOST_NESTED)
            .maxInlineNesting(MOST_NESTED)
            .build();

    private AcceptCommand() {}

    /** The reason, which may be empty; empty if the comment does not ask for it. */
    static Optional<String> reasonIn(String comment) {
        if (comment.length() > LONGEST_COMMENT || !comment.contains("/pawl")) return Optional.empty();
        // Only paragraphs that stand in the comment itself: quotes, lists, code and HTML are blocks of their own.
        for (Node block = MARKDOWN.parse(comment).getFirstChild(); block != null; block = block.getNext()) {
            if (!(block instanceof Paragraph)) continue;
            for (Node part = block.getFirstChild(); part != null; part = part.getNext()) {
                // Not what is in a code span, a picture or a comment that reaches over several lines.
                if (!(part instanceof Text)) continue;
                Optional<String> reason = reasonAt(part.getSourceSpans(), comment);
                if (reason.isPresent()) return reason;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> reasonAt(List<SourceSpan> spans, String comment) {
        if (spans.isEmpty() || spans.get(0).getColumnIndex() != 0) return Optional.empty();
        Matcher line = REST_OF_LINE.matcher(comment);
        if (!line.find(spans.get(0).getInputIndex())) return Optional.empty();
        Matcher command = COMMAND.matcher(line.group().stripTrailing());
        if (!command.matches()) return Optional.empty();
        String reason = command.group(1) == null ? "" : command.group(1).strip();
        return Optional.of(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + "…");
    }
}
