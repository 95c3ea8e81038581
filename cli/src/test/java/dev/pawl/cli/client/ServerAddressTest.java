package dev.pawl.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {

    @Test
    void aPathBeforeTheApiIsKept() {
        assertEquals(
                "https://ci.example.com/pawl",
                ServerAddress.of("https://ci.example.com/pawl/").toString());
    }

    @Test
    void aPasswordInTheAddressIsRefusedAndNotRepeated() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> ServerAddress.of("https://ada:s3cret@pawl.example.com"));

        assertFalse(refusal.getMessage().contains("s3cret"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pawl.example.com",
                "ftp://pawl.example.com",
                "https://",
                "https://a b",
                "https://x/?token=s3cret"
            })
    void whatIsNoAddressIsRefused(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> ServerAddress.of(text));

        assertTrue(refusal.getMessage().startsWith("a server's address "), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("s3cret"));
    }

    @Test
    void onlyPlainHttpBeyondThisMachineIsOpenToEavesdroppers() {
        assertTrue(ServerAddress.of("http://192.0.2.1:7420").isOpenToEavesdroppers());
        assertFalse(ServerAddress.of("https://192.0.2.1:7420").isOpenToEavesdroppers());
        assertFalse(ServerAddress.of("http://127.0.0.1:7420").isOpenToEavesdroppers());
        assertFalse(ServerAddress.of("http://localhost:7420").isOpenToEavesdroppers());
    }
}
