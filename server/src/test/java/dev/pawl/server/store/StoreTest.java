package dev.pawl.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        try (StoreFixture fixture = new StoreFixture(folder.resolve("new/folder"))) {
            fixture.upload(StoreFixture.commit("a", null, StoreFixture.T0), 1.5);
        }

        try (Store store = Store.open(folder.resolve("new/folder/pawl.db"))) {
            assertEquals(1, store.read(view -> view.projects().list()).get(0).runs());
        }
    }
}
