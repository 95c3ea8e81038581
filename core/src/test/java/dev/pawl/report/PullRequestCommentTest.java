package dev.pawl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Evidence;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Policy;
import dev.pawl.model.Reason;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import dev.pawl.testing.GoldenFile;
import dev.pawl.testing.SampleComparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PullRequestCommentTest {

    private static final String URL = "https://pawl.example.com/p/engine/runs/41";
    /** A word that the template does not have. */
    private static final String LIGHT = "https://pawl.example.com/api/v1/pictures/light.png?key=a-b_c&v=1";

    private static final String DARK = "https://pawl.example.com/api/v1/pictures/dark.png?key=d-e_f";

    /** All that may stand in a picture. */
    private static final Pattern PICTURE_LINES = Pattern.compile("</picture>"
            + "|<source media=\"\\(prefers-color-scheme: dark\\)\" srcset=\"https://pawl\\.example\\.com/[\\w./?=-]+\">"
            + "|<img alt=\"its trend, (–|[+−][0-9.]+ %|±?0 %) at the end\" width=\"720\""
            + " src=\"https://pawl\\.example\\.com/[\\w./?=-]+(&amp;v=1)?\">");

    private static final String CANARY = "zqx";

    private static final Parser MARKDOWN =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /** What stands outside of code spans: words of the template and numbers. */
    private static final Pattern TEMPLATE_TEXT = Pattern.compile("[-\\p{Alnum} .,;:…·()?+−±–%µ/=▲▼<>\\p{So}]*");

    @Test
    void theCommentIsAsSealed() throws IOException {
        CommentSection linux = withTrend(SampleComparison.everyReason());
        GoldenFile.assertSame("comment.md", PullRequestComment.render(List.of(linux)));
        GoldenFile.assertSame(
                "comment-matrix.md",
                PullRequestComment.render(List.of(
                        section("windows", many(2, Verdict.UNCHANGED)),
                        linux,
                        section("macos", many(1, Verdict.IMPROVED)))));
        GoldenFile.assertSame(
                "comment-quiet.md", PullRequestComment.render(List.of(section("linux", many(3, Verdict.UNCHANGED)))));
        GoldenFile.assertSame(
                "comment-first-run.md",
                PullRequestComment.render(List.of(CommentSection.of(SampleComparison.nothingToCompareWith()))));
    }

    @Test
    void theCountsOfAllTestbedsAreAdded() {
        List<CommentSection> sections = List.of(
                section("a", many(2, Verdict.REGRESSED)),
                section("b", many(3, Verdict.UNCHANGED)),
                section("c", many(1, Verdict.REGRESSED)));

        assertEquals("3 regressed (critical), 3 unchanged", PullRequestComment.headline(sections));
        assertTrue(
                PullRequestComment.render(sections).startsWith("### 🔴 Pawl: 3 regressed (critical), 3 unchanged\n"));
    }

    @Test
    void onlyWhatAnAuthorShouldBeToldIsNews() {
        assertTrue(isNews(Verdict.REGRESSED, Severity.WARNING));
        assertTrue(isNews(Verdict.IMPROVED, Severity.WARNING));
        assertTrue(isNews(Verdict.MISSING, null));
        assertTrue(isNews(Verdict.UNDECIDED, Severity.CRITICAL));
        assertFalse(isNews(Verdict.UNDECIDED, Severity.WARNING));
        assertFalse(isNews(Verdict.NEW, null));
        assertFalse(isNews(Verdict.UNCHANGED, null));
    }

    @Test
    void fiveThousandBenchmarksFitAndTheWorstComesFirst() {
        List<JudgedMeasurement> results = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            Verdict verdict = Verdict.values()[i % Verdict.values().length];
            results.add(result("package.of.some.depth.Suite" + i + ".benchmark", "s", verdict, Severity.WARNING, 0.06));
        }
        results.add(result("the.Worst.one", "s", Verdict.REGRESSED, Severity.CRITICAL, 4.2));

        String comment = PullRequestComment.render(List.of(section("linux", results)));

        assertTrue(comment.length() <= PullRequestComment.LONGEST, "length " + comment.length());
        assertTrue(comment.indexOf("the.Worst.one") < 1000, "the worst is not on top");
        assertTrue(comment.contains("835 regressed (critical)"));
        for (String part : List.of("improved</summary>", "missing</summary>", "undecided: ", "new", "unchanged"))
            assertTrue(comment.contains(part), part);
        Structure structure = Structure.of(comment);
        assertEquals(structure.opened, structure.closed);
        assertTrue(structure.rows > 100, "only " + structure.rows + " rows");
    }

    /** Names as long as they may be, made of what takes most room when it is made harmless. */
    @ParameterizedTest
    @MethodSource("widest")
    void nothingMakesItTooLong(String part) {
        String name = part.repeat(1000 / part.getBytes(StandardCharsets.UTF_8).length);
        List<CommentSection> sections = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<JudgedMeasurement> results = new ArrayList<>();
            for (Verdict verdict : Verdict.values())
                for (int j = 0; j < 20; j++) results.add(result(name + j, name, verdict, Severity.CRITICAL, 0.2));
            sections.add(new CommentSection(comparison(name + i, name, results), URL, Map.of(), pictures(results)));
        }

        String comment = PullRequestComment.render(sections);

        assertTrue(comment.length() <= PullRequestComment.LONGEST, "length " + comment.length());
        Structure structure = Structure.of(comment);
        assertEquals(structure.opened, structure.closed);
        structure.assertNothingFromOutside();
    }

    static List<String> widest() {
        return List.of("`", "@", "|", "\\|", "\u202e", "漢", "a");
    }

    /** Each text stands in each field where somebody else chooses the text. */
    @ParameterizedTest
    @MethodSource("corpus")
    void aHostileTextStaysText(String hostile) {
        assertStaysText(hostile);
        assertStaysText(CANARY + hostile + CANARY);
        assertStaysText(hostile + " " + CANARY);
    }

    private static void assertStaysText(String hostile) {
        Map<String, String> params = new HashMap<>(Map.of(hostile, hostile));
        params.put("n", hostile);
        List<JudgedMeasurement> results = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            Benchmark benchmark = new Benchmark(hostile, hostile + verdict, params, hostile, 1);
            Metric metric = Metric.headline(
                    hostile, Unit.of(hostile.replaceAll("\\s", "").isEmpty() ? "x" : hostile));
            results.add(judged(benchmark, metric, verdict, Reason.SIGNIFICANT_CHANGE, Severity.CRITICAL, 0.3));
            results.add(judged(benchmark, metric, verdict, Reason.ABSOLUTE_LIMIT, Severity.WARNING, 0.3));
        }
        Comparison comparison = comparison(hostile, hostile, results);

        for (List<CommentSection> sections : List.of(
                List.of(new CommentSection(comparison, hostile, Map.of(), pictures(results, hostile, DARK))),
                List.of(new CommentSection(comparison, hostile, Map.of(), pictures(results, LIGHT, hostile))),
                List.of(
                        new CommentSection(comparison, URL, Map.of(), pictures(results)),
                        section("linux", many(2, Verdict.REGRESSED))))) {
            String comment = PullRequestComment.render(sections);
            Structure.of(comment).assertNothingFromOutside();
            assertFalse(Pattern.compile("@[A-Za-z]").matcher(comment).find(), comment);
            assertFalse(comment.contains("\u202e"), "a text turns the reading direction");
            assertTrue(comment.startsWith("### "), "somebody else's text came first");
        }
        Structure.of(MarkdownRenderer.render(comparison));
    }

    static List<String> corpus() {
        return List.of(
                "@team",
                "@org/team and &#64;team",
                "[click](https://evil.example)",
                "![x](https://evil.example/x.png)",
                "<https://evil.example>",
                "https://evil.example www.evil.example",
                "someone@evil.example",
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "</details><h1>owned</h1><details>",
                "</summary><a href=x>",
                "<!-- pawl -->",
                "--> <!-- pawl:comment project=engine sequence=9 -->",
                "a | b | c",
                "\\| a \\\\| b",
                "a\\",
                "`code` outside",
                "``` \n# heading\n```",
                "````` a ` b `` c",
                "`",
                "\n\n# heading\n\n- list",
                "\r\n| a |\r\n|---|\r\n| b |",
                "a\u2028b\u2029c\u0085d",
                "\u202eright\u2066to left\u200f",
                "zero\u200bwidth\ufeff",
                "**bold** _italic_ ~~gone~~",
                "#123 GH-1 owner/repo#1 16c999e8c71134401a78d4d46435517b2271d6ac",
                "[ref]: https://evil.example",
                "$\\ce{x}$ $$x$$ :tada:",
                "\ud800 unpaired \udfff",
                "%0A%0D::set-output name=x::y",
                "<details><summary>x</summary>",
                "&lt;b&gt; &amp; &copy;",
                "[^1] [x]: y",
                "- [ ] task",
                "  > quote");
    }

    @Test
    void theWorstTrendsAreShownAndFurtherOnesFolded() {
        List<JudgedMeasurement> results = new ArrayList<>(many(20, Verdict.REGRESSED));
        results.addAll(many(5, Verdict.IMPROVED));

        String comment = PullRequestComment.render(
                List.of(new CommentSection(comparison("linux", "main", results), URL, Map.of(), pictures(results))));

        String[] parts = comment.split("<details><summary>");
        assertEquals(3, Structure.of(parts[0]).pictures);
        assertTrue(parts[1].startsWith("9 more trends</summary>"), parts[1]);
        assertEquals(9, Structure.of(parts[1]).pictures);
        assertTrue(parts[2].startsWith("5 improved</summary>"), parts[2]);
        assertEquals(3, Structure.of(parts[2]).pictures);
        Structure.of(comment).assertNothingFromOutside();
        assertTrue(comment.contains("[all results](" + URL + ")"));
        assertTrue(comment.contains("alt=\"its trend, +20.0 % at the end\""), comment);
    }

    @Test
    void withoutPicturesThereIsNothingInTheirPlace() {
        String comment = PullRequestComment.render(List.of(section("linux", many(20, Verdict.REGRESSED))));

        assertEquals(0, Structure.of(comment).pictures);
        assertFalse(comment.contains("more trend"), comment);
    }

    @Test
    void fiveThousandBenchmarksWithPicturesFitToo() {
        String address = URL + "/" + "x".repeat(450 - URL.length());
        List<JudgedMeasurement> results = new ArrayList<>(many(2500, Verdict.REGRESSED));
        results.addAll(many(2500, Verdict.IMPROVED));

        String comment = PullRequestComment.render(List.of(new CommentSection(
                comparison("linux", "main at 3f2a1b0, the merge base (20 runs)", results),
                URL,
                Map.of(),
                pictures(results, address, address))));

        assertTrue(comment.length() <= PullRequestComment.LONGEST, "length " + comment.length());
        Structure structure = Structure.of(comment);
        assertEquals(structure.opened, structure.closed);
        assertTrue(structure.pictures >= 12, structure.pictures + " pictures");
        assertTrue(structure.rows > 100, "only " + structure.rows + " rows");
    }

    private static CommentSection withTrend(Comparison comparison) {
        Map<SeriesKey, double[]> trends = new HashMap<>();
        trends.put(comparison.results().get(0).series(), new double[] {1.2e-3, 1.21e-3, 1.19e-3, 1.2e-3});
        return new CommentSection(comparison, URL, trends, Map.of());
    }

    private static boolean isNews(Verdict verdict, @Nullable Severity severity) {
        return PullRequestComment.isNews(List.of(section("linux", List.of(result("a", "s", verdict, severity, 0.07)))));
    }

    private static CommentSection section(String testbed, List<JudgedMeasurement> results) {
        return CommentSection.of(comparison(testbed, "main at 3f2a1b0, the merge base (20 runs)", results));
    }

    private static Comparison comparison(String testbed, String baseline, List<JudgedMeasurement> results) {
        return new Comparison(
                1,
                1,
                Threshold.DEFAULT,
                new Baseline.Choice(Baseline.Source.MERGE_BASE, baseline, "main", "3f2a1b0", List.of("1"), 0),
                new Contender.Identity(
                        "pull request #12 at 9c01d2e on " + testbed,
                        "feature",
                        "9c01d2e",
                        12,
                        testbed,
                        List.of("2"),
                        true),
                results,
                baseline.startsWith("main at ")
                        ? List.of()
                        : List.of(new Finding(Finding.Kind.PARSER_WARNING, baseline)));
    }

    private static List<JudgedMeasurement> many(int count, Verdict verdict) {
        List<JudgedMeasurement> results = new ArrayList<>();
        boolean isGraded = verdict == Verdict.REGRESSED || verdict == Verdict.IMPROVED;
        for (int i = 0; i < count; i++)
            results.add(result(
                    "Sort" + i + ".quick",
                    "s",
                    verdict,
                    isGraded ? Severity.CRITICAL : null,
                    verdict == Verdict.IMPROVED ? -0.2 : isGraded ? 0.2 : 0.0));
        return results;
    }

    private static JudgedMeasurement result(
            String name, String unit, Verdict verdict, @Nullable Severity severity, double change) {
        Reason reason = switch (verdict) {
            case REGRESSED, IMPROVED -> Reason.SIGNIFICANT_CHANGE;
            case UNCHANGED -> Reason.WITHIN_LIMITS;
            case UNDECIDED -> Reason.TOO_NOISY;
            case NEW -> Reason.NOT_IN_BASELINE;
            case MISSING -> Reason.NOT_IN_CONTENDER;
        };
        return judged(
                Benchmark.named(name),
                Metric.headline("time", Unit.of(unit)),
                verdict,
                reason,
                verdict == Verdict.NEW || verdict == Verdict.MISSING || verdict == Verdict.UNCHANGED ? null : severity,
                change);
    }

    private static JudgedMeasurement judged(
            Benchmark benchmark,
            Metric metric,
            Verdict verdict,
            Reason reason,
            @Nullable Severity severity,
            double change) {
        return new JudgedMeasurement(
                new SeriesKey(benchmark, metric.identity(), "linux"),
                metric,
                verdict,
                severity,
                reason,
                new Threshold(
                        0.05,
                        0.1,
                        Policy.SIGNIFICANT,
                        new AbsoluteLimit(AbsoluteLimit.Bound.AT_MOST, 1, metric.unit())),
                new Evidence(
                        change,
                        new Evidence.Interval(change - 0.01, change + 0.01),
                        0.0002,
                        0.01,
                        0.03,
                        1e-3,
                        1e-3 * (1 + change),
                        20,
                        1,
                        null));
    }

    private static Map<SeriesKey, PictureAddress> pictures(List<JudgedMeasurement> results) {
        return pictures(results, LIGHT, DARK);
    }

    private static Map<SeriesKey, PictureAddress> pictures(List<JudgedMeasurement> results, String light, String dark) {
        Map<SeriesKey, PictureAddress> pictures = new HashMap<>();
        for (JudgedMeasurement result : results) pictures.put(result.series(), new PictureAddress(light, dark));
        return pictures;
    }

    /** What a comment consists of, as GitHub's parser sees it. */
    private static final class Structure extends AbstractVisitor {

        private final List<String> foreign = new ArrayList<>();
        private int opened;
        private int closed;
        private int rows;
        private int pictures;

        static Structure of(String markdown) {
            Structure structure = new Structure();
            MARKDOWN.parse(markdown).accept(structure);
            return structure;
        }

        void assertNothingFromOutside() {
            assertEquals(List.of(), foreign);
            assertTrue(rows > 0, "no row is left");
        }

        @Override
        public void visit(HtmlBlock block) {
            for (String line : block.getLiteral().split("\n")) {
                if (line.matches("<details><summary>[0-9]+ [a-z,: -]+</summary>")) opened++;
                else if (line.equals("</details>")) closed++;
                else if (line.equals("<picture>")) pictures++;
                else if (!PICTURE_LINES.matcher(line).matches()) foreign.add("html " + line);
            }
        }

        @Override
        public void visit(HtmlInline inline) {
            foreign.add("html " + inline.getLiteral());
        }

        @Override
        public void visit(Link link) {
            if (!link.getDestination().equals(URL)) foreign.add("link " + link.getDestination());
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            foreign.add("image " + image.getDestination());
        }

        @Override
        public void visit(StrongEmphasis strong) {
            if (!"Note:".equals(((Text) strong.getFirstChild()).getLiteral())) foreign.add("strong");
        }

        @Override
        public void visit(Text text) {
            if (!TEMPLATE_TEXT.matcher(text.getLiteral()).matches()
                    || text.getLiteral().contains(CANARY)
                    || text.getLiteral().contains("evil")) foreign.add("text " + text.getLiteral());
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof TableRow) rows++;
            visitChildren(node);
        }
    }
}
