package dev.pawl.cli.history;

import dev.pawl.cli.client.RunDescription;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.ResultSource;
import dev.pawl.wire.ResultFileJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A run of the past, ready to be sent.
 *
 * @param description with the field {@code measured}, which tells the server that it is one
 */
public record PastRun(RunDescription description, ResultFile results) {

    /** So many digits of a key do not meet by chance. */
    private static final int KEY_DIGITS = 32;

    /** Results that a file in some other form told. */
    static ResultFile results(String format, String suite, List<BenchmarkResult> results) {
        List<BenchmarkResult> inSuite = results.stream()
                .map(result -> result.benchmark().suite().isEmpty()
                        ? new BenchmarkResult(result.benchmark().inSuite(suite), result.measurements())
                        : result)
                .toList();
        return new ResultFile(format, suite, Environment.UNKNOWN, inSuite, List.of());
    }

    public String commit() {
        return String.valueOf(description.field("commit"));
    }

    public Instant measuredAt() {
        return Instant.parse(String.valueOf(description.field("measured")));
    }

    /** The results as a file of Pawl's own JSON. */
    public ResultSource body() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try {
            ResultFileJson.write(json, List.of(results), false);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return ResultSource.ofBytes("results.json", json.toByteArray());
    }

    /**
     * A key that equal results of the same commit and time have in common, whatever file they come from and whichever version of
     * Pawl reads it, so that nothing comes in twice.
     */
    static String key(String commit, Instant measuredAt, ResultFile results) {
        StringBuilder content = new StringBuilder(commit).append('\n').append(measuredAt);
        for (BenchmarkResult result : results.benchmarks()) {
            content.append('\n')
                    .append(result.benchmark().suite())
                    .append('\0')
                    .append(result.benchmark().name())
                    .append('\0')
                    .append(result.benchmark().params())
                    .append('\0')
                    .append(result.benchmark().mode())
                    .append('\0')
                    .append(result.benchmark().threads());
            for (Measurement measurement : result.measurements())
                content.append('\0')
                        .append(measurement.metric().identity())
                        .append('=')
                        .append(measurement.value());
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(content.toString().getBytes(StandardCharsets.UTF_8));
            return "import-" + HexFormat.of().formatHex(digest).substring(0, KEY_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
