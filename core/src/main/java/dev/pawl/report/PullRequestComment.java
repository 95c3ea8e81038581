package dev.pawl.report;

import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Dimension;
import dev.pawl.model.Evidence;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one comment on a pull request: all testbeds in one text, what got slower first, the rest folded. Never longer than
 * {@link #LONGEST}, whatever it is about; what had to be left out is counted.
 *
 * <p>Every text from outside stands in a code span, where no markup works. What stands outside of one is written here, or is a
 * number.
 */
public final class PullRequestComment {

    /** GitHub refuses a comment beyond 65,536 characters. The rest is for the marker that a sender puts in front. */
    public static final int LONGEST = 59_500;

    /** More open rows than this do not get read. */
    private static final int MOST_OPEN_ROWS = 25;

    private static final int MOST_FOLDED_ROWS = 100;
    private static final int MOST_SECTIONS = 40;
    private static final int MOST_NOTES = 10;

    /** More would push the rest of the discussion out of sight. */
    private static final int MOST_OPEN_PICTURES = 3;

    private static final int MOST_FOLDED_PICTURES = 9;
    private static final int WIDEST_NAME = 120;
    private static final int WIDEST_NOTE = 600;

    /** Kept free for headings, for the count of what is left out, and for closing what is open. */
    private static final int RESERVE = 2_000;

    /** What may stand in a link's target as it is. */
    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~%/:=&?,+-]*)?");

    private static final int LONGEST_ADDRESS = 500;

    private final List<CommentSection> sections;
    private final StringBuilder out = new StringBuilder();

    private PullRequestComment(List<CommentSection> sections) {
        this.sections = sections.stream()
                .sorted(Comparator.comparing(PullRequestComment::testbed)
                        .thenComparing(
                                section -> section.comparison().contender().description()))
                .toList();
    }

    /** One result and where it comes from. */
    private record Row(CommentSection section, JudgedMeasurement result) {}

    /**
     * @param sections in any order; at least one
     */
    public static String render(List<CommentSection> sections) {
        if (sections.isEmpty()) throw new IllegalArgumentException("a comment needs something to speak of");
        return new PullRequestComment(sections).render();
    }

    /**
     * Whether there is something that its author should be told unasked: something got slower or faster, is gone, or moved
     * beyond the critical limit without proof. New benchmarks are no news to whoever wrote them.
     */
    public static boolean isNews(List<CommentSection> sections) {
        return sections.stream()
                .flatMap(section -> section.comparison().results().stream())
                .filter(PullRequestComment::isHeadline)
                .anyMatch(result -> switch (result.verdict()) {
                    case REGRESSED, IMPROVED, MISSING -> true;
                    case UNDECIDED -> result.severity() == Severity.CRITICAL;
                    case UNCHANGED, NEW -> false;
                });
    }

    /** The counts of all sections together, in one line of plain text without anything from outside. */
    public static String headline(List<CommentSection> sections) {
        Comparison.Summary summary = summary(sections);
        boolean isCompared = sections.stream()
                .anyMatch(section -> section.comparison().baseline().source() != Baseline.Source.NONE);
        if (isCompared && isQuiet(summary))
            return "nothing changed (" + summary.count(Verdict.UNCHANGED) + " unchanged)";
        return Headline.of(summary, isCompared);
    }

    /** The counts of all sections together. */
    public static Comparison.Summary summary(List<CommentSection> sections) {
        EnumMap<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        Severity worst = null;
        for (CommentSection section : sections) {
            Comparison.Summary one = section.comparison().summary();
            for (Verdict verdict : Verdict.values()) counts.merge(verdict, one.count(verdict), Integer::sum);
            Severity severity = one.severity();
            if (severity != null && (worst == null || severity.compareTo(worst) > 0)) worst = severity;
        }
        return new Comparison.Summary(Map.copyOf(counts), worst);
    }

    private static boolean isQuiet(Comparison.Summary summary) {
        return summary.count(Verdict.UNCHANGED) > 0
                && Arrays.stream(Verdict.values())
                        .allMatch(verdict -> verdict == Verdict.UNCHANGED || summary.count(verdict) == 0);
    }

    private String render() {
        out.append("### ")
                .append(MarkdownRenderer.icon(summary(sections)))
                .append(" Pawl: ")
                .append(headline(sections))
                .append("\n\n");
        if (sections.size() == 1) against(sections.get(0));
        else overview();
        notes();
        List<Row> regressed = rows(result -> isHeadline(result) && result.verdict() == Verdict.REGRESSED);
        List<Row> suspicious = rows(result ->
                isHeadline(result) && result.verdict() == Verdict.UNDECIDED && result.severity() == Severity.CRITICAL);
        List<Row> open = new ArrayList<>(regressed);
        // What could be a critical regression is never hidden, but it is not pushed in front of a proven one either.
        if (regressed.size() < MOST_OPEN_ROWS) open.addAll(suspicious);
        List<Row> shown = open.subList(0, Math.min(MOST_OPEN_ROWS, open.size()));
        if (!shown.isEmpty()) {
            out.append('\n');
            table(shown, MOST_OPEN_ROWS);
            pictures(shown);
            foldedPictures(shown);
        }
        Set<JudgedMeasurement> listed = Collections.newSetFromMap(new IdentityHashMap<>());
        shown.forEach(row -> listed.add(row.result()));
        folded("regressed", regressed, listed);
        folded("improved", rows(result -> isHeadline(result) && result.verdict() == Verdict.IMPROVED), listed);
        folded("missing", rows(result -> isHeadline(result) && result.verdict() == Verdict.MISSING), listed);
        folded(
                "undecided: a change beyond a limit that noise could explain",
                rows(result -> isHeadline(result) && result.verdict() == Verdict.UNDECIDED),
                listed);
        folded("new", rows(result -> isHeadline(result) && result.verdict() == Verdict.NEW), listed);
        folded(
                "of supporting metrics, which do not gate",
                rows(result -> !isHeadline(result) && result.verdict() != Verdict.UNCHANGED),
                listed);
        folded("unchanged", rows(result -> isHeadline(result) && result.verdict() == Verdict.UNCHANGED), listed);
        return out.toString();
    }

    private void against(CommentSection section) {
        out.append(MarkdownRenderer.code(section.comparison().contender().description()))
                .append(" against ")
                .append(MarkdownRenderer.code(section.comparison().baseline().description()))
                .append(link(section, " · [all results](", ")"))
                .append('\n');
    }

    private void overview() {
        out.append("| testbed | verdict | measured | baseline |\n|---|---|---|---|\n");
        int shown = 0;
        for (CommentSection section : sections) {
            if (shown == MOST_SECTIONS || out.length() > LONGEST / 3) break;
            shown++;
            Comparison comparison = section.comparison();
            out.append("| ")
                    .append(MarkdownRenderer.code(testbed(section)))
                    .append(" | ")
                    .append(MarkdownRenderer.icon(comparison.summary()))
                    .append(' ')
                    .append(headline(List.of(section)))
                    .append(link(section, " · [all](", ")"))
                    .append(" | ")
                    .append(MarkdownRenderer.code(comparison.contender().description()))
                    .append(" | ")
                    .append(MarkdownRenderer.code(comparison.baseline().description()))
                    .append(" |\n");
        }
        if (shown < sections.size())
            out.append("\n… and ").append(sections.size() - shown).append(" more testbeds.\n");
    }

    /** Each note once, however many testbeds it is true of. */
    private void notes() {
        Set<String> notes = new LinkedHashSet<>();
        for (CommentSection section : sections) {
            String prefix = sections.size() == 1 ? "" : testbed(section) + ": ";
            for (Finding finding : section.comparison().findings()) notes.add(prefix + finding.text());
        }
        int shown = 0;
        for (String note : notes) {
            if (shown == MOST_NOTES || out.length() > LONGEST / 2) break;
            shown++;
            out.append("\n> **Note:** ")
                    .append(MarkdownRenderer.code(note, WIDEST_NOTE))
                    .append('\n');
        }
        if (shown < notes.size())
            out.append("\n> … and ").append(notes.size() - shown).append(" more notes.\n");
    }

    private List<Row> rows(Predicate<JudgedMeasurement> wanted) {
        List<Row> rows = new ArrayList<>();
        for (CommentSection section : sections)
            for (JudgedMeasurement result : section.comparison().results())
                if (wanted.test(result)) rows.add(new Row(section, result));
        rows.sort(Comparator.comparing((Row row) -> severity(row.result()))
                .thenComparing(row -> size(row.result()))
                .reversed());
        return rows;
    }

    private static int severity(JudgedMeasurement result) {
        return result.severity() == null ? -1 : result.severity().ordinal();
    }

    private static double size(JudgedMeasurement result) {
        Double change = result.evidence().change();
        return change == null || Double.isNaN(change) ? 0 : Math.abs(change);
    }

    private void folded(String what, List<Row> all, Set<JudgedMeasurement> listed) {
        List<Row> rows =
                all.stream().filter(row -> !listed.contains(row.result())).toList();
        if (rows.isEmpty()) return;
        String more = rows.size() < all.size() ? " more " : " ";
        if (out.length() > LONGEST - RESERVE) {
            if (out.length() < LONGEST - 200)
                out.append('\n').append(rows.size()).append(more).append(what).append(".\n");
            return;
        }
        out.append("\n<details><summary>")
                .append(rows.size())
                .append(more)
                .append(what)
                .append("</summary>\n\n");
        table(rows, MOST_FOLDED_ROWS);
        pictures(rows);
        out.append("\n</details>\n");
    }

    private void table(List<Row> rows, int most) {
        boolean hasTrends =
                rows.stream().limit(most).anyMatch(row -> !trend(row).isEmpty());
        boolean hasTestbeds = sections.size() > 1;
        out.append("| verdict | benchmark | metric |")
                .append(hasTestbeds ? " testbed |" : "")
                .append(" baseline | contender | change |")
                .append(hasTrends ? " trend |" : "")
                .append(" evidence |\n|---|---|---|")
                .append(hasTestbeds ? "---|" : "")
                .append("---:|---:|---:|")
                .append(hasTrends ? "---|" : "")
                .append("---|\n");
        int shown = 0;
        for (Row row : rows) {
            if (shown == most) break;
            String line = line(row, hasTestbeds, hasTrends);
            if (out.length() + line.length() > LONGEST - RESERVE) break;
            out.append(line);
            shown++;
        }
        if (shown < rows.size())
            out.append("\n… and ").append(rows.size() - shown).append(" more.\n");
    }

    private String line(Row row, boolean hasTestbeds, boolean hasTrends) {
        JudgedMeasurement result = row.result();
        Evidence evidence = result.evidence();
        StringBuilder line = new StringBuilder();
        line.append("| ").append(VerdictWords.sign(result)).append(' ').append(VerdictWords.withSeverity(result));
        line.append(" | ").append(MarkdownRenderer.code(name(result), WIDEST_NAME));
        line.append(" | ").append(MarkdownRenderer.code(result.metric().name()));
        if (hasTestbeds) line.append(" | ").append(MarkdownRenderer.code(testbed(row.section())));
        line.append(" | ").append(quantity(evidence.baseline(), result));
        line.append(" | ").append(quantity(evidence.contender(), result));
        line.append(" | ").append(Quantities.change(evidence.change()));
        if (hasTrends) line.append(" | ").append(trend(row));
        return line.append(" | ").append(evidence(result)).append(" |\n").toString();
    }

    private static String name(JudgedMeasurement result) {
        String suite = result.series().benchmark().suite();
        return (suite.isEmpty() ? "" : suite + " › ")
                + result.series().benchmark().displayName();
    }

    /** A unit that is not one of ours was written by somebody else. */
    private static String quantity(@Nullable Double value, JudgedMeasurement result) {
        String text = Quantities.value(value, result.metric());
        return result.metric().unit().dimension() == Dimension.OTHER ? MarkdownRenderer.code(text) : text;
    }

    /** Of all sentences this one alone quotes a text: the limit as the project wrote it. */
    private static String evidence(JudgedMeasurement result) {
        String sentence = EvidenceSentence.of(result);
        return result.reason() == Reason.ABSOLUTE_LIMIT ? MarkdownRenderer.code(sentence, WIDEST_NOTE) : sentence;
    }

    private static String trend(Row row) {
        double[] values = row.section().trends().get(row.result().series());
        if (values == null) return "";
        Double now = row.result().evidence().contender();
        double[] all = now == null ? values : Arrays.copyOf(values, values.length + 1);
        if (now != null) all[values.length] = now;
        String line = Sparkline.of(all);
        return line.isEmpty() ? "" : "`" + line + "`";
    }

    /** The first trends below a table; the sparklines in it stay, for mails and for where a picture does not load. */
    private void pictures(List<Row> rows) {
        for (String picture : drawn(rows, 0, MOST_OPEN_PICTURES)) out.append(picture);
    }

    private void foldedPictures(List<Row> rows) {
        List<String> pictures = drawn(rows, MOST_OPEN_PICTURES, MOST_FOLDED_PICTURES);
        if (pictures.isEmpty()) return;
        out.append("\n<details><summary>")
                .append(pictures.size())
                .append(pictures.size() == 1 ? " more trend" : " more trends")
                .append("</summary>\n");
        for (String picture : pictures) out.append(picture);
        out.append("\n</details>\n");
    }

    /** As many as there is room for. */
    private List<String> drawn(List<Row> rows, int skipped, int most) {
        List<String> pictures = new ArrayList<>();
        int room = LONGEST - 2 * RESERVE - out.length();
        int seen = 0;
        for (Row row : rows) {
            PictureAddress address = row.section().pictures().get(row.result().series());
            if (address == null || !isAddress(address.light()) || !isAddress(address.dark()) || seen++ < skipped)
                continue;
            String picture = picture(row, address);
            room -= picture.length();
            if (room < 0 || pictures.size() == most) break;
            pictures.add(picture);
        }
        return pictures;
    }

    /**
     * A picture in the colours of the page it is on; what does not know the choice shows the light one. Its alternative text is
     * made of a number alone: a name could be anything, and stands above.
     */
    private static String picture(Row row, PictureAddress address) {
        return "\n" + MarkdownRenderer.code(name(row.result()), WIDEST_NAME)
                + "\n\n<picture>\n<source media=\"(prefers-color-scheme: dark)\" srcset=\""
                + forAttribute(address.dark())
                + "\">\n<img alt=\"its trend, "
                + Quantities.change(row.result().evidence().change())
                + " at the end\" width=\"720\" src=\""
                + forAttribute(address.light())
                + "\">\n</picture>\n";
    }

    /** {@link #isAddress} lets nothing else through that means something there. */
    private static String forAttribute(String address) {
        return address.replace("&", "&amp;");
    }

    private static String link(CommentSection section, String before, String after) {
        String url = section.url();
        return url == null || !isAddress(url) ? "" : before + url + after;
    }

    private static boolean isAddress(String text) {
        return text.length() <= LONGEST_ADDRESS && ADDRESS.matcher(text).matches();
    }

    private static String testbed(CommentSection section) {
        String testbed = section.comparison().contender().testbed();
        return testbed == null ? section.comparison().contender().description() : testbed;
    }

    private static boolean isHeadline(JudgedMeasurement result) {
        return result.metric().role() == Role.HEADLINE;
    }
}
