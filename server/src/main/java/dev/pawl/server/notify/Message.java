package dev.pawl.server.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.ChannelRow.Event;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is posted to a channel, as JSON in the form of the one who listens there. Names come from result files and commits, so nothing
 * of them may act: no mention, no link, no markup.
 */
final class Message {

    private static final Logger LOG = LoggerFactory.getLogger(Message.class);

    /** Beyond these people scroll; the dashboard has them all. Far within the limits of Slack (50 blocks) and Discord (4096). */
    private static final int MOST_SHOWN = 10;

    /** Of a block's text in Slack: 3000. */
    private static final int SLACK_LONGEST = 2900;

    /** Of all blocks of a message in Slack, which it says nowhere: it refuses more than some 13,000 characters. */
    private static final int SLACK_LONGEST_IN_ALL = 12_000;

    /** Of a header in Slack: 150; of a title in Discord: 256. */
    private static final int LONGEST_TITLE = 150;

    private static final int DISCORD_LONGEST = 4000;

    /** Slack fetches each before it takes the message. */
    private static final int MOST_PICTURES = 3;

    /** Of an image's address in Slack: 3000; of one in Discord: 2048. */
    private static final int LONGEST_ADDRESS = 2000;

    private static final int RED = 0xC62828;
    private static final int GREEN = 0x2E7D32;
    private static final int GREY = 0x616161;

    private static final String MARKUP = "\\`*_{}[]()<>#+-.!|~@:&";

    private Message() {}

    /** @param pictures addresses of trends; {@link TrendPictures#NONE} for a message without */
    static ObjectNode of(ChannelRow.Kind kind, News news, @Nullable URI publicUrl, TrendPictures pictures) {
        return switch (kind) {
            case SLACK -> slack(news, publicUrl, pictures);
            case DISCORD -> discord(news, publicUrl, pictures);
            case WEBHOOK -> webhook(news, publicUrl);
            case EMAIL -> throw new IllegalArgumentException("a mail is no JSON");
        };
    }

    private static ObjectNode slack(News news, @Nullable URI publicUrl, TrendPictures pictures) {
        int pictured = 0;
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        // What a phone shows, and screen readers say.
        message.put("text", forSlack(news.title()));
        ArrayNode blocks = message.putArray("blocks");
        ObjectNode header = blocks.addObject().put("type", "header");
        header.putObject("text")
                .put("type", "plain_text")
                .put("text", cut(news.title(), LONGEST_TITLE))
                .put("emoji", false);
        int told = 0;
        int length = 0;
        for (News.Item item : shown(news)) {
            String link = news.link(publicUrl, item);
            String name = forSlack(item.name());
            StringBuilder text = new StringBuilder();
            text.append(link == null ? "*" + name + "*" : "<" + link + "|" + name + ">");
            text.append('\n').append(facts(item, Message::forSlack));
            String facts = cut(text.toString(), SLACK_LONGEST);
            length += facts.length();
            if (length > SLACK_LONGEST_IN_ALL) break;
            told++;
            ObjectNode section = blocks.addObject().put("type", "section");
            section.putObject("text").put("type", "mrkdwn").put("text", facts);
            Optional<URI> picture = pictured == MOST_PICTURES ? Optional.empty() : picture(pictures, news, item);
            if (picture.isEmpty()) continue;
            String address = picture.get().toString();
            String alternative = "trend of " + name;
            length += address.length() + alternative.length();
            if (length > SLACK_LONGEST_IN_ALL) break;
            pictured++;
            blocks.addObject().put("type", "image").put("image_url", address).put("alt_text", alternative);
        }
        if (news.items().size() > told) {
            ObjectNode context = blocks.addObject().put("type", "context");
            context.putArray("elements")
                    .addObject()
                    .put("type", "plain_text")
                    .put("text", more(news, told))
                    .put("emoji", false);
        }
        return message;
    }

    private static ObjectNode discord(News news, @Nullable URI publicUrl, TrendPictures pictures) {
        StringBuilder text = new StringBuilder();
        for (News.Item item : shown(news)) {
            String link = news.link(publicUrl, item);
            String name = forDiscord(item.name());
            text.append(link == null ? "**" + name + "**" : "**[" + name + "](" + link + ")**")
                    .append('\n')
                    .append(facts(item, Message::forDiscord))
                    .append("\n\n");
        }
        if (news.items().size() > MOST_SHOWN) text.append(forDiscord(more(news, MOST_SHOWN)));
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putObject("allowed_mentions").putArray("parse");
        ObjectNode embed = message.putArray("embeds")
                .addObject()
                .put("title", cut(forDiscord(news.title()), 2 * LONGEST_TITLE - 50))
                .put("description", cut(text.toString().strip(), DISCORD_LONGEST))
                .put("color", color(news.event()));
        // One a message, of the gravest: Discord shows it below all of the text.
        shown(news).stream()
                .flatMap(item -> picture(pictures, news, item).stream())
                .findFirst()
                .ifPresent(picture -> embed.putObject("image").put("url", picture.toString()));
        return message;
    }

    private static ObjectNode webhook(News news, @Nullable URI publicUrl) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("type", type(news.event()))
                .put("project", news.project())
                .put("branch", news.branch());
        boolean isOfAlerts = news.event() == Event.REGRESSION || news.event() == Event.RESOLVED;
        ArrayNode items = message.putArray(isOfAlerts ? "alerts" : "items");
        for (News.Item item : news.items()) items.add(item.json().deepCopy().put("url", news.link(publicUrl, item)));
        return message;
    }

    /** Where to fetch the trend of what an item is about. News without a picture is news. */
    private static Optional<URI> picture(TrendPictures pictures, News news, News.Item item) {
        if (item.series() == null) return Optional.empty();
        try {
            // Neither fetches from where anybody on the way could read it.
            return pictures.address(news.project(), item.series())
                    .filter(address -> "https".equals(address.getScheme())
                            && address.toString().length() <= LONGEST_ADDRESS);
        } catch (RuntimeException e) {
            LOG.warn("a message goes without the trend of series {}: {}", item.series(), e.toString());
            return Optional.empty();
        }
    }

    private static String type(Event event) {
        return switch (event) {
            case REGRESSION, RESOLVED -> "alert." + event.word();
            case MISSING, DRIFT, WEEKLY -> event.word();
        };
    }

    private static int color(Event event) {
        return switch (event) {
            case REGRESSION -> RED;
            case RESOLVED -> GREEN;
            case MISSING, DRIFT, WEEKLY -> GREY;
        };
    }

    /** Makes a text harmless where it is going. */
    private interface Escape {
        String of(String text);
    }

    private static String facts(News.Item item, Escape escape) {
        return escape.of(item.detail()) + (item.note() == null ? "" : "\n" + escape.of(item.note()));
    }

    private static List<News.Item> shown(News news) {
        return news.items().subList(0, Math.min(MOST_SHOWN, news.items().size()));
    }

    private static String more(News news, int told) {
        return "and " + (news.items().size() - told) + " more, on the dashboard";
    }

    /** Slack's own rule: these three and no others. Markup of the rest can only look odd. */
    private static String forSlack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String forDiscord(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (MARKUP.indexOf(c) >= 0) escaped.append('\\');
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
