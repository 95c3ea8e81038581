package dev.pawl.parser;

/**
 * Numbers as Java's {@code %f} prints them in whatever locale a benchmark ran: {@code 1234,5}, {@code 1.234,5},
 * {@code ١٢٣٫٥}.
 */
final class LocaleNumber {

    private LocaleNumber() {}

    /**
     * Reads a number that is printed with decimals. A separator that occurs once is the decimal one, because JMH never groups
     * digits; where two kinds occur, the last is; one that is repeated groups.
     *
     * @return NaN or an infinity where the text says so
     * @throws NumberFormatException if it is no number
     */
    static double parse(String text) {
        String plain = text.strip();
        if (plain.equals("NaN")) return Double.NaN;
        int decimal = decimalAt(plain);
        StringBuilder digits = new StringBuilder(plain.length());
        for (int at = 0; at < plain.length(); at++) {
            char character = plain.charAt(at);
            if (at == decimal) digits.append('.');
            else if (Character.isDigit(character)) digits.append((char) ('0' + Character.digit(character, 10)));
            else if (at == 0 && (character == '-' || character == '−')) digits.append('-');
            else if (isExponent(plain, at)) digits.append(character);
            else if (!isGrouping(character)) return infinity(plain);
        }
        return Double.parseDouble(digits.toString());
    }

    private static int decimalAt(String text) {
        int last = -1;
        int kinds = 0;
        for (char separator : new char[] {'.', ',', '٫'}) {
            int at = text.lastIndexOf(separator);
            if (at < 0) continue;
            kinds++;
            last = Math.max(last, at);
        }
        boolean repeated = last >= 0 && text.indexOf(text.charAt(last)) != last;
        if (repeated && kinds > 1) throw new NumberFormatException("two decimal separators");
        return repeated ? -1 : last;
    }

    private static boolean isExponent(String text, int at) {
        char character = text.charAt(at);
        if (character == 'E' || character == 'e') return at > 0;
        return (character == '-' || character == '+') && at > 0 && "Ee".indexOf(text.charAt(at - 1)) >= 0;
    }

    /** Comma, point, the Arabic separator, apostrophes and the spaces that locales use. */
    private static boolean isGrouping(char character) {
        return ",.٬'’ \u00a0\u202f".indexOf(character) >= 0;
    }

    private static double infinity(String text) {
        return switch (text) {
            case "Infinity", "∞" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-∞" -> Double.NEGATIVE_INFINITY;
            default -> throw new NumberFormatException("not a number");
        };
    }
}
