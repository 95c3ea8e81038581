package dev.pawl.parser;

/**
 * The first bytes of a file, decoded, for finding its format.
 *
 * @param text at most {@value #LENGTH} bytes' worth, decoded by byte-order mark (UTF-8 without one), line ends as they are
 * @param isJson whether the first character that is not white space opens a JSON object or array
 */
record FileHead(String name, String text, boolean isJson) {
    static final int LENGTH = 1 << 16;
}
