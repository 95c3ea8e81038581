import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How long {@code pawl compare a.json b.json} takes from nothing, against the least that any program of the same JVM takes.
 * Arguments: the launcher, the folder with {@code Hello.class}, how often to start each, then numbers of benchmarks.
 *
 * <p>The two take turns, so that a busy machine harms both alike. CPU time is what the kernel charged to the children.
 */
final class ColdStart {

    private ColdStart() {}

    public static void main(String[] arguments) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        int starts = Integer.parseInt(arguments[2]);
        Path folder = Files.createTempDirectory("pawl-cold-start");
        System.out.println("cold start of: pawl compare a.json b.json, two JMH files");
        System.out.printf("%s%n%n", Machine.describe());
        System.out.printf("%12s %14s %14s %8s %14s %14s %8s%n", "benchmarks", "pawl ms", "hello ms", "ratio", "pawl CPU ms",
                "hello CPU ms", "ratio");
        for (int at = 3; at < arguments.length; at++) {
            int benchmarks = Integer.parseInt(arguments[at]);
            Path base = Files.write(folder.resolve("a.json"), jmh(1, benchmarks));
            Path head = Files.write(folder.resolve("b.json"), jmh(2, benchmarks));
            List<List<String>> commands = List.of(
                    List.of(arguments[0], "compare", base.toString(), head.toString()),
                    List.of(java, "-cp", arguments[1], "Hello"));
            double[][] wall = new double[2][starts];
            double[] cpu = new double[2];
            for (int i = -2; i < starts; i++) {
                for (int which = 0; which < 2; which++) {
                    double cpuBefore = Machine.cpuSecondsOfChildren();
                    long start = System.nanoTime();
                    run(commands.get(which));
                    if (i < 0) continue;
                    wall[which][i] = (System.nanoTime() - start) / 1e6;
                    cpu[which] += (Machine.cpuSecondsOfChildren() - cpuBefore) * 1e3 / starts;
                }
            }
            double pawl = Machine.median(wall[0]);
            double hello = Machine.median(wall[1]);
            System.out.printf(Locale.ROOT, "%12d %14.0f %14.0f %8.2f %14.0f %14.0f %8.2f%n", benchmarks, pawl, hello, pawl / hello,
                    cpu[0], cpu[1], cpu[0] / cpu[1]);
            Files.delete(base);
            Files.delete(head);
        }
        Files.delete(folder);
        System.out.println("\nms: median of the wall clock; CPU ms: mean of user and system time, all threads");
        System.out.println("load at the end: " + Machine.describe());
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int code = process.waitFor();
        if (code != 0 && code != 1) throw new IOException(command + " ended with " + code);
    }

    /** What JMH writes with {@code -rf json}. */
    private static byte[] jmh(long seed, int benchmarks) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder("[\n");
        for (int i = 0; i < benchmarks; i++) {
            double score = (100 + 7 * i) * Math.exp(0.01 * random.nextGaussian());
            json.append(i == 0 ? "" : ",\n").append("    {\n        \"jmhVersion\" : \"1.37\",\n        \"benchmark\" : \"org.example.Suite")
                    .append(i / 10).append(".method").append(i)
                    .append("\",\n        \"mode\" : \"avgt\",\n        \"threads\" : 1,\n        \"forks\" : 2,\n")
                    .append("        \"jvm\" : \"java\",\n        \"jvmArgs\" : [\n        ],\n        \"jdkVersion\" : \"17.0.15\",\n")
                    .append("        \"vmName\" : \"OpenJDK 64-Bit Server VM\",\n        \"warmupIterations\" : 3,\n")
                    .append("        \"warmupTime\" : \"1 s\",\n        \"measurementIterations\" : 5,\n        \"measurementTime\" : \"1 s\",\n")
                    .append("        \"params\" : {\n            \"size\" : \"").append(1 << i % 20)
                    .append("\"\n        },\n        \"primaryMetric\" : {\n            \"score\" : ").append(score)
                    .append(",\n            \"scoreError\" : ").append(score / 100)
                    .append(",\n            \"scoreConfidence\" : [\n                ").append(score * 0.99)
                    .append(",\n                ").append(score * 1.01)
                    .append("\n            ],\n            \"scorePercentiles\" : {\n");
            for (String percentile : List.of("0.0", "50.0", "90.0", "95.0", "99.0", "99.9", "99.99", "100.0")) {
                json.append("                \"").append(percentile).append("\" : ").append(score)
                        .append(percentile.equals("100.0") ? "\n" : ",\n");
            }
            json.append("            },\n            \"scoreUnit\" : \"ns/op\",\n            \"rawData\" : [\n");
            for (int fork = 0; fork < 2; fork++) {
                json.append("                [\n");
                for (int iteration = 0; iteration < 5; iteration++) {
                    json.append("                    ").append(score * Math.exp(0.01 * random.nextGaussian()))
                            .append(iteration == 4 ? "\n" : ",\n");
                }
                json.append(fork == 0 ? "                ],\n" : "                ]\n");
            }
            json.append("            ]\n        },\n        \"secondaryMetrics\" : {\n        }\n    }");
        }
        return json.append("\n]\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
