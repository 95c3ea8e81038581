package dev.pawl.server.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server that mail goes out through.
 *
 * @param isEncryptedFromStart {@code smtps}; else STARTTLS is used where it is offered
 * @param needsEncryption whether nothing is sent where encryption is not to be had
 * @param from the address that mails come from
 */
public record MailSettings(
        String host,
        int port,
        boolean isEncryptedFromStart,
        boolean needsEncryption,
        @Nullable String user,
        @Nullable String password,
        String from) {

    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    /**
     * From {@code PAWL_SMTP_URL} ({@code smtp://user:password@host:587}, {@code smtps://…}) and {@code PAWL_SMTP_FROM}.
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
        boolean isLoopback = url.getHost().equals("localhost") || url.getHost().equals("127.0.0.1");
        return new MailSettings(
                url.getHost(),
                url.getPort() > 0 ? url.getPort() : isSmtps ? SUBMISSIONS : SUBMISSION,
                isSmtps,
                // A password in the clear would be everybody's.
                user != null && !isLoopback,
                user,
                credentials.length > 1 ? decoded(credentials[1]) : null,
                from);
    }

    /** A plus sign stands for itself here. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return (isEncryptedFromStart ? "smtps://" : "smtp://") + host + ":" + port;
    }
}
