package dev.pawl.parser;

import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.ResultFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a file, it is read or refused; nothing else happens, and a refusal is short and safe to print. */
class HostileInputTest {

    private static final int LONGEST_MESSAGE = 700;

    private static final List<String> REAL = List.of(
            "pytest-benchmark/samples.json",
            "pytest-benchmark/version-3.0.0.json",
            "jmh/group.json",
            "jmh/sample.json",
            "jmh/single.json",
            "jmh/params.csv",
            "jmh/comma.scsv",
            "jmh/comma.log.txt",
            "jmh/parameters.txt",
            "pawl/jmh-group.json",
            "hyperfine/parameters.json",
            "google-benchmark/all-kinds.json",
            "go/several-packages.txt",
            "go/events.ndjson",
            "pyperf/suite.json",
            "divan/two-targets.txt");

    static Stream<String> hostile() {
        String benchmark = "{\"benchmarks\":[{\"fullname\":%s,\"stats\":{\"median\":%s}}]}";
        return Stream.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(10_000),
                benchmark.formatted("\"a\"", "[".repeat(10_000)),
                benchmark.formatted("\"a\"", "1".repeat(1_000_000)),
                benchmark.formatted("\"a\"", "0." + "0".repeat(1_000_000) + "1"),
                benchmark.formatted("\"a\"", "1e999999999999999999999"),
                benchmark.formatted("\"a\"", "1e-999999999999999999999"),
                benchmark.formatted("\"a\"", "-0.0"),
                benchmark.formatted("\"a\"", "4.9e-324"),
                benchmark.formatted("\"a\"", "NaN"),
                benchmark.formatted("\"a\"", "nan"),
                benchmark.formatted("\"a\"", "+1"),
                benchmark.formatted("\"a\"", "01"),
                benchmark.formatted("\"a\"", "\"1\""),
                benchmark.formatted("\"" + "x".repeat(30_000_000) + "\"", "1"),
                benchmark.formatted("\"| `x` <script>alert(1)</script>\\n\\u001b[31m😀\"", "1"),
                benchmark.formatted("\"\\ud83d\"", "1"),
                benchmark.formatted("\"\\u0000\"", "1"),
                benchmark.formatted("\"\"", "1"),
                benchmark.formatted("{}", "1"),
                "{\"benchmarks\":[{\"fullname\":\"a\",\"fullname\":\"b\",\"stats\":{\"median\":1}}]}",
                "{\"machine_info\":[1,2],\"benchmarks\":{}}",
                "{\"" + "k".repeat(100_000) + "\":1,\"machine_info\":{},\"benchmarks\":[]}",
                "{\"benchmarks\":[{\"fullname\":\"a\",\"params\":{\"" + "\u001b[2J".repeat(2000)
                        + "\":1},\"stats\":1}]}",
                "{\"benchmarks\":[null]}",
                "[{\"primaryMetric\":null,\"benchmark\":\"a\"}]",
                "[{\"jmhVersion\":\"1\"},1,\"x\",null]",
                "[{\"benchmark\":\"a\",\"threads\":1e300,\"primaryMetric\":{}}]",
                "[{\"benchmark\":\"a\",\"forks\":2147483647,\"measurementIterations\":2147483647,"
                        + "\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"s/op\"}}]",
                "[{\"benchmark\":\"a\",\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"\",\"rawData\":[[1e308,1e308,-1e308]]}}]",
                "[{\"benchmark\":\"a\",\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"s\",\"rawDataHistogram\":[[[[1,1e12],"
                        + "[2,1e12],[1]]]]}}]",
                "[{\"benchmark\":\"a\",\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"s\"},\"secondaryMetrics\":"
                        + "{\"gc.x\":{\"score\":1,\"scoreUnit\":\"s\"},\"·gc.x\":{\"score\":1,\"scoreUnit\":\"s\"},"
                        + "\"" + "m".repeat(300) + "\":{\"score\":1,\"scoreUnit\":\"s\"}}}]",
                "Benchmark  Mode  Cnt  Score  Error  Units\n" + "avgt ".repeat(100_000),
                "Benchmark  Mode  Cnt  Score  Error  Units\n" + "x".repeat(10_000) + " avgt 1 2 s/op",
                "Benchmark  Mode  Cnt  Score  Error  Units\n" + "± ".repeat(8_000) + "avgt 1 2 s/op",
                "Benchmark " + "(a) ".repeat(4_000) + "\n",
                "Benchmark" + " ".repeat(16_000) + "Mode",
                "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"" + "\"\"".repeat(8_000)
                        + "\n\"".repeat(9_000),
                "\"Benchmark\";\"Mode\";\"Threads\";\"Samples\";\"Score\";\"E\";\"Unit\"\n;;;;;;\n",
                "# JMH version: 1\n# Threads: 999999 threads, x\n# Benchmark: " + "b".repeat(20_000),
                "\u0000".repeat(1000),
                "\uFEFF[",
                "\u001b[".repeat(50_000),
                "\r".repeat(200_000) + "x",
                "```\n".repeat(50_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextIsReadOrRefused(String text) {
        for (ResultFormat format : ownFormats()) readOrRefuse(text.getBytes(StandardCharsets.UTF_8), format);
    }

    @Test
    void aRefusalShowsLittleOfTheInputAndNothingThatATerminalObeys() {
        String message = refusal(
                "a.json",
                "{\"benchmarks\":[{\"fullname\":\"a\",\"params\":{\"" + "\\u001b[2J".repeat(2000)
                        + "\":1},\"stats\":{\"\\u001b\":1,\"median\":\"x\"}}]}");

        assertEquals("a.json:/benchmarks/0/stats/median: must be a number, is a string", message);
        String pointer = refusal(
                "a.json",
                "{\"benchmarks\":[],\"machine_info\":{\"cpu\":{\"" + "\\u001b[2J".repeat(200) + "\":1,\"brand\":"
                        + "9".repeat(2000) + "}}}");
        assertTrue(pointer.length() <= LONGEST_MESSAGE, pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.0", "4.9E-324", "1.7976931348623157E308", "2.2250738585072012e-308"})
    void extremeNumbersAreReadExactly(String number) {
        ResultFile file =
                Results.read("a.json", "{\"benchmarks\":[{\"fullname\":\"a\",\"stats\":{\"median\":" + number + "}}]}");

        assertEquals(
                Double.parseDouble(number),
                file.benchmarks().get(0).measurements().get(0).value());
    }

    @Test
    void aDuplicateKeyIsRefusedWithItsPlace() {
        assertEquals(
                "a.json:/benchmarks/0/fullname: is given twice in the same object; which of them counts cannot be told",
                refusal(
                        "a.json",
                        "{\"benchmarks\":[{\"fullname\":\"a\",\"fullname\":\"b\",\"stats\":{\"median\":1}}]}"));
    }

    @Test
    void aNumberOfAMillionDigitsIsRefusedWhereItIsReadAndSkippedWhereItIsNot() {
        String digits = "1".repeat(1_000_000);

        String message =
                refusal("a.json", "{\"benchmarks\":[{\"fullname\":\"a\",\"stats\":{\"median\":" + digits + "}}]}");

        assertTrue(message.startsWith("a.json:1:"), message);
        assertTrue(message.contains("Number value length (1000000) exceeds the maximum allowed"), message);
    }

    @Property(tries = 600)
    void aDamagedFileIsReadOrRefused(@ForAll("mutations") byte[] damaged, @ForAll boolean named) {
        if (named) for (ResultFormat format : ownFormats()) readOrRefuse(damaged, format);
        else readOrRefuse(damaged, null);
    }

    @Property(tries = 200)
    void aFileThatIsCutOffIsReadOrRefused(@ForAll("real") byte[] bytes, @ForAll @IntRange(max = 30_000) int length) {
        readOrRefuse(Arrays.copyOf(bytes, Math.min(length, bytes.length)), null);
    }

    @Provide
    Arbitrary<byte[]> real() {
        return Arbitraries.of(REAL).map(Results::bytes);
    }

    /** One to five bytes flipped, deleted, doubled or put in. */
    @Provide
    Arbitrary<byte[]> mutations() {
        Arbitrary<int[]> edits = Arbitraries.integers()
                .between(0, Integer.MAX_VALUE - 1)
                .array(int[].class)
                .ofMinSize(3)
                .ofMaxSize(15);
        return real().flatMap(bytes -> edits.map(edit -> {
            byte[] damaged = bytes;
            for (int at = 0; at + 2 < edit.length; at += 3)
                damaged = damage(damaged, edit[at], edit[at + 1], edit[at + 2]);
            return damaged;
        }));
    }

    private static byte[] damage(byte[] bytes, int where, int how, int what) {
        int at = where % bytes.length;
        String syntax = "\"{}[],:.-+eE0123456789\n\r\t ;\\±\0";
        byte put = (byte) (what % 3 == 0 ? what : syntax.charAt(what % syntax.length()));
        byte[] damaged;
        switch (how % 4) {
            case 0 -> {
                damaged = bytes.clone();
                damaged[at] = put;
            }
            case 1 -> {
                damaged = Arrays.copyOf(bytes, bytes.length - 1);
                System.arraycopy(bytes, at + 1, damaged, at, bytes.length - at - 1);
            }
            case 2 -> {
                damaged = Arrays.copyOf(bytes, bytes.length + 1);
                damaged[at] = put;
                System.arraycopy(bytes, at, damaged, at + 1, bytes.length - at);
            }
            default -> {
                int end = Math.min(bytes.length, at + what % 64);
                damaged = Arrays.copyOf(bytes, bytes.length + end - at);
                System.arraycopy(bytes, at, damaged, end, bytes.length - at);
            }
        }
        return damaged.length == 0 ? bytes : damaged;
    }

    /** The formats whose parsers are tested here. */
    private static List<ResultFormat> ownFormats() {
        return List.of(
                ResultFormat.PAWL,
                ResultFormat.PYTEST_BENCHMARK,
                ResultFormat.JMH,
                ResultFormat.HYPERFINE,
                ResultFormat.GOOGLE_BENCHMARK,
                ResultFormat.GO,
                ResultFormat.PYPERF,
                ResultFormat.DIVAN);
    }

    private static void readOrRefuse(byte[] bytes, @Nullable ResultFormat format) {
        try {
            List<ResultFile> files = Parsers.parse(List.of(ResultSource.ofBytes("hostile", bytes)), format);
            assertFalse(files.isEmpty());
            for (ResultFile file : files) assertFalse(file.benchmarks().isEmpty());
        } catch (ParseException e) {
            String message = e.getMessage();
            assertTrue(message.length() <= LONGEST_MESSAGE, message);
            assertTrue(message.chars().noneMatch(Character::isISOControl), message);
        }
    }
}
