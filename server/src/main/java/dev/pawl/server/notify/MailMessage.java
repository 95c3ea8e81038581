package dev.pawl.server.notify;

import dev.pawl.report.HtmlText;
import dev.pawl.report.VisibleText;
import dev.pawl.server.config.MailSettings;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.ChannelRow.Event;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is mailed: plain text and HTML of the same, with the trends of the first few benchmarks inside. Its id follows from the
 * delivery, so that a second copy after a crash can be told from the first.
 */
final class MailMessage extends MimeMessage {

    private static final Logger LOG = LoggerFactory.getLogger(MailMessage.class);

    /** Beyond these people scroll; the dashboard has them all. */
    private static final int MOST_SHOWN = 20;

    /** Some 40 KB each. */
    private static final int MOST_PICTURES = 5;

    private static final int LONGEST_SUBJECT = 150;

    private static final int REFERENCES_PREFIX = "References: ".length();

    private static final int BASE = 36;

    private final String messageId;

    private MailMessage(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    static MimeMessage of(
            Session session,
            MailSettings settings,
            ChannelRow channel,
            News news,
            @Nullable URI publicUrl,
            TrendPictures pictures,
            String id,
            Instant now)
            throws MessagingException {
        String origin = origin(settings, channel);
        MimeMessage mail = new MailMessage(session, "<pawl." + id + origin);
        mail.setFrom(new InternetAddress(settings.from(), true));
        mail.setRecipients(Message.RecipientType.TO, recipients(channel, news));
        News.Item gravest = news.items().get(0);
        String more = news.items().size() == 1 || news.event() == Event.WEEKLY ? "" : ", …";
        mail.setSubject(
                VisibleText.of(news.title() + ": " + gravest.headline() + more, LONGEST_SUBJECT),
                StandardCharsets.UTF_8.name());
        List<String> threads = news.items().stream()
                .map(News.Item::thread)
                .filter(Objects::nonNull)
                .limit(MOST_SHOWN)
                .map(thread -> "<pawl." + thread + origin)
                .toList();
        // The first mail of a thread is one that was never sent, so that the end of one of many alerts finds its
        // beginning.
        if (!threads.isEmpty()) {
            mail.setHeader("In-Reply-To", threads.get(0));
            mail.setHeader("References", MimeUtility.fold(REFERENCES_PREFIX, String.join(" ", threads)));
        }
        mail.setSentDate(Date.from(now));
        // Nobody's "I am on holiday" is wanted.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Auto-Response-Suppress", "All");

        List<News.Item> shown =
                news.items().subList(0, Math.min(MOST_SHOWN, news.items().size()));
        List<MimeBodyPart> inline = new ArrayList<>();
        StringBuilder html = new StringBuilder();
        StringBuilder text = new StringBuilder(unlinked(news.title())).append("\n");
        for (News.Item item : shown) {
            String link = news.link(publicUrl, item);
            text.append('\n')
                    .append(unlinked(item.name()))
                    .append('\n')
                    .append("  ")
                    .append(unlinked(item.detail()))
                    .append('\n');
            if (item.note() != null)
                text.append("  ").append(unlinked(item.note())).append('\n');
            if (link != null) text.append("  ").append(link).append('\n');
            html.append("<p style=\"margin:20px 0 4px\">")
                    .append(link == null ? "<b>" : "<a href=\"" + HtmlText.escaped(link) + "\"><b>")
                    .append(HtmlText.escaped(unlinked(item.name())))
                    .append(link == null ? "</b>" : "</b></a>")
                    .append("<br>")
                    .append(HtmlText.escaped(unlinked(item.detail())));
            if (item.note() != null)
                html.append("<br><span style=\"color:#777\">")
                        .append(HtmlText.escaped(unlinked(item.note())))
                        .append("</span>");
            html.append("</p>");
            if (item.series() == null || inline.size() == MOST_PICTURES) continue;
            Optional<byte[]> picture = drawn(pictures, news.project(), item.series());
            if (picture.isEmpty()) continue;
            String contentId = "trend" + inline.size();
            inline.add(picture(contentId, picture.get()));
            html.append("<img src=\"cid:")
                    .append(contentId)
                    .append("\" alt=\"trend of ")
                    .append(HtmlText.escaped(unlinked(item.name())))
                    .append("\" width=\"720\" style=\"max-width:100%;height:auto\">");
        }
        int hidden = news.items().size() - shown.size();
        if (hidden > 0) {
            text.append("\nand ").append(hidden).append(" more, on the dashboard\n");
            html.append("<p>and ").append(hidden).append(" more, on the dashboard</p>");
        }

        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text.toString(), StandardCharsets.UTF_8.name());
        MimeMultipart related = new MimeMultipart("related");
        MimeBodyPart page = new MimeBodyPart();
        page.setText(
                "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"></head>"
                        + "<body style=\"font-family:sans-serif;line-height:1.4\"><h2 style=\"font-size:18px\">"
                        + HtmlText.escaped(unlinked(news.title())) + "</h2>" + html + "</body></html>",
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

    /** What makes an id ours: another server may send from the same address, and a mail whose id is known is dropped on its way. */
    private static String origin(MailSettings settings, ChannelRow channel) {
        return "." + channel.id() + "-" + Long.toString(channel.createdAt().toEpochMilli(), BASE)
                + settings.from().substring(settings.from().indexOf('@')) + ">";
    }

    /** Whom it goes to. */
    static InternetAddress[] recipients(ChannelRow channel, News news) throws AddressException {
        String all = channel.address().getSchemeSpecificPart();
        return InternetAddress.parse(news.missed() == null ? all : news.missed(), true);
    }

    /** News without a picture is news; a picture that cannot be drawn must not hold it up. */
    private static Optional<byte[]> drawn(TrendPictures pictures, String project, String series) {
        try {
            return pictures.png(project, series);
        } catch (RuntimeException e) {
            LOG.warn("a mail goes without the trend of series {}: {}", series, e.toString());
            return Optional.empty();
        }
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

    /** Mail programs make links of what looks like one; a space of no width keeps them from it. */
    private static String unlinked(String text) {
        return text.replace("://", ":\u200B//").replace("www.", "www\u200B.").replace("@", "@\u200B");
    }
}
