package dev.pawl.backtest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Measures detection and false alarms on real histories with injected changes; see bench/detection/README.md. Deterministic:
 * the same folder gives the same figures.
 */
final class Evaluation {

    private static final long SEED = 7;

    private static final Predicate<Stretch> TUNED_ON = stretch -> !isHeldOut(stretch);

    private Evaluation() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1) throw new IllegalArgumentException("usage: evaluate FOLDER [PART…]");
        List<Stretch> recorded = Stretch.of(SeriesFolder.in(Path.of(arguments[0])), new Random(SEED));
        List<Stretch> matched = scaled(recorded, 0.5, 15);
        List<Stretch> harder = scaled(recorded, 0.4, 30);
        List<Stretch> tuned = harder.stream().filter(TUNED_ON).toList();
        List<Stretch> heldOut = harder.stream().filter(TUNED_ON.negate()).toList();
        List<String> parts = arguments.length > 1
                ? List.of(arguments).subList(1, arguments.length)
                : List.of("main-branch", "trade-off", "pull-requests");
        for (String part : parts) {
            switch (part) {
                case "main-branch" -> {
                    table("As recorded", recorded);
                    table(
                            "Noise matched, series tuned on",
                            matched.stream().filter(TUNED_ON).toList());
                    table(
                            "Noise matched, series held out",
                            matched.stream().filter(TUNED_ON.negate()).toList());
                    table("Noise harder than that, series tuned on", tuned);
                    table("Noise harder than that, series held out", heldOut);
                }
                case "trade-off" -> tradeOff(tuned);
                case "pull-requests" -> {
                    PullRequestScore.print("As recorded", recorded);
                    PullRequestScore.print("Tuned on", tuned);
                    PullRequestScore.print("Held out", heldOut);
                }
                case "levels" -> {
                    LevelScore.print("As recorded", recorded);
                    LevelScore.print("Tuned on", tuned);
                    LevelScore.print("Held out", heldOut);
                }
                case "creep" -> {
                    CreepScore.print("As recorded", recorded);
                    CreepScore.print("Tuned on", tuned);
                    CreepScore.print("Held out", heldOut);
                }
                case "pictures" -> Pictures.draw(Path.of("docs/images"), tuned);
                default -> throw new IllegalArgumentException("no such part: " + part);
            }
        }
    }

    /**
     * Most public series come from quiet machines. A share of the stretches stays as quiet as it is (up to three times its noise),
     * the others get 3 to so many times theirs; see bench/detection/README.md for the two mixtures.
     */
    private static List<Stretch> scaled(List<Stretch> stretches, double quietShare, double loudest) {
        Random random = new Random(SEED);
        List<Stretch> scaled = new ArrayList<>();
        for (Stretch stretch : stretches) {
            boolean quiet = random.nextDouble() < quietShare;
            double size = random.nextDouble();
            scaled.add(stretch.amplified(quiet ? Math.pow(3, size) : 3 * Math.pow(loudest / 3, size)));
        }
        return scaled;
    }

    private static boolean isHeldOut(Stretch stretch) {
        String series = stretch.history().name().replaceAll("@\\d+$", "");
        return Math.floorMod(series.hashCode() * 31 + 17, 8) >= 5;
    }

    private static void table(String title, List<Stretch> stretches) {
        System.out.printf("%n%s: %d stretches%n%n", title, stretches.size());
        System.out.println(
                "| method             | alarms per 1000 | confirmed | +3 % 1/5/10/40 | +5 % | +10 % | +20 % | creep |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Method.Kind kind : Method.Kind.values()) {
            Method method = Method.of(kind);
            System.out.println(Score.of(method, stretches).asRow(method.toString()));
        }
        Method tenPercent = new Method(Method.Kind.PREVIOUS_RUN, 0.10);
        System.out.println(Score.of(tenPercent, stretches).asRow(tenPercent.toString()));
    }

    private static void tradeOff(List<Stretch> stretches) {
        System.out.printf("%nTrade-off by caution: %d stretches%n%n", stretches.size());
        for (double caution : new double[] {0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.7}) {
            Method method = new Method(Method.Kind.PAWL, caution);
            System.out.println(Score.of(method, stretches).asRow(method.toString()));
        }
    }
}
