package dev.pawl.server.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server that mail goes out through.
 *
 * @param from the address that mails come from
 */
public record MailSettings(
        String host,
        int port,
        Encryption encryption,
        @Nullable String user,
        @Nullable String password,
        String from) {

    /** When a connection is encrypted. Wherever it is, the server's certificate must be trusted and name the host. */
    public enum Encryption {
        /** Before the first word: {@code smtps}. */
        FROM_START,
        /** By STARTTLS; nothing is sent where that is not offered. */
        REQUIRED,
        /** By STARTTLS where that is offered. */
        OFFERED,
        /** Never, not even a password. */
        NONE
    }

    /** This machine, by the names that an address can have for it. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    /**
     * From {@code PAWL_SMTP_URL} ({@code smtp://user:password@host:587}, {@code smtps://…}), {@code PAWL_SMTP_FROM} and
     * {@code PAWL_SMTP_ENCRYPTION} ({@code required}, {@code offered}, {@code none}; by itself a password is never sent in the clear
     * but to this machine).
     *
     * @return {@code null} if no address is set
     * @throws IllegalArgumentException if they make no sense; the message does not repeat them
     */
    public static @Nullable MailSettings of(Map<String, String> environment) {
        String text = environment.getOrDefault("PAWL_SMTP_URL", "").strip();
        if (text.isEmpty()) return null;
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "PAWL_SMTP_URL is no address; write smtp://user:password@host:587 and %-encode special characters");
        }
        boolean isSmtps = "smtps".equals(url.getScheme());
        if (!isSmtps && !"smtp".equals(url.getScheme()) || url.getHost() == null)
            throw new IllegalArgumentException("PAWL_SMTP_URL must be smtp://host:port or smtps://host:port");
        String from = environment.getOrDefault("PAWL_SMTP_FROM", "").strip();
        if (!from.matches("[^\\s@]+@[^\\s@]+"))
            throw new IllegalArgumentException("PAWL_SMTP_FROM must be the address that mails come from");
        String[] credentials = url.getRawUserInfo() == null
                ? new String[0]
                : url.getRawUserInfo().split(":", 2);
        String user = credentials.length > 0 && !credentials[0].isEmpty() ? decoded(credentials[0]) : null;
        return new MailSettings(
                url.getHost(),
                url.getPort() > 0 ? url.getPort() : isSmtps ? SUBMISSIONS : SUBMISSION,
                isSmtps ? Encryption.FROM_START : encryption(environment, url, user),
                user,
                credentials.length > 1 ? decoded(credentials[1]) : null,
                from);
    }

    private static Encryption encryption(Map<String, String> environment, URI url, @Nullable String user) {
        String wish = environment.getOrDefault("PAWL_SMTP_ENCRYPTION", "").strip();
        if (wish.isEmpty()) {
            // What a mail server on this machine offers is most often a certificate that nobody signed, and nobody
            // listens here.
            if (LOOPBACK.contains(url.getHost())) return Encryption.NONE;
            // A password in the clear would be everybody's.
            return user == null ? Encryption.OFFERED : Encryption.REQUIRED;
        }
        return Arrays.stream(Encryption.values())
                .filter(each -> each != Encryption.FROM_START && word(each).equals(wish))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("PAWL_SMTP_ENCRYPTION must be one of "
                        + Arrays.stream(Encryption.values())
                                .filter(each -> each != Encryption.FROM_START)
                                .map(MailSettings::word)
                                .collect(Collectors.joining(", "))
                        + "; for encryption from the start write smtps:// in PAWL_SMTP_URL"));
    }

    private static String word(Encryption encryption) {
        return encryption.name().toLowerCase(Locale.ROOT);
    }

    /** A plus sign stands for itself here. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return (encryption == Encryption.FROM_START ? "smtps://" : "smtp://") + host + ":" + port;
    }
}
