package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTextTest {

    private static final String TABLE = "first\nµs ± −1\nlast";

    @Test
    void linesAreCountedFromOneAndEmptyOnesAreKept() {
        List<ResultText.Line> lines = lines("a\n\nb  \n".getBytes(StandardCharsets.UTF_8));

        assertEquals(
                List.of(new ResultText.Line(1, "a"), new ResultText.Line(2, ""), new ResultText.Line(3, "b")), lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkDecidesTheEncoding(String charset) {
        byte[] bytes = ("\uFEFF" + TABLE).getBytes(Charset.forName(charset));

        assertEquals(List.of("first", "µs ± −1", "last"), texts(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void withoutAMarkZeroBytesGiveUtf16Away(String charset) {
        assertEquals(List.of("first", "µs ± −1", "last"), texts(TABLE.getBytes(Charset.forName(charset))));
    }

    @Test
    void bytesThatAreNotUtf8AreReadAsWindows1252() {
        assertEquals(List.of("1 ± 2 µs/op"), texts("1 ± 2 µs/op".getBytes(Charset.forName("windows-1252"))));
    }

    @Test
    void onlyWhatFollowsTheLastCarriageReturnIsLeft() {
        byte[] bytes = "Warming up\rCollecting\rtime: 1 ns\r\nnext\r\r\n".getBytes(StandardCharsets.UTF_8);

        assertEquals(List.of("time: 1 ns", "next"), texts(bytes));
    }

    @Test
    void terminalEscapesAreRemovedEvenInsideAName() {
        byte[] bytes = "\u001b[2Kbench\u001b[0m \u001b[36;1mshort\u001b[0m\u001b]8;;x\u0007!\u001b(B"
                .getBytes(StandardCharsets.UTF_8);

        assertEquals(List.of("bench short!"), texts(bytes));
    }

    @Test
    void markdownFencesAreDroppedAndStillCounted() {
        byte[] bytes = "```text \na\n```\nb".getBytes(StandardCharsets.UTF_8);

        assertEquals(List.of(new ResultText.Line(2, "a"), new ResultText.Line(4, "b")), lines(bytes));
    }

    @Test
    void theTimeStampsOfAGitHubLogAreRemoved() {
        byte[] bytes = "2026-03-01T10:20:30.1234567Z test a ... ok".getBytes(StandardCharsets.UTF_8);

        assertEquals(List.of("test a ... ok"), texts(bytes));
    }

    @ParameterizedTest
    @CsvSource({"IBM437", "IBM850", "windows-1252", "windows-31j", "GBK"})
    void microsecondsSurviveAShellThatDecodedThemWithTheWrongCodePage(String codePage) {
        String seen = new String("12 µs".getBytes(StandardCharsets.UTF_8), Charset.forName(codePage));

        assertEquals(List.of("12 µs"), texts(seen.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"IBM437", "windows-1252"})
    void signsSurviveAShellThatDecodedThemWithTheWrongCodePage(String codePage) {
        String seen = new String("·a ≈ 1 ± 2 −3".getBytes(StandardCharsets.UTF_8), Charset.forName(codePage));

        assertEquals(List.of("·a ≈ 1 ± 2 −3"), texts(seen.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aLineIsCutWhereNoResultCanBeAnyLonger() {
        byte[] bytes = ("x".repeat(100_000) + "\nb").getBytes(StandardCharsets.UTF_8);

        List<String> texts = texts(bytes);

        assertEquals(ResultText.LONGEST_LINE, texts.get(0).length());
        assertEquals("b", texts.get(1));
    }

    @Test
    void failsOnMoreTextThanFitsInMemory() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[ResultText.LARGEST_BYTES + 1]);

        ParseException e = assertThrows(ParseException.class, () -> lines(bytes.toByteArray()));

        assertEquals("a.txt: has more than 32 MiB of text; keep only the part that holds the results", e.getMessage());
    }

    private static List<String> texts(byte[] bytes) {
        return lines(bytes).stream().map(ResultText.Line::text).toList();
    }

    private static List<ResultText.Line> lines(byte[] bytes) {
        List<ResultText.Line> lines = new ArrayList<>();
        ResultText.of(ResultSource.ofBytes("a.txt", bytes)).forEach(lines::add);
        return lines;
    }
}
