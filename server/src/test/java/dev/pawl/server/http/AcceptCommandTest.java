package dev.pawl.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers write comments, and those who may accept quote them. */
class AcceptCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/pawl accept safer parsing",
                "/pawl   accept \t safer parsing  ",
                "Looks right.\n/pawl accept safer parsing\nThank you!",
                "Looks right.\r\n\r\n/pawl accept safer parsing\r\n",
                "> is it fine?\n\n/pawl accept safer parsing",
                "```\n/pawl accept in code\n```\n/pawl accept safer parsing",
                "a `code` span\n/pawl accept safer parsing",
            })
    void aLineOfTheCommentItselfIsACommand(String comment) {
        assertEquals(Optional.of("safer parsing"), AcceptCommand.reasonIn(comment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A stranger's comment, quoted in an answer.
                "> fine?\u2028/pawl accept by a stranger",
                "> fine?\u2029/pawl accept by a stranger",
                "> fine?\u0085/pawl accept by a stranger",
                "> fine?\u000b/pawl accept by a stranger",
                "> fine?\f/pawl accept by a stranger",
                "> fine?\n/pawl accept going on with the quote",
                "> > fine?\n/pawl accept going on with the inner quote",
                "- fine?\n/pawl accept going on with the list",
                "1. /pawl accept in a list",
            })
    void whatIsQuotedIsNoCommand(String comment) {
        assertEquals(Optional.empty(), AcceptCommand.reasonIn(comment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```\n```js\n/pawl accept after what is no end\n```",
                "````\n```\n/pawl accept after a shorter end\n````",
                "```\n/pawl accept in a block without an end",
                "    /pawl accept indented",
                "a `span\n/pawl accept in a span\n` of code",
                "<pre>\n/pawl accept in HTML\n</pre>",
                "<!--\n/pawl accept hidden\n-->",
                "see <!--\n/pawl accept hidden\n--> this",
                "![\n/pawl accept in a picture\n](https://example.com/a.png)",
                "\\/pawl accept escaped",
                "&#47;pawl accept as an entity",
                "/pawl\u00a0accept with a space that is none",
                "please /pawl accept this",
                " /pawl accept behind a space",
                "/pawl acceptance",
                "/pawl accept\u2028hidden",
                "/PAWL accept loud",
                "",
            })
    void whatIsNotPlainTextIsNoCommand(String comment) {
        assertEquals(Optional.empty(), AcceptCommand.reasonIn(comment));
    }

    @Test
    void theReasonIsTakenAsItWasWritten() {
        assertEquals(
                Optional.of("`sort` is *safer* now, see [#12](https://example.com) & <b>"),
                AcceptCommand.reasonIn("/pawl accept `sort` is *safer* now, see [#12](https://example.com) & <b>"));
        assertEquals(Optional.of(""), AcceptCommand.reasonIn("/pawl accept"));
        assertEquals(
                1000,
                AcceptCommand.reasonIn("/pawl accept " + "x".repeat(5000))
                        .orElseThrow()
                        .length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"> ", "[", "*a ", "`", "- ", "![", "<", "_", "\\", "[a](", "&", "<!--", "/pawl\n", "``` \n"})
    void aCommentMadeToBeSlowIsNot(String piece) {
        String body = piece.repeat(60_000 / piece.length());

        assertTimeout(Duration.ofSeconds(3), () -> AcceptCommand.reasonIn(body + "\n/pawl accept x"));
    }

    @Test
    void whatIsLongerThanACommentIsNotRead() {
        assertEquals(Optional.empty(), AcceptCommand.reasonIn("/pawl accept x\n" + "x".repeat(65_536)));
    }
}
