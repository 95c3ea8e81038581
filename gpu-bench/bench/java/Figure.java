import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One figure that is to be reached on a GPU.
 *
 * @param name for programs
 * @param says what it is, for people
 * @param measured in the target's unit; empty where it was not measured, and then the details say why
 * @param details one sentence each
 */
record Figure(String name, String says, OptionalDouble measured, Target target, List<String> details) {

    /** @param unit {@code ratio}, {@code s} or {@code count} */
    record Target(boolean isAtMost, double value, String unit) {

        static Target atMost(double value, String unit) {
            return new Target(true, value, unit);
        }

        static Target atLeast(double value, String unit) {
            return new Target(false, value, unit);
        }

        @Override
        public String toString() {
            return (isAtMost ? "≤ " : "≥ ") + text(value, 0);
        }

        private String text(double number, int decimals) {
            return switch (unit) {
                case "ratio" -> String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * number);
                case "s" -> String.format(Locale.ROOT, "%.0f s", number);
                default -> String.format(Locale.ROOT, "%.0f", number);
            };
        }
    }

    static Figure notMeasured(String name, String says, Target target, String why) {
        return new Figure(name, says, OptionalDouble.empty(), target, List.of(why));
    }

    boolean isMeasured() {
        return measured.isPresent();
    }

    boolean isMet() {
        if (measured.isEmpty()) return false;
        double value = measured.getAsDouble();
        return target.isAtMost() ? value <= target.value() : value >= target.value();
    }

    String measuredText() {
        return measured.isPresent() ? target.text(measured.getAsDouble(), 2) : "not measured";
    }

    String outcome() {
        if (!isMeasured()) return "";
        return isMet() ? "met" : "MISSED";
    }
}
