package dev.pawl.server.notify;

import dev.pawl.server.config.MailSettings;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is mailed: plain text and HTML of the same, with the trends of the first few benchmarks inside. Its id follows from the
 * delivery, so that a second copy after a crash can be told from the first.
 */
final class MailMessage extends MimeMessage {

    /** Beyond these people scroll; the dashboard has them all. */
    private static final int MOST_SHOWN = 20;

    /** Some 40 KB each. */
    private static final int MOST_PICTURES = 5;

    private static final int LONGEST_SUBJECT = 150;

    private final String messageId;

    private MailMessage(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    static MimeMessage of(
            Session session,
            MailSettings settings,
            String recipients,
            News news,
            @Nullable URI publicUrl,
            TrendPictures pictures,
            String id,
            Instant now)
            throws MessagingException {
        String domain = settings.from().substring(settings.from().indexOf('@') + 1);
        MimeMessage mail = new MailMessage(session, "<pawl." + id + "@" + domain + ">");
        mail.setFrom(new InternetAddress(settings.from(), true));
        mail.setRecipients(Message.RecipientType.TO, InternetAddress.parse(recipients, true));
        String subject = news.items().size() == 1
                ? news.title() + ": " + news.items().get(0).name()
                : news.title();
        mail.setSubject(
                subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT - 1) + "…",
                StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(now));
        // Nobody's "I am on holiday" is wanted.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Auto-Response-Suppress", "All");

        List<News.Item> shown =
                news.items().subList(0, Math.min(MOST_SHOWN, news.items().size()));
        List<MimeBodyPart> inline = new ArrayList<>();
        StringBuilder html = new StringBuilder();
        StringBuilder text = new StringBuilder(news.title()).append("\n");
        for (News.Item item : shown) {
            String link = news.link(publicUrl, item);
            text.append('\n')
                    .append(item.name())
                    .append('\n')
                    .append("  ")
                    .append(item.detail())
                    .append('\n');
            if (item.note() != null) text.append("  ").append(item.note()).append('\n');
            if (link != null) text.append("  ").append(link).append('\n');
            html.append("<p style=\"margin:20px 0 4px\">")
                    .append(link == null ? "<b>" : "<a href=\"" + escaped(link) + "\"><b>")
                    .append(escaped(item.name()))
                    .append(link == null ? "</b>" : "</b></a>")
                    .append("<br>")
                    .append(escaped(item.detail()));
            if (item.note() != null)
                html.append("<br><span style=\"color:#777\">")
                        .append(escaped(item.note()))
                        .append("</span>");
            html.append("</p>");
            if (item.series() == null || inline.size() == MOST_PICTURES) continue;
            Optional<byte[]> picture = pictures.png(news.project(), item.series());
            if (picture.isEmpty()) continue;
            String contentId = "trend" + inline.size();
            inline.add(picture(contentId, picture.get()));
            html.append("<img src=\"cid:")
                    .append(contentId)
                    .append("\" alt=\"trend of ")
                    .append(escaped(item.name()))
                    .append("\" width=\"720\" style=\"max-width:100%;height:auto\">");
        }
        int more = news.items().size() - shown.size();
        if (more > 0) {
            text.append("\nand ").append(more).append(" more, on the dashboard\n");
            html.append("<p>and ").append(more).append(" more, on the dashboard</p>");
        }

        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text.toString(), StandardCharsets.UTF_8.name());
        MimeMultipart related = new MimeMultipart("related");
        MimeBodyPart page = new MimeBodyPart();
        page.setText(
                "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"></head>"
                        + "<body style=\"font-family:sans-serif;line-height:1.4\"><h2 style=\"font-size:18px\">"
                        + escaped(news.title()) + "</h2>" + html + "</body></html>",
                StandardCharsets.UTF_8.name(),
                "html");
        related.addBodyPart(page);
        for (MimeBodyPart part : inline) related.addBodyPart(part);
        MimeBodyPart rich = new MimeBodyPart();
        rich.setContent(related);
        mail.setContent(new MimeMultipart("alternative", plain, rich));
        mail.saveChanges();
        return mail;
    }

    private static MimeBodyPart picture(String contentId, byte[] png) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(png, "image/png")));
        part.setContentID("<" + contentId + ">");
        part.setDisposition(Part.INLINE);
        part.setFileName(contentId + ".png");
        return part;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
