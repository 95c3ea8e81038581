package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectsTest {

    @TempDir
    Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void open() {
        fixture = new StoreFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void settingsKeepTheirHistory() {
        int second = fixture.store.write(
                session -> session.projects().updateSettings(fixture.project, "{\"warning\":0.07}", minute(1)));
        fixture.store.write(session -> {
            session.projects().describe(fixture.project, "https://example.org/demo", "trunk");
            return null;
        });

        assertEquals(2, second);
        fixture.store.read(view -> {
            Projects projects = view.projects();
            assertEquals(
                    Optional.of(new ProjectRow(
                            fixture.project, "demo", "https://example.org/demo", "trunk", "{\"warning\":0.07}", 2, 0)),
                    projects.find("demo"));
            assertEquals(projects.find("demo"), projects.find(fixture.project));
            assertEquals(Optional.of("{}"), projects.settings(fixture.project, 1));
            assertEquals(Optional.of("{\"warning\":0.07}"), projects.settings(fixture.project, 2));
            assertEquals(Optional.empty(), projects.settings(fixture.project, 3));
            return null;
        });
        assertTrue(fixture.store.read(view -> view.projects().find("nobody")).isEmpty());
    }
}
