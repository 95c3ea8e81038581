package series;

/** Takes the noise out of a series. */
final class Smoother {
    private static final int PASSES = 2;

    private Smoother() {}

    /** Two running means of three neighbours. */
    static double[] smooth(double[] series) {
        double[] smooth = series.clone();
        for (int pass = 0; pass < PASSES; pass++) {
            blur(smooth);
        }
        return smooth;
    }

    private static void blur(double[] s) {
        double left = s[0];
        for (int i = 1; i < s.length - 1; i++) {
            double here = s[i];
            s[i] = (left + here + s[i + 1]) / 3;
            left = here;
        }
    }
}
