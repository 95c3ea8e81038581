package dev.pawl.server.notify;

import dev.pawl.server.config.MailSettings;
import dev.pawl.server.config.MailSettings.Encryption;
import dev.pawl.server.notify.ChannelClient.Outcome;
import dev.pawl.server.store.ChannelRow;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mails through the operator's server. Safe for several threads. */
final class MailClient {

    private static final Logger LOG = LoggerFactory.getLogger(MailClient.class);

    /** From here on an answer of SMTP is a refusal. */
    private static final int TEMPORARY = 400;

    /** From here on it is final. */
    private static final int PERMANENT = 500;

    private final MailSettings settings;
    private final TrendPictures pictures;
    private final Duration patience;
    private final Session session;

    /**
     * How long one waits.
     *
     * @param answer for each answer. Many servers look for spam before they answer to a mail; who leaves too early sends it twice
     * @param whole after it nothing more is asked for. With an answer's time it must be less than a delivery's lease
     */
    record Patience(Duration answer, Duration whole) {
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    MailClient(MailSettings settings, TrendPictures pictures) {
        this(settings, pictures, Patience.DEFAULT, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param trust which certificates are trusted */
    MailClient(MailSettings settings, TrendPictures pictures, Patience patience, SSLSocketFactory trust) {
        this.settings = settings;
        this.pictures = pictures;
        this.patience = patience.whole();
        String answer = Long.toString(patience.answer().toMillis());
        Properties properties = new Properties();
        properties.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
        boolean isWanted = settings.encryption() == Encryption.REQUIRED || settings.encryption() == Encryption.OFFERED;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(isWanted));
        properties.put("mail.smtp.starttls.required", Boolean.toString(settings.encryption() == Encryption.REQUIRED));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.socketFactory", trust);
        // The library would try once more without it.
        properties.put("mail.smtp.ssl.socketFactory.fallback", "false");
        // Who has a wrong address must not keep the others from their mail.
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.connectiontimeout", answer);
        properties.put("mail.smtp.timeout", answer);
        properties.put("mail.smtp.writetimeout", answer);
        // What the server thinks of the good-bye changes nothing.
        properties.put("mail.smtp.quitwait", "false");
        this.session = Session.getInstance(properties);
    }

    /** A connection that stops asking when its time is over. What was sent in full is waited for: it may have been taken. */
    private static final class Connection extends SMTPTransport {

        private static final Set<String> LAST_WORDS = Set.of(".", "QUIT");

        private final long end;

        private Connection(Session session, boolean isEncryptedFromStart, Duration patience) {
            super(session, null, "smtp", isEncryptedFromStart);
            this.end = System.nanoTime() + patience.toNanos();
        }

        @Override
        protected void sendCommand(String command) throws MessagingException {
            if (System.nanoTime() - end > 0 && !LAST_WORDS.contains(command))
                throw new MessagingException("the server takes too long");
            super.sendCommand(command);
        }
    }

    /**
     * @param id the same for each attempt to send the same
     */
    Outcome send(ChannelRow channel, News news, @Nullable URI publicUrl, String id, Instant now) {
        MimeMessage mail;
        Address[] recipients;
        try {
            mail = MailMessage.of(session, settings, channel, news, publicUrl, pictures, id, now);
            recipients = mail.getAllRecipients();
        } catch (AddressException e) {
            return new Outcome.Refused("EMAIL: not an address, one of " + channel.maskedPlace());
        } catch (MessagingException e) {
            return new Outcome.Refused(
                    "EMAIL: cannot be written: " + e.getClass().getSimpleName());
        }
        Connection connection = new Connection(session, settings.encryption() == Encryption.FROM_START, patience);
        try {
            connection.connect(settings.host(), settings.port(), settings.user(), settings.password());
            connection.sendMessage(mail, recipients);
            return new Outcome.Delivered();
        } catch (AuthenticationFailedException e) {
            return new Outcome.Failed("EMAIL: the mail server refuses the user or password", null);
        } catch (SendFailedException e) {
            return outcome(e, recipients);
        } catch (MessagingException e) {
            return new Outcome.Failed("EMAIL could not be sent: " + obstacle(e), null);
        } finally {
            close(connection);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (MessagingException e) {
            LOG.debug("the mail server did not say good-bye");
        }
    }

    /** What became of a mail that not everybody got. */
    private static Outcome outcome(SendFailedException failure, Address[] recipients) {
        List<Address> reached = listed(failure.getValidSentAddresses());
        int code = answer(failure);
        String why = code > 0 ? "the mail server answers " + code : "the mail server broke the connection";
        if (reached.isEmpty())
            return code >= PERMANENT ? new Outcome.Refused("EMAIL: " + why) : new Outcome.Failed("EMAIL: " + why, null);
        List<Address> missed = Arrays.stream(recipients)
                .filter(recipient -> !reached.contains(recipient))
                .toList();
        if (missed.isEmpty()) return new Outcome.Delivered();
        String of = "EMAIL: not for " + missed.size() + " of " + recipients.length + " addresses: " + why;
        return new Outcome.Partly(
                missed.stream().map(Address::toString).collect(Collectors.joining(",")),
                code >= PERMANENT ? new Outcome.Refused(of) : new Outcome.Failed(of, null));
    }

    /**
     * The answer that decides; 0 if there was none. An answer to the mail counts for all. Of those to single recipients the mildest does:
     * one who may get it later is worth another attempt.
     */
    private static int answer(SendFailedException failure) {
        if (failure instanceof SMTPSendFailedException mail
                && listed(mail.getValidSentAddresses()).isEmpty()) return Math.max(0, mail.getReturnCode());
        int mildest = 0;
        for (Exception e = failure;
                e != null;
                e = e instanceof MessagingException next ? next.getNextException() : null) {
            int own = MailAnswers.of(e);
            // To those that got it the answer was a good one.
            if (own >= TEMPORARY && (mildest == 0 || own < mildest)) mildest = own;
        }
        return mildest;
    }

    private static List<Address> listed(Address @Nullable [] addresses) {
        return addresses == null ? List.of() : List.of(addresses);
    }

    /** In our own words: what a server says may repeat what it was told. */
    private static String obstacle(MessagingException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException)
                return "the mail server's encryption fails, or its certificate is not trusted or of another host";
            if (cause instanceof ConnectException || cause instanceof UnknownHostException)
                return "the mail server cannot be reached";
            String message = cause.getMessage();
            if (message != null && message.contains("STARTTLS is required"))
                return "the mail server offers no encryption, and a password goes nowhere without;"
                        + " see PAWL_SMTP_ENCRYPTION";
        }
        return "the mail server does not answer as it should";
    }

    /** Whether a text is one address or several with commas between them. */
    static boolean areAddresses(String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            for (InternetAddress address : addresses) {
                address.validate();
                // Neither "Team: a@example.com;" nor "Ada <a@example.com>".
                if (address.isGroup() || address.getPersonal() != null) return false;
            }
            return addresses.length > 0;
        } catch (AddressException e) {
            return false;
        }
    }
}
