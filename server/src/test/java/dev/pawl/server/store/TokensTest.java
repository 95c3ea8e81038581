package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.minute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

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
    void aTokenIsFoundByItsSecretOnly() {
        assertFalse(read(Tokens::any));
        IssuedToken issued = create(null);
        String secret = issued.secret();

        assertTrue(secret.matches("pawl_[0-9A-Za-z]{36}"), "unexpected shape");
        assertEquals(Optional.of(issued.token()), read(tokens -> tokens.find(secret)));
        assertEquals(
                new TokenRow(1, fixture.project, "ci", TokenRow.Scope.UPLOAD, "main", minute(1), null, null, null),
                issued.token());
        for (String wrong : List.of("", "pawl_", secret + "x", secret.substring(1), swapped(secret), "x".repeat(41)))
            assertEquals(Optional.empty(), read(tokens -> tokens.find(wrong)));
        assertTrue(read(Tokens::any));
        assertNotEquals(secret, create(null).secret());
    }

    @Test
    void aSecretIsNeitherStoredNorPrinted() throws IOException {
        IssuedToken issued = create(null);

        fixture.close();

        String stored = Files.readString(folder.resolve("pawl.db"), StandardCharsets.ISO_8859_1);
        assertFalse(stored.contains(issued.secret()));
        assertFalse(stored.contains(issued.secret().substring(5, 35)));
        assertFalse(issued.toString().contains(issued.secret()));
    }

    @Test
    void aTokenEndsWhenItExpiresOrIsRevoked() {
        TokenRow expiring = create(60).token();
        assertTrue(expiring.isValid(minute(59)));
        assertFalse(expiring.isValid(minute(60)));

        IssuedToken issued = create(null);
        assertEquals(true, revoke(issued.token().id(), 5));
        assertEquals(false, revoke(issued.token().id(), 6));
        assertEquals(false, revoke(99, 6));

        TokenRow revoked = read(tokens -> tokens.find(issued.secret())).orElseThrow();
        assertEquals(minute(5), revoked.revokedAt());
        assertFalse(revoked.isValid(minute(7)));
        assertEquals(
                List.of(expiring.id(), revoked.id()),
                read(Tokens::list).stream().map(TokenRow::id).toList());
    }

    @Test
    void lastUseIsKeptToTheMinute() {
        IssuedToken issued = create(null);
        assertTrue(Tokens.isUseWorthNoting(issued.token(), minute(3)));

        write(tokens -> {
            tokens.used(issued.token().id(), minute(3));
            return null;
        });

        TokenRow used = read(tokens -> tokens.find(issued.secret())).orElseThrow();
        assertEquals(minute(3), used.lastUsedAt());
        assertFalse(Tokens.isUseWorthNoting(used, minute(3).plusSeconds(59)));
        assertTrue(Tokens.isUseWorthNoting(used, minute(3).plusSeconds(61)));
    }

    private IssuedToken create(@Nullable Integer expiryMinute) {
        return write(tokens -> tokens.create(new NewToken(
                fixture.project,
                "ci",
                TokenRow.Scope.UPLOAD,
                "main",
                minute(1),
                expiryMinute == null ? null : minute(expiryMinute))));
    }

    private boolean revoke(long id, int minute) {
        return write(tokens -> tokens.revoke(id, minute(minute)));
    }

    private <T> T read(Function<Tokens, T> question) {
        return fixture.store.read(view -> question.apply(view.tokens()));
    }

    private <T> T write(Function<Tokens, T> change) {
        return fixture.store.write(session -> change.apply(session.tokens()));
    }

    private static String swapped(String secret) {
        char changed = secret.charAt(10) == 'a' ? 'b' : 'a';
        return secret.substring(0, 10) + changed + secret.substring(11);
    }
}
