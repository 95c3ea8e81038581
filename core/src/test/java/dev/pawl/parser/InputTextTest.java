package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** What of the input is shown in messages, and what of it is kept as a parameter. */
class InputTextTest {

    @Test
    void anExcerptIsShortAndPrintable() {
        assertEquals("'a\\n\\u001B[2J\\u202E\\uD83D|`<b>é😀'", Excerpt.quote("a\n\u001b[2J\u202e\ud83d|`<b>é😀"));
        assertEquals("'" + "x".repeat(120) + "…'", Excerpt.quote("x".repeat(5000)));
    }

    @Test
    void aShortParameterIsKeptAsItIs() {
        assertEquals("a|b\n", ParameterText.of("a|b\n"));
        assertEquals("x".repeat(200), ParameterText.of("x".repeat(200)));
    }

    @Test
    void aLongParameterKeepsItsBeginningAndADigest() {
        String text = "x".repeat(100_000);

        assertEquals("x".repeat(200) + "…#d69e689881578332", ParameterText.of(text));
        assertNotEquals(ParameterText.of(text), ParameterText.of(text + "y"));
    }

    @Test
    void theAddressOfAnObjectIsNotKept() {
        assertEquals("<Foo object at 0x…>", ParameterText.of("<Foo object at 0x7F12ab>"));
    }
}
