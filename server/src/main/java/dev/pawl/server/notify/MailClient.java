package dev.pawl.server.notify;

import dev.pawl.report.VisibleText;
import dev.pawl.server.config.MailSettings;
import dev.pawl.server.notify.ChannelClient.Outcome;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Instant;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mails through the operator's server. Safe for several threads. */
final class MailClient {

    private static final Logger LOG = LoggerFactory.getLogger(MailClient.class);

    private static final String MILLIS = Integer.toString(1000 * ChannelClient.ANSWER_SECONDS);

    /** From here on an answer of SMTP is final. */
    private static final int PERMANENT = 500;

    private final MailSettings settings;
    private final TrendPictures pictures;
    private final Session session;
    private final String protocol;

    MailClient(MailSettings settings, TrendPictures pictures) {
        this.settings = settings;
        this.pictures = pictures;
        this.protocol = settings.isEncryptedFromStart() ? "smtps" : "smtp";
        Properties properties = new Properties();
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", Boolean.toString(settings.needsEncryption()));
        // Who has a wrong address must not keep the others from their mail.
        for (String name : new String[] {"smtp", "smtps"}) {
            properties.put("mail." + name + ".auth", Boolean.toString(settings.user() != null));
            properties.put("mail." + name + ".ssl.checkserveridentity", "true");
            properties.put("mail." + name + ".sendpartial", "true");
            properties.put("mail." + name + ".connectiontimeout", MILLIS);
            properties.put("mail." + name + ".timeout", MILLIS);
            properties.put("mail." + name + ".writetimeout", MILLIS);
        }
        this.session = Session.getInstance(properties);
    }

    /**
     * @param recipients with commas between them
     * @param id the same for each attempt to send the same
     */
    Outcome send(String recipients, News news, @Nullable URI publicUrl, String id, Instant now) {
        MimeMessage mail;
        try {
            mail = MailMessage.of(session, settings, recipients, news, publicUrl, pictures, id, now);
        } catch (AddressException e) {
            return new Outcome.Refused("EMAIL: not an address: " + VisibleText.of(recipients, 120));
        } catch (MessagingException e) {
            return new Outcome.Refused(
                    "EMAIL: cannot be written: " + e.getClass().getSimpleName());
        }
        try (Transport transport = session.getTransport(protocol)) {
            transport.connect(settings.host(), settings.port(), settings.user(), settings.password());
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Outcome.Delivered();
        } catch (AuthenticationFailedException e) {
            return new Outcome.Failed("EMAIL: the mail server refuses the user or password", null);
        } catch (SendFailedException e) {
            Address[] sent = e.getValidSentAddresses();
            if (sent != null && sent.length > 0) {
                LOG.warn("a mail reached {} of {} addresses", sent.length, recipients.split(",").length);
                return new Outcome.Delivered();
            }
            return refused(e);
        } catch (MessagingException e) {
            return refused(e);
        }
    }

    private static Outcome refused(MessagingException failure) {
        int code = code(failure);
        if (code <= 0)
            return new Outcome.Failed("EMAIL could not be sent: the mail server does not answer as it should", null);
        String why = "EMAIL: the mail server answers " + code;
        return code >= PERMANENT ? new Outcome.Refused(why) : new Outcome.Failed(why, null);
    }

    /** What the server answered; 0 if it did not. The gravest of several answers is not the one that counts: one may pass later. */
    private static int code(MessagingException failure) {
        int code = 0;
        for (Exception e = failure;
                e != null;
                e = e instanceof MessagingException next ? next.getNextException() : null) {
            int own = e instanceof SMTPSendFailedException send
                    ? send.getReturnCode()
                    : e instanceof SMTPAddressFailedException address
                            ? address.getReturnCode()
                            : e instanceof SMTPSenderFailedException sender ? sender.getReturnCode() : 0;
            if (own > 0 && (code == 0 || own < code)) code = own;
        }
        return code;
    }

    /** Whether a text is one address or several with commas between them. */
    static boolean areAddresses(String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            for (InternetAddress address : addresses) address.validate();
            return addresses.length > 0;
        } catch (AddressException e) {
            return false;
        }
    }
}
