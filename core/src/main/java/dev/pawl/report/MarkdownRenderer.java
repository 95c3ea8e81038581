package dev.pawl.report;

import dev.pawl.model.Comparison;
import dev.pawl.model.Evidence;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import java.util.List;

/**
 * A comparison as GitHub-flavoured Markdown, for job summaries and comments: news first, the rest folded. Names from outside
 * go into code spans, where no markup of theirs can work.
 */
public final class MarkdownRenderer {

    /** More rows than this do not get read, and GitHub refuses comments beyond 65,536 characters. */
    private static final int MOST_ROWS = 50;

    private static final int WIDEST_NAME = 120;

    /** A note is a sentence or two, and cut in the middle it says nothing. */
    private static final int WIDEST_NOTE = 600;

    private MarkdownRenderer() {}

    public static String render(Comparison comparison) {
        StringBuilder out = new StringBuilder();
        out.append("### ")
                .append(icon(comparison.summary()))
                .append(" Pawl: ")
                .append(Headline.of(comparison))
                .append("\n\n");
        out.append(code(comparison.contender().description()))
                .append(" against ")
                .append(code(comparison.baseline().description()))
                .append("\n");
        for (Finding finding : comparison.findings()) {
            out.append("\n> **Note:** ")
                    .append(code(finding.text(), WIDEST_NOTE))
                    .append("\n");
        }
        List<JudgedMeasurement> news = comparison.results().stream()
                .filter(result -> isHeadline(result) && isNews(result))
                .toList();
        List<JudgedMeasurement> undecided = comparison.results().stream()
                .filter(result -> isHeadline(result) && result.verdict() == Verdict.UNDECIDED)
                .toList();
        List<JudgedMeasurement> rest = comparison.results().stream()
                .filter(result -> !isHeadline(result) || result.verdict() == Verdict.UNCHANGED)
                .toList();
        if (!news.isEmpty()) {
            out.append('\n');
            table(out, news);
        }
        folded(out, undecided.size() + " undecided: a change beyond a limit that noise could explain", undecided);
        folded(out, rest.size() + " more: unchanged or supporting", rest);
        return out.toString();
    }

    private static boolean isHeadline(JudgedMeasurement result) {
        return result.metric().role() == Role.HEADLINE;
    }

    private static boolean isNews(JudgedMeasurement result) {
        return switch (result.verdict()) {
            case REGRESSED, IMPROVED, NEW, MISSING -> true;
            case UNCHANGED, UNDECIDED -> false;
        };
    }

    static String icon(Comparison.Summary summary) {
        if (summary.isRegressed(Severity.CRITICAL)) return "🔴";
        if (summary.isRegressed(Severity.WARNING)) return "🟠";
        if (!summary.isVerdict()) return "⚪";
        // Green would say more than is known.
        return summary.count(Verdict.UNDECIDED) == 0 ? "🟢" : "🟡";
    }

    private static void folded(StringBuilder out, String title, List<JudgedMeasurement> results) {
        if (results.isEmpty()) return;
        out.append("\n<details><summary>").append(title).append("</summary>\n\n");
        table(out, results);
        out.append("\n</details>\n");
    }

    private static void table(StringBuilder out, List<JudgedMeasurement> results) {
        out.append("| verdict | benchmark | metric | baseline | contender | change | evidence |\n");
        out.append("|---|---|---|---:|---:|---:|---|\n");
        for (JudgedMeasurement result : results.subList(0, Math.min(MOST_ROWS, results.size()))) {
            Evidence evidence = result.evidence();
            String suite = result.series().benchmark().suite();
            String name = (suite.isEmpty() ? "" : suite + " › ")
                    + result.series().benchmark().displayName();
            out.append("| ").append(VerdictWords.sign(result)).append(' ').append(VerdictWords.withSeverity(result));
            out.append(" | ").append(code(name));
            out.append(" | ").append(code(result.metric().name()));
            out.append(" | ").append(plain(Quantities.value(evidence.baseline(), result.metric())));
            out.append(" | ").append(plain(Quantities.value(evidence.contender(), result.metric())));
            out.append(" | ").append(Quantities.change(evidence.change()));
            out.append(" | ").append(EvidenceSentence.of(result)).append(" |\n");
        }
        int left = results.size() - MOST_ROWS;
        if (left > 0) out.append("\n… and ").append(left).append(" more.\n");
    }

    /** A unit can come from outside as well. */
    private static String plain(String quantity) {
        return quantity.chars()
                        .allMatch(c -> c != '|' && c != '<' && c != '[' && c != '`' && c != '@' && c != '*' && c != '_')
                ? VisibleText.of(quantity, WIDEST_NAME)
                : code(quantity);
    }

    /**
     * A code span that holds the text whatever it contains: a fence longer than any run of backticks inside, pipes escaped for
     * the table around it, and a zero-width space after {@code @} because mail clients quote comments without their markup.
     */
    static String code(String text) {
        return code(text, WIDEST_NAME);
    }

    static String code(String text, int widest) {
        String visible = VisibleText.of(text, widest);
        int longest = 0;
        int run = 0;
        for (char c : visible.toCharArray()) {
            run = c == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        String padding = visible.startsWith("`") || visible.endsWith("`") ? " " : "";
        String escaped = visible.replace("\\|", "\\\u200b|").replace("|", "\\|").replace("@", "@\u200b");
        return fence + padding + escaped + padding + fence;
    }
}
