package dev.pawl.gpu.suite;

/**
 * How much is measured.
 *
 * @param elements of the arrays that are streamed
 * @param matrix rows of a square matrix, and queries of attention; a multiple of 128
 * @param rounds of eight multiply-adds that each thread makes
 * @param polynomialSize coefficients, a power of two
 * @param polynomials that are transformed together
 * @param rows of what is normalised, and tokens that are scattered
 * @param columns of each
 * @param heads of attention
 * @param warmUpSeconds of launches that are not recorded
 * @param fewestSamples before a spread is looked at
 * @param mostSamples after which it is enough in any case
 * @param longestSeconds that sampling one benchmark may take
 * @param batchSeconds that launches in a row take together
 */
record Effort(
        String name,
        long elements,
        int matrix,
        int rounds,
        int polynomialSize,
        int polynomials,
        int rows,
        int columns,
        int heads,
        double warmUpSeconds,
        int fewestSamples,
        int mostSamples,
        double longestSeconds,
        double batchSeconds) {

    /** Arrays of 256 MiB are some times any cache, and three of them fit on small devices. */
    static final Effort DEFAULT =
            new Effort("default", 1L << 26, 4096, 16_384, 1 << 15, 256, 16_384, 4096, 32, 0.5, 20, 300, 10, 0.05);

    /** Half of that is still more than twice any cache. */
    static final Effort QUICK =
            new Effort("quick", 1L << 25, 2048, 8192, 1 << 14, 128, 8192, 4096, 16, 0.2, 10, 60, 1.5, 0.05);

    /** For a stand-in of a GPU that computes one thread after the other. Its times mean nothing. */
    static final Effort TINY = new Effort("tiny", 5000, 256, 20, 64, 3, 8, 300, 2, 0.0, 3, 4, 0.2, 0.002);

    static Effort named(String name) {
        return switch (name) {
            case "default" -> DEFAULT;
            case "quick" -> QUICK;
            case "tiny" -> TINY;
            default -> throw new IllegalArgumentException("no effort is called " + name);
        };
    }
}
