package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationsTest {

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
    void notesConcernABranchOrAllOfThem() {
        fixture.store.write(session -> {
            Annotations annotations = session.annotations();
            annotations.add(fixture.project, "main", sha("a"), minute(3), "release", "v1.0");
            annotations.add(fixture.project, null, null, minute(1), "environment", "new runner");
            annotations.add(fixture.project, "topic", null, minute(2), "accepted", "on purpose");
            return null;
        });

        List<AnnotationRow> notes =
                fixture.store.read(view -> view.annotations().list(fixture.project, "main", 10));

        assertEquals(
                List.of(
                        new AnnotationRow(2, null, null, minute(1), "environment", "new runner"),
                        new AnnotationRow(1, "main", sha("a"), minute(3), "release", "v1.0")),
                notes);
        assertEquals(
                notes.subList(1, 2),
                fixture.store.read(view -> view.annotations().list(fixture.project, "main", 1)));
    }
}
