package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHeadTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", " \n[{", "[\n\n]", "{}", "[[[", "{"})
    void jsonBeginsWithAnObjectOrAnArrayOfThem(String text) {
        assertEquals(true, FileHead.of("a", text).isJson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[INFO] Building", "[1/3] Compiling", "{name}", "\"a\"", "x"})
    void aLogLineInBracketsIsNotJson(String text) {
        assertEquals(false, FileHead.of("a", text).isJson());
    }

    @Test
    void keysAreJoinedAndArraysDoNotCount() {
        FileHead head =
                FileHead.of("a", "[{\"b\":[{\"c\":1,\"d\":{\"e\":[{\"f\":{\"g\":{\"h\":1}}}]}},{\"i\":NaN}],\"j\":2}]");

        assertEquals(List.of("b", "b/c", "b/d", "b/d/e", "b/d/e/f", "b/i", "j"), List.copyOf(head.keys()));
    }

    @Test
    void keysOfAHeadThatIsCutOffAreThoseSoFar() {
        byte[] bytes =
                ("{\"a\":{\"b\":\"" + "x".repeat(FileHead.LENGTH) + "\"},\"c\":1}").getBytes(StandardCharsets.UTF_8);

        FileHead head = FileHead.of(ResultSource.ofBytes("a", bytes));

        assertEquals(FileHead.LENGTH, head.text().length());
        assertEquals(List.of("a", "a/b"), List.copyOf(head.keys()));
    }

    @Test
    void aCharacterThatTheEndCutsIsLeftOut() {
        byte[] bytes = "é".repeat(FileHead.LENGTH).getBytes(StandardCharsets.UTF_8);

        assertEquals("xé", FileHead.of("a", "xé").text());
        assertEquals(
                FileHead.LENGTH / 2,
                FileHead.of(ResultSource.ofBytes("a", bytes)).text().length());
        byte[] odd = ("x" + "é".repeat(FileHead.LENGTH)).getBytes(StandardCharsets.UTF_8);
        assertEquals(
                FileHead.LENGTH / 2,
                FileHead.of(ResultSource.ofBytes("a", odd)).text().length());
    }
}
