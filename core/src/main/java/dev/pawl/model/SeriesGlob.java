package dev.pawl.model;

/**
 * The series whose names match all four globs: {@code *} stands for any characters, {@code ?} for one; {@code *} alone matches
 * the empty suite too.
 *
 * @param benchmark matched against the benchmark's name, without parameters
 * @param metric matched against the metric's name, without its unit
 */
public record SeriesGlob(String suite, String benchmark, String metric, String testbed) {

    /** Matches every series. */
    public static final SeriesGlob EVERYTHING = new SeriesGlob("*", "*", "*", "*");

    public boolean matches(SeriesKey series) {
        return matches(suite, series.benchmark().suite())
                && matches(benchmark, series.benchmark().name())
                && matches(metric, metricName(series.metric()))
                && matches(testbed, series.testbed());
    }

    private static String metricName(String identity) {
        int bracket = identity.lastIndexOf('[');
        return bracket < 0 ? identity : identity.substring(0, bracket);
    }

    /**
     * Walks through both; after a mismatch it lets the last {@code *} take one character more. Only the last one ever has to, so
     * that no glob, however odd, takes longer than the product of both lengths; a regular expression could.
     */
    private static boolean matches(String glob, String text) {
        int inGlob = 0;
        int inText = 0;
        int star = -1;
        int taken = 0;
        while (inText < text.length()) {
            if (inGlob < glob.length() && glob.charAt(inGlob) == '*') {
                star = inGlob++;
                taken = inText;
            } else if (inGlob < glob.length()
                    && (glob.charAt(inGlob) == '?' || glob.charAt(inGlob) == text.charAt(inText))) {
                inGlob++;
                inText++;
            } else if (star >= 0) {
                inGlob = star + 1;
                inText = ++taken;
            } else {
                return false;
            }
        }
        while (inGlob < glob.length() && glob.charAt(inGlob) == '*') inGlob++;
        return inGlob == glob.length();
    }
}
