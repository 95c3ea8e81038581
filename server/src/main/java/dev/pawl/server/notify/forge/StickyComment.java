package dev.pawl.server.notify.forge;

import dev.pawl.server.notify.forge.CommentThread.Comment;
import dev.pawl.server.notify.forge.ForgeException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one comment of a project on a pull request, whoever writes it and however many do at once.
 *
 * <p>A forge creates a comment each time it is asked to, and replaces one whatever has become of it meanwhile. So a writer looks
 * again after each write, both at the forge and at the source of what it wrote, until a look finds one comment with the newest
 * content. Whoever writes last has therefore seen the newest state after writing. Of several comments the oldest stays,
 * because all writers agree on that one without a word. What a comment holds stands in its first line:
 *
 * <pre>{@code <!-- pawl:comment project=engine sequence=1763695200000 content=9f86d081884c7d65 -->}</pre>
 *
 * <p>Writers of one process take turns.
 */
public final class StickyComment {

    /**
     * Each round is a look and at most a few writes. Writers that met twenty times with growing pauses between will not be
     * missed: the others look, too.
     */
    private static final int MOST_ROUNDS = 20;

    private static final int MOST_UNKNOWN = 4;

    private static final Pattern MARKER =
            Pattern.compile("<!-- pawl:comment project=\\S+ sequence=(\\d{1,18}) content=([0-9a-f]{16}) -->\\R");

    private final CommentThread thread;
    private final String beginning;
    private final ForgePatience patience;

    /**
     * @param project slug; several projects of one repository have a comment each
     */
    public StickyComment(CommentThread thread, String project, ForgePatience patience) {
        this.thread = thread;
        // Two hyphens must not stand in a comment of HTML.
        this.beginning = "<!-- pawl:comment project=" + project.replace("-", "%2D") + " ";
        this.patience = patience;
    }

    /** When there is to be a comment. One that is there is kept up to date in either mode. */
    public enum Mode {
        /** As soon as there is news. */
        ON_CHANGE,
        /** Always. */
        ALWAYS
    }

    /**
     * What the comment should say.
     *
     * @param sequence grows with each newer state
     * @param isNews whether it is worth a first comment
     */
    public record Content(long sequence, String body, boolean isNews) {}

    /** What has become of it. */
    public enum Outcome {
        CREATED,
        UPDATED,
        /** It said so already. */
        UNCHANGED,
        /** There is nothing to say, and no comment that would have to say so. */
        QUIET,
        /** The comment speaks of something newer. */
        STALE,
        /** Others write all the time. */
        CONTESTED
    }

    /**
     * Makes the comment say what the source says.
     *
     * @param source is asked again after each write, and must then answer with the newest state
     * @throws ForgeException if the forge cannot be brought to it
     */
    public synchronized Outcome refresh(Supplier<Content> source, Mode mode) {
        Outcome outcome = Outcome.UNCHANGED;
        int unknown = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (round > 1) patience.sleep(patience.apart(round));
            // The list first: what is on the forge is then never newer than what the source says, if all is well.
            List<Comment> comments = thread.own(beginning);
            Content content = source.get();
            String text = marker(content) + content.body();
            if (comments.isEmpty()) {
                if (mode == Mode.ON_CHANGE && !content.isNews()) return Outcome.QUIET;
                if (!create(text) && ++unknown == MOST_UNKNOWN)
                    throw new ForgeException(Kind.UNAVAILABLE, "the forge does not say whether it took the comment");
                outcome = Outcome.CREATED;
                continue;
            }
            Comment newest = comments.stream()
                    .max(Comparator.comparingLong(StickyComment::sequence))
                    .orElseThrow();
            boolean isStale = sequence(newest) > content.sequence();
            Comment kept = comments.get(0);
            String wanted = isStale ? newest.body() : text;
            boolean isSettled = firstLine(kept.body()).equals(firstLine(wanted));
            if (isSettled && comments.size() == 1) return isStale ? Outcome.STALE : outcome;
            // First the one that stays, so that nothing is lost if this ends in between.
            if (!isSettled) {
                if (!thread.update(kept.id(), wanted)) continue;
                if (outcome == Outcome.UNCHANGED) outcome = Outcome.UPDATED;
            }
            for (Comment other : comments) if (other.id() != kept.id()) thread.delete(other.id());
        }
        return Outcome.CONTESTED;
    }

    /**
     * @return false if nobody knows whether it was done; the next look shows it
     */
    private boolean create(String text) {
        try {
            thread.create(text);
            return true;
        } catch (ForgeException failed) {
            if (failed.kind() != Kind.UNKNOWN_OUTCOME) throw failed;
            patience.sleep(failed.pause() == null ? patience.pause(1) : failed.pause());
            return false;
        }
    }

    private String marker(Content content) {
        return beginning + "sequence=" + content.sequence() + " content=" + digest(content.body()) + " -->\n";
    }

    private static String firstLine(String body) {
        return body.lines().findFirst().orElse("");
    }

    private static long sequence(Comment comment) {
        Matcher marker = MARKER.matcher(comment.body());
        return marker.lookingAt() ? Long.parseLong(marker.group(1)) : -1;
    }

    static String digest(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
