package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {

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
    void anAnswerIsKeptForTwoDays() {
        Answer answer = new Answer("hash", 201, "{\"run\":\"größer\"}");
        fixture.store.write(session -> {
            session.answers().put(fixture.project, "key", answer, minute(0));
            return null;
        });

        assertEquals(Optional.of(answer), answer("key"));
        assertEquals(Optional.empty(), answer("other"));
        assertThrows(
                StoreException.class,
                () -> fixture.store.write(session -> {
                    session.answers().put(fixture.project, "key", answer, minute(1));
                    return null;
                }));
        assertEquals(
                0, fixture.store.<Integer>write(session -> session.answers().purge(minute(48 * 60))));
        assertEquals(
                1, fixture.store.<Integer>write(session -> session.answers().purge(minute(48 * 60 + 1))));
        assertEquals(Optional.empty(), answer("key"));
    }

    private Optional<Answer> answer(String key) {
        return fixture.store.read(view -> view.answers().find(fixture.project, key));
    }
}
