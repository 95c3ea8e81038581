package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.ResultFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens to the output of cargo on its way, it is read or refused with a reason, and nothing else. */
class CargoFuzzTest {

    private static final String[] TOKENS = {
        "test ",
        " ... ",
        "bench:",
        " ns/iter",
        "(+/- ",
        ")",
        " = ",
        "MB/s",
        "time:   [",
        "thrpt:  [",
        "]",
        "change:",
        "running 3 tests",
        "test result: ok.",
        "Running ",
        "Benchmarking ",
        ": Analyzing",
        " µs",
        " ns",
        "%",
        "1,1000.00",
        "NaN",
        "1e999",
        "-",
        "\r",
        "\n",
        "\u001b[2K",
        "\0",
        "\uFEFF",
        "{ \"type\": \"bench\" }",
        "{",
        "}",
        "null",
        ",",
        "\"",
        "FAILED",
        "error[E0308]: ",
        "#2",
        "...",
        "```"
    };

    @Property(tries = 600)
    void mutatedOutputIsReadOrRefused(@ForAll("recordings") String name, @ForAll Random random) {
        String mutated = mutated(RecordedOutput.text(name), random);

        for (ResultFormat format : new ResultFormat[] {null, ResultFormat.LIBTEST, ResultFormat.CRITERION}) {
            requireReadOrRefused(
                    List.of(ResultSource.ofBytes("bench.txt", mutated.getBytes(StandardCharsets.UTF_8))), format);
        }
    }

    @Property(tries = 200)
    void mutatedBytesAreReadOrRefused(@ForAll("recordings") String name, @ForAll Random random) {
        byte[] bytes = RecordedOutput.text(name).getBytes(StandardCharsets.UTF_16LE);
        for (int times = random.nextInt(20); times >= 0; times--)
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();

        requireReadOrRefused(List.of(ResultSource.ofBytes("bench.txt", bytes)), null);
    }

    @Property(tries = 300)
    void aMutatedTreeIsReadOrRefused(@ForAll Random random) {
        List<ResultSource> files = new ArrayList<>();
        for (String benchmark : List.of("sum/decimal", "a_b/c", "a/b_c")) {
            for (String file : List.of("benchmark.json", "estimates.json", "sample.json")) {
                String name = benchmark + "/new/" + file;
                String text = RecordedOutput.text("criterion/tree-0.8.2/" + name);
                String mutated = random.nextInt(9) == 0 ? mutated(text, random) : text;
                if (random.nextInt(30) > 0)
                    files.add(ResultSource.ofBytes(name, mutated.getBytes(StandardCharsets.UTF_8)));
            }
        }

        requireReadOrRefused(files, null);
    }

    private static void requireReadOrRefused(List<ResultSource> sources, ResultFormat format) {
        try {
            for (ResultFile file : Parsers.parse(sources, format))
                assertFalse(file.benchmarks().isEmpty());
        } catch (ParseException e) {
            assertTrue(e.getMessage().length() < 1000, e.getMessage());
            assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int times = random.nextInt(6); times >= 0 && !mutated.isEmpty(); times--) {
            int at = random.nextInt(mutated.length());
            int end = Math.min(mutated.length(), at + random.nextInt(60));
            switch (random.nextInt(6)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
                case 2 -> mutated.insert(at, mutated.substring(at, end));
                case 3 -> mutated.setCharAt(at, (char) random.nextInt(0x300));
                case 4 -> mutated.setLength(at);
                default -> mutated.replace(at, end, TOKENS[random.nextInt(TOKENS.length)]);
            }
        }
        return mutated.toString();
    }

    @Provide
    Arbitrary<String> recordings() {
        return Arbitraries.of(
                "libtest/several-targets.txt",
                "libtest/alpha-nocapture.txt",
                "libtest/alpha-terse.txt",
                "libtest/alpha.ndjson",
                "libtest/criterion-bencher.txt",
                "criterion/first-run.txt",
                "criterion/second-run-2and1.txt",
                "criterion/color.txt");
    }
}
