package dev.pawl.parser;

import dev.pawl.testing.GoldenFile;
import dev.pawl.wire.ResultFileJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from files that the tools themselves wrote, whole, as {@code pawl parse --output json} prints it. */
class ParsedFilesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "divan/color.txt",
                "divan/two-targets.txt",
                "divan/version-0.1.8.txt",
                "go/cpu-list-count.txt",
                "go/events.ndjson",
                "go/one-cpu.txt",
                "go/several-packages.txt",
                "go/test-binary.txt",
                "go/verbose.txt",
                "google-benchmark/aggregates-only.json",
                "google-benchmark/all-kinds.json",
                "google-benchmark/custom-statistics.json",
                "google-benchmark/repetitions.json",
                "google-benchmark/version-1.9.4.json",
                "hyperfine/commands.json",
                "hyperfine/failing-once.json",
                "hyperfine/parameters.json",
                "hyperfine/version-1.10.0.json",
                "hyperfine/version-1.20.0.json",
                "pyperf/memory.json",
                "pyperf/single.json",
                "pyperf/suite.json",
                "pyperf/version-1.7.1.json"
            })
    void everythingThatIsReadIsSealed(String path) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();

        ResultFileJson.write(json, List.of(Results.read(path)), false);

        String name = path.replace('/', '-').replaceFirst("\\.[a-z]+$", "");
        GoldenFile.assertSame("parsed/" + name + ".json", json.toString(StandardCharsets.UTF_8));
    }
}
