package dev.pawl.cli;

import dev.pawl.cli.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs typical commands in one JVM. The launcher starts it once per build to record which classes the JVM's class archive
 * should hold; what the commands print or answer is of no interest.
 */
final class ArchivedClasses {

    /** Two benchmarks, so that the renderers have something to say; one number in full, which is read in another way. */
    private static final String RESULTS = """
            [{"benchmark":"a.B.c","mode":"avgt","threads":1,"forks":2,"jmhVersion":"1.37","jdkVersion":"17",
              "vmName":"VM","vmVersion":"17","jvmArgs":["-Xmx1g"],"params":{"size":"8"},
              "primaryMetric":{"score":%1$d.5,"scoreError":0.5,"scoreConfidence":[1.0,2.0],
               "scorePercentiles":{"0.0":1.0,"50.0":1.5,"100.0":2.0},"scoreUnit":"ns/op",
               "rawData":[[%1$d.1,%1$d.2,%1$d.3],[%1$d.4,%1$d.5,%1$d5.993003657741362]]},
              "secondaryMetrics":{"\u00b7gc.alloc.rate.norm":{"score":8.0,"scoreError":"NaN","scoreConfidence":["NaN","NaN"],
               "scorePercentiles":{"0.0":8.0},"scoreUnit":"B/op","rawData":[[8.0,8.0,8.0],[8.0,8.0,8.0]]}}},
             {"benchmark":"a.B.d","mode":"thrpt","threads":1,"forks":1,
              "primaryMetric":{"score":%1$d.5,"scoreError":0.5,"scoreConfidence":[1.0,2.0],"scorePercentiles":{"50.0":1.5},
               "scoreUnit":"ops/s","rawData":[[%1$d.0,%1$d.1]]},"secondaryMetrics":{}}]""";

    private static final String SETTINGS = """
            project = "engine"
            [thresholds]
            warning = "5%"
            critical = 0.1
            [[rules]]
            metric = "time"
            limit = "<= 1 s"
            """;

    private ArchivedClasses() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("pawl-archive");
        Path base = Files.writeString(folder.resolve("base.json"), RESULTS.formatted(1));
        Path head = Files.writeString(folder.resolve("head.json"), RESULTS.formatted(2));
        Path settings = Files.writeString(folder.resolve(Settings.FILE), SETTINGS);
        try {
            Settings.of(folder);
            Pawl.run("compare", base.toString(), head.toString());
            Pawl.run("compare", base.toString(), base.toString(), "--output", "json");
            Pawl.run("compare", base.toString(), head.toString(), "--output", "markdown", "--warning", "3%");
            Pawl.run("parse", base.toString());
            Pawl.run("parse", base.toString(), "--output", "json");
            Pawl.run("upload", base.toString(), "--dry-run", "--project", "p", "--branch", "b", "--commit", "1234567");
            Pawl.run("gpu", "probe");
            Pawl.run("--version");
            Pawl.run("--help");
        } finally {
            Files.delete(base);
            Files.delete(head);
            Files.delete(settings);
            Files.delete(folder);
        }
    }
}
