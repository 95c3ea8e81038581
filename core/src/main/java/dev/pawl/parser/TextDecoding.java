package dev.pawl.parser;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns the bytes of a text file into characters, whatever wrote it.
 *
 * <p>A byte-order mark decides; without one, zero bytes give UTF-16 away; all else is UTF-8. PowerShell's {@code >} writes
 * UTF-16LE with a mark. Bytes that are not UTF-8 are read as windows-1252, one by one: that is what a JVM before 18 prints on
 * Windows ({@code ±} as B1, {@code µ} as B5).
 */
final class TextDecoding {

    private static final String LEGACY = "windows-1252";

    /** What stands for a byte that is not UTF-8, or for itself. */
    private static final char REPLACEMENT = '\uFFFD';

    private TextDecoding() {}

    /**
     * @param length how many of the bytes to decode
     * @param cut whether more bytes follow in the file, so that the last character may be incomplete; it is then left out
     */
    static String decode(byte[] bytes, int length, boolean cut) {
        if (startsWith(bytes, length, 0xEF, 0xBB, 0xBF)) return utf8(bytes, 3, length, cut);
        if (startsWith(bytes, length, 0xFF, 0xFE)) return utf16(bytes, 2, length, StandardCharsets.UTF_16LE);
        if (startsWith(bytes, length, 0xFE, 0xFF)) return utf16(bytes, 2, length, StandardCharsets.UTF_16BE);
        if (length >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0)
            return utf16(bytes, 0, length, StandardCharsets.UTF_16LE);
        if (length >= 4 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0)
            return utf16(bytes, 0, length, StandardCharsets.UTF_16BE);
        return utf8(bytes, 0, length, cut);
    }

    private static boolean startsWith(byte[] bytes, int length, int... start) {
        if (length < start.length) return false;
        for (int at = 0; at < start.length; at++) {
            if ((bytes[at] & 0xFF) != start[at]) return false;
        }
        return true;
    }

    /** An odd last byte is half a character: dropped. */
    private static String utf16(byte[] bytes, int from, int length, Charset charset) {
        return new String(bytes, from, (length - from) & ~1, charset);
    }

    private static String utf8(byte[] bytes, int from, int length, boolean cut) {
        // The common case, many times faster: nothing was replaced, so that nothing is malformed or cut off.
        String text = new String(bytes, from, length - from, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : repaired(bytes, from, length, cut);
    }

    private static String repaired(byte[] bytes, int from, int length, boolean cut) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length - from);
        // UTF-8 never gives more characters than it has bytes.
        CharBuffer out = CharBuffer.allocate(length - from);
        while (true) {
            CoderResult result = decoder.decode(in, out, !cut);
            if (!result.isError()) break;
            byte[] foreign = new byte[result.length()];
            in.get(foreign);
            out.put(new String(foreign, Charset.forName(LEGACY)));
        }
        return out.flip().toString();
    }
}
