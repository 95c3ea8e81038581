package series;

/** A line of numbers with commas between them. */
final class CsvLine {
    private CsvLine() {}

    static double[] parse(String line) {
        String[] fields = line.split(",");
        double[] numbers = new double[fields.length];
        for (int i = 0; i < fields.length; i++) {
            numbers[i] = Double.parseDouble(fields[i]);
        }
        return numbers;
    }
}
