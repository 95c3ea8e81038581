package dev.pawl.server.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jdbi.v3.core.Handle;

/**
 * The access tokens, of which only SHA-256 hashes are kept.
 *
 * <p>A token is {@code pawl_}, 30 random letters and digits (178 bits), and a check of 6 more: so scanners recognise a leaked
 * one, and a mistyped one is refused without asking the database. A fast hash is enough for so much randomness.
 */
public final class Tokens {

    private static final String PREFIX = "pawl_";
    private static final int RANDOM_LENGTH = 30;
    private static final int CHECK_LENGTH = 6;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** The time of last use is kept this exactly, so that reading does not write with every request. */
    private static final Duration USE_INTERVAL = Duration.ofMinutes(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Handle handle;

    Tokens(Handle handle) {
        this.handle = handle;
    }

    /** Makes a token. */
    public IssuedToken create(NewToken token) {
        String secret = newSecret();
        TokenRow row = handle.createQuery("""
                        insert into token (project_id, name, scope, branches, hash, created_at, expires_at)
                        values (:project, :name, :scope, :branches, :hash, :createdAt, :expiresAt) returning *""")
                .bind("project", token.projectId())
                .bind("name", token.name())
                .bind("scope", token.scope())
                .bind("branches", token.branches())
                .bind("hash", hash(secret))
                .bind("createdAt", token.createdAt().toEpochMilli())
                .bind("expiresAt", Columns.millis(token.expiresAt()))
                .map((result, context) -> token(result))
                .one();
        return new IssuedToken(row, secret);
    }

    /**
     * The token that was sent, if it exists; ask {@link TokenRow#isValid} whether it is still good. Takes as long for a wrong
     * secret as for a right one, as far as can be seen from outside: hashes are looked up, never secrets.
     */
    public Optional<TokenRow> find(String secret) {
        if (!isWellFormed(secret)) return Optional.empty();
        String hash = hash(secret);
        record Candidate(String hash, TokenRow token) {}
        return handle.createQuery("select * from token where hash = :hash")
                .bind("hash", hash)
                .map((row, context) -> new Candidate(row.getString("hash"), token(row)))
                .findOne()
                .filter(candidate -> MessageDigest.isEqual(
                        candidate.hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII)))
                .map(Candidate::token);
    }

    /** Whether {@link #used} would write; asked on a snapshot, so that most requests write nothing. */
    public static boolean isUseWorthNoting(TokenRow token, Instant now) {
        return token.lastUsedAt() == null
                || token.lastUsedAt().plus(USE_INTERVAL).isBefore(now);
    }

    /** Notes that a token was used. */
    public void used(long id, Instant now) {
        handle.createUpdate("update token set last_used_at = :now where id = :id")
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /** Ends a token at once. Returns false if there is none, or it was revoked before. */
    public boolean revoke(long id, Instant now) {
        return handle.createUpdate("update token set revoked_at = :now where id = :id and revoked_at is null")
                        .bind("now", now.toEpochMilli())
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** All tokens, the revoked ones too, oldest first. */
    public List<TokenRow> list() {
        return handle.createQuery("select * from token order by id")
                .map((row, context) -> token(row))
                .list();
    }

    /** Whether a token was ever made; before that, a server is open to its own machine. */
    public boolean any() {
        return handle.createQuery("select exists (select 1 from token)")
                .mapTo(Boolean.class)
                .one();
    }

    private static String newSecret() {
        StringBuilder secret = new StringBuilder(PREFIX);
        for (int i = 0; i < RANDOM_LENGTH; i++) secret.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        return secret.append(check(secret.toString())).toString();
    }

    private static boolean isWellFormed(String secret) {
        if (secret.length() != PREFIX.length() + RANDOM_LENGTH + CHECK_LENGTH || !secret.startsWith(PREFIX))
            return false;
        int checked = PREFIX.length() + RANDOM_LENGTH;
        return secret.substring(checked).equals(check(secret.substring(0, checked)));
    }

    /** CRC-32 in base 62, most significant digit first. */
    private static String check(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        long rest = crc.getValue();
        char[] digits = new char[CHECK_LENGTH];
        for (int i = CHECK_LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }

    private static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static TokenRow token(ResultSet row) throws SQLException {
        return new TokenRow(
                row.getLong("id"),
                Columns.longOrNull(row, "project_id"),
                row.getString("name"),
                TokenRow.Scope.valueOf(row.getString("scope")),
                row.getString("branches"),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "expires_at"),
                Columns.instantOrNull(row, "revoked_at"),
                Columns.instantOrNull(row, "last_used_at"));
    }
}
