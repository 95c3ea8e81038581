package dev.pawl.backtest;

import dev.pawl.compare.RunComparer;
import dev.pawl.detect.Detection;
import dev.pawl.detect.Detector;
import dev.pawl.detect.DetectorState;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Contender;
import dev.pawl.model.Direction;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Draws the pictures of docs/how-runs-are-compared.md from what the engine computes. */
final class Pictures {

    /** The history of the worked example, in milliseconds: the one that is printed in the document. */
    static final double[] EXAMPLE = {
        40.1, 41.0, 39.6, 40.4, 42.2, 40.0, 39.8, 40.7, 40.3, 43.1, 40.2, 39.9, 40.6, 41.3, 40.1, 39.7, 40.5, 40.9,
        40.0, 40.4
    };

    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;

    private Pictures() {}

    static void draw(Path folder, List<Stretch> stretches) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("worked-example.svg"), workedExample());
        Files.writeString(folder.resolve("change-points.svg"), changePoints());
        Files.writeString(folder.resolve("trade-off.svg"), tradeOff(stretches));
    }

    /** The verdict on contender runs (milliseconds) against {@link #EXAMPLE}. */
    static JudgedMeasurement judge(double... contender) {
        Metric time = Metric.headline("time", Unit.of("ms"));
        SeriesKey key = new SeriesKey(Benchmark.named("sort"), time.identity(), "ci");
        Baseline baseline = new Baseline(
                new Baseline.Choice(Baseline.Source.PREVIOUS, "main", null, null, List.of(), null),
                Map.of(key, series(key, time, EXAMPLE)));
        Contender after = new Contender(
                new Contender.Identity("head", null, null, null, "ci", List.of(), true),
                Map.of(key, series(key, time, contender)));
        return new RunComparer(Thresholds.DEFAULT, 0)
                .compare(baseline, after, List.of())
                .results()
                .get(0);
    }

    private static Series series(SeriesKey key, Metric metric, double... milliseconds) {
        List<Point> points = new ArrayList<>();
        for (double value : milliseconds) points.add(new Point("run", "0123456", value / 1000, null, 0));
        return new Series(key, metric, points);
    }

    private static String workedExample() {
        double[] contenders = {41.2, 42.6, 45.4};
        Canvas canvas = new Canvas(0, 26, 38, 47);
        canvas.axis("run", "ms", new double[] {38, 40, 42, 44, 46}, new double[] {0, 5, 10, 15, 19});
        double centre = 40.35;
        double detectable = judge(45.4).evidence().minimumDetectableChange();
        canvas.band(centre * (1 + detectable), 47, "beyond what noise explains");
        canvas.line(0, centre, 25.5, centre, "#555", "4 3");
        canvas.label(20.2, centre - 0.55, "median 40.35");
        canvas.line(0, centre * 1.05, 25.5, centre * 1.05, "#b35900", "2 4");
        canvas.label(0.2, centre * 1.05 + 0.2, "+5 %");
        canvas.line(0, centre * 1.10, 25.5, centre * 1.10, "#a00000", "2 4");
        canvas.label(0.2, centre * 1.10 + 0.2, "+10 %");
        for (int i = 0; i < EXAMPLE.length; i++) canvas.dot(i, EXAMPLE[i], "#1f5fa8");
        for (int i = 0; i < contenders.length; i++) {
            JudgedMeasurement result = judge(contenders[i]);
            canvas.dot(21 + 1.5 * i, contenders[i], "#a00000");
            canvas.label(20.4 + 1.5 * i, contenders[i] + 0.35, String.valueOf((char) ('A' + i)));
            System.out.printf(
                    Locale.ROOT,
                    "%c %.1f ms: %s %s, %s%n",
                    'A' + i,
                    contenders[i],
                    result.verdict(),
                    result.reason(),
                    result.evidence());
        }
        System.out.println("B with reruns: " + judge(42.6, 42.9, 42.4));
        return canvas.finished("Twenty base runs, and three contenders");
    }

    private static String changePoints() {
        Random random = new Random(11);
        double[] values = new double[150];
        for (int i = 0; i < values.length; i++) {
            double level = i < 70 ? 100 : i < 115 ? 108 : 97;
            values[i] = level * Math.exp(0.015 * random.nextGaussian());
        }
        values[45] = 121;
        Detector detector = new Detector(Direction.LOWER_IS_BETTER);
        Canvas canvas = new Canvas(0, 150, 90, 126);
        canvas.axis("upload", "ms", new double[] {90, 100, 110, 120}, new double[] {0, 30, 60, 90, 120, 150});
        DetectorState state = DetectorState.EMPTY;
        for (int i = 0; i < values.length; i++) {
            Detection detection = detector.append(state, values[i]);
            state = detection.state();
            for (Detection.Event event : detection.events()) {
                System.out.println("at " + i + ": " + event);
                switch (event.kind()) {
                    case RAISED -> {
                        canvas.line(i, 92, i, 124, "#b35900", "3 3");
                        canvas.label(i + 0.6, 123, "raised");
                    }
                    case CONFIRMED -> {
                        long from = event.changePoint().index();
                        canvas.line(from, 92, from, 124, event.changePoint().worse() ? "#a00000" : "#2a7a2a", "");
                        canvas.label(from + 0.6, 92.4, "new level");
                    }
                    case WITHDRAWN -> canvas.label(i + 0.6, 120.5, "withdrawn");
                }
            }
        }
        for (int i = 0; i < values.length; i++) canvas.dot(i, values[i], "#1f5fa8");
        return canvas.finished("A spike is withdrawn, a regression is confirmed, an improvement begins a new level");
    }

    private static String tradeOff(List<Stretch> stretches) {
        Canvas canvas = new Canvas(0, 30, 20, 100);
        canvas.axis(
                "false alarms per 1000 unchanged uploads",
                "% found within 5 uploads at +10 %",
                new double[] {20, 40, 60, 80, 100},
                new double[] {0, 5, 10, 15, 20, 25, 30});
        double[] before = null;
        for (double caution : new double[] {0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.7}) {
            Score score = Score.of(new Method(Method.Kind.PAWL, caution), stretches);
            double[] at = {score.falseAlarms(), score.detected()[2][1]};
            if (before != null) canvas.line(before[0], before[1], at[0], at[1], "#1f5fa8", "");
            canvas.dot(at[0], at[1], caution == 1 ? "#a00000" : "#1f5fa8");
            if (caution == 1) canvas.label(at[0] + 0.3, at[1] - 4, "Pawl's default");
            before = at;
        }
        for (String rule : List.of("z-score", "t-test", "iqr-fence", "z-score:3", "z-score:5")) {
            Score score = Score.of(Method.parse(rule), stretches);
            if (score.falseAlarms() > 30) continue;
            canvas.dot(score.falseAlarms(), score.detected()[2][1], "#777");
            canvas.label(score.falseAlarms() + 0.3, score.detected()[2][1] - 1, rule);
        }
        return canvas.finished("Fewer false alarms against more detections");
    }

    /** A small chart. */
    private static final class Canvas {
        private final StringBuilder svg = new StringBuilder();
        private final double fromX;
        private final double toX;
        private final double fromY;
        private final double toY;

        Canvas(double fromX, double toX, double fromY, double toY) {
            this.fromX = fromX;
            this.toX = toX;
            this.fromY = fromY;
            this.toY = toY;
        }

        private double x(double value) {
            return LEFT + (value - fromX) / (toX - fromX) * (WIDTH - LEFT - RIGHT);
        }

        private double y(double value) {
            return HEIGHT - BOTTOM - (value - fromY) / (toY - fromY) * (HEIGHT - TOP - BOTTOM);
        }

        void axis(String nameX, String nameY, double[] ticksY, double[] ticksX) {
            for (double tick : ticksY) {
                line(fromX, tick, toX, tick, "#ddd", "");
                text(LEFT - 6, y(tick) + 4, "end", String.format(Locale.ROOT, "%.0f", tick));
            }
            for (double tick : ticksX)
                text(x(tick), HEIGHT - BOTTOM + 18, "middle", String.format(Locale.ROOT, "%.0f", tick));
            text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", nameX);
            text(LEFT + 4, TOP - 6, "start", nameY);
        }

        void band(double fromValue, double toValue, String name) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"#a00000\" fill-opacity=\"0.08\"/>%n",
                    LEFT,
                    y(toValue),
                    WIDTH - LEFT - RIGHT,
                    y(fromValue) - y(toValue)));
            text(LEFT + 60, y(toValue) + 16, "start", name);
        }

        void line(double x1, double y1, double x2, double y2, String colour, String dashes) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>%n",
                    x(x1),
                    y(y1),
                    x(x2),
                    y(y2),
                    colour,
                    dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\""));
        }

        void dot(double atX, double atY, String colour) {
            svg.append(String.format(
                    Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x(atX), y(atY), colour));
        }

        void label(double atX, double atY, String text) {
            text(x(atX), y(atY), "start", text);
        }

        private void text(double atX, double atY, String anchor, String text) {
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", atX, atY, anchor, text));
        }

        String finished(String title) {
            return String.format(
                            Locale.ROOT,
                            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                                    + " font-size=\"12\" role=\"img\">%n<title>%s</title>%n"
                                    + "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                            WIDTH,
                            HEIGHT,
                            title,
                            WIDTH,
                            HEIGHT)
                    + svg
                    + "</svg>\n";
        }
    }
}
