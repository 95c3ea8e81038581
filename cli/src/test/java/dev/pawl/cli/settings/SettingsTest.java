package dev.pawl.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.cli.client.ServerAddress;
import dev.pawl.wire.ThresholdsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Path FILES = Path.of("src/test/resources/settings");

    @TempDir
    Path folder;

    @Test
    void everyKeyIsRead() throws IOException {
        Files.copy(FILES.resolve("whole.toml"), folder.resolve("pawl.toml"));

        Settings settings = Settings.of(folder);

        assertEquals("engine", settings.project());
        assertEquals("core", settings.suite());
        assertEquals("bench-1", settings.testbed());
        assertEquals(ServerAddress.of("https://pawl.example.com"), settings.server());
        assertEquals(new BaselinePolicy.OfBranch("main"), settings.baseline());
        assertEquals(
                "{\"warning\":0.02,\"critical\":0.04,\"policy\":\"strict\",\"rules\":["
                        + "{\"benchmark\":\"Sort.*\",\"testbed\":\"ci-*\",\"warning\":0.2},"
                        + "{\"suite\":\"?*\",\"metric\":\"episode*\",\"role\":\"headline\",\"direction\":\"lower_is_better\","
                        + "\"limit\":\"<= 1 s\"}]}",
                ThresholdsJson.write(settings.thresholds()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "no-toml"})
    void allThatIsWrongIsSaidAtOnceWithItsLine(String name) throws IOException {
        Files.copy(FILES.resolve(name + ".toml"), folder.resolve("pawl.toml"));

        SettingsException refusal = assertThrows(SettingsException.class, () -> Settings.of(folder));

        Path golden = FILES.resolve(name + ".txt");
        if (Boolean.getBoolean("pawl.golden.update")) Files.writeString(golden, refusal.getMessage() + "\n");
        assertEquals(Files.readString(golden), refusal.getMessage() + "\n");
    }

    @Test
    void aFileThatIsNoTextOrTooLargeIsRefused() throws IOException {
        Path file = folder.resolve("pawl.toml");
        Files.write(file, new byte[] {'a', (byte) 0xff, '='});
        String noText =
                assertThrows(SettingsException.class, () -> Settings.of(folder)).getMessage();
        Files.writeString(file, "#".repeat(70_000));
        String large =
                assertThrows(SettingsException.class, () -> Settings.of(folder)).getMessage();

        assertEquals("pawl.toml has a problem\n  pawl.toml: is not written in UTF-8", noText);
        assertEquals("pawl.toml has a problem\n  pawl.toml: is larger than 64 KiB", large);
    }

    @Test
    void theNearestFileUpToTheRepositorysRootHolds() throws IOException {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        Path below = Files.createDirectories(repository.resolve("crates/sort"));
        Files.createDirectory(repository.resolve(".git"));
        write(folder, "outside");

        assertEquals(Settings.NONE, Settings.of(below));

        write(repository, "root");
        assertEquals("root", Settings.of(below).project());

        write(below, "near");
        assertEquals("near", Settings.of(below).project());
        assertEquals("root", Settings.of(below.getParent()).project());
    }

    @Test
    void outsideOfARepositoryOnlyTheFolderItselfCounts() throws IOException {
        Path below = Files.createDirectories(folder.resolve("below"));
        write(folder, "above");

        assertEquals(Settings.NONE, Settings.of(below));
        assertEquals("above", Settings.of(folder).project());
    }

    @Test
    void messagesNameTheFileAsAReaderInTheFolderWould() throws IOException {
        Path below = Files.createDirectories(folder.resolve("below"));
        Files.createDirectory(folder.resolve(".git"));
        Files.writeString(folder.resolve("pawl.toml"), "\n\nproject = 1\n");

        SettingsException refusal = assertThrows(SettingsException.class, () -> Settings.of(below));

        assertEquals(
                "../pawl.toml has a problem\n  ../pawl.toml:3: project is a text in quotes, not 1",
                refusal.getMessage());
    }

    private static void write(Path folder, String project) throws IOException {
        Files.writeString(folder.resolve("pawl.toml"), "project = \"" + project + "\"\n");
    }
}
