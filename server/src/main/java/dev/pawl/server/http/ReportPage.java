package dev.pawl.server.http;

import dev.pawl.report.HtmlText;
import dev.pawl.report.Quantities;
import dev.pawl.report.VisibleText;
import dev.pawl.server.chart.Look;
import dev.pawl.server.chart.Trend;
import dev.pawl.server.chart.TrendChart;
import dev.pawl.server.pipeline.TrendReport;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.StoreView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A trend report as one HTML file that can be mailed and printed: its pictures are inside, and it loads nothing. */
final class ReportPage {

    private static final int MOST_PICTURES = 8;
    private static final int POINTS = 150;

    /** Narrow, so that its words can be read on a phone. */
    private static final int WIDTH = 520;

    private static final int HEIGHT = 200;

    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#d9dde3;--faint:#5c6672;--bad:#b3261e;--good:#1b6e3c;--card:#f6f8fa}
            @media(prefers-color-scheme:dark){:root{--line:#3a414b;--faint:#9aa5b1;--bad:#ff8a80;--good:#7ad19a;--card:#1d2228}
            body{background:#14181d;color:#e6e9ed}}
            body{font:15px/1.45 system-ui,sans-serif;max-width:860px;margin:0 auto;padding:24px 16px}
            h1{font-size:22px;margin:0}h2{font-size:16px;margin:28px 0 8px}
            p.faint,td.faint,span.faint{color:var(--faint)}p.summary{font-size:17px;margin:6px 0 0}
            article{border:1px solid var(--line);border-radius:8px;padding:12px;margin:0 0 12px;break-inside:avoid}
            article h3{font-size:15px;margin:0;overflow-wrap:anywhere}article p{margin:2px 0 8px}
            img{width:100%;max-width:640px;height:auto;display:block}
            table{border-collapse:collapse;width:100%}td{border-top:1px solid var(--line);padding:6px 8px 6px 0;vertical-align:top;
            overflow-wrap:anywhere}td:first-child{white-space:nowrap;width:1%}
            .bad{color:var(--bad);font-weight:600}.good{color:var(--good);font-weight:600}a{color:inherit}
            @media print{body{padding:0;max-width:none;background:#fff;color:#000}:root{color-scheme:light;--line:#bbb;--faint:#444;
            --bad:#8c1d18;--good:#14532d}a{text-decoration:none}}
            """;

    private final StoreView view;
    private final TrendReport report;
    private final @Nullable URI publicUrl;
    private final StringBuilder html = new StringBuilder();

    private ReportPage(StoreView view, TrendReport report, @Nullable URI publicUrl) {
        this.view = view;
        this.report = report;
        this.publicUrl = publicUrl;
    }

    /** @param publicUrl for links; {@code null} leaves them out */
    static String of(StoreView view, TrendReport report, @Nullable URI publicUrl) {
        return new ReportPage(view, report, publicUrl).render();
    }

    private String render() {
        String title =
                report.project().slug() + ", " + ReportText.day(report.from().toString()) + " to "
                        + ReportText.day(report.to().toString());
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .append(escaped(title))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>")
                .append(escaped(title))
                .append("</h1><p class=\"summary\">")
                .append(escaped(report.summary()))
                .append("</p><p class=\"faint\">")
                .append(report.runs() + " runs of " + report.commits() + " commits on ")
                .append(escaped(report.project().defaultBranch()))
                .append("</p>");
        movers();
        table(
                "Noted",
                report.notes(),
                note -> List.of(
                        ReportText.day(note.time().toString()), faint(note.kind() + ": ") + escaped(note.text())));
        table(
                "Open alerts",
                report.open(),
                row -> List.of(
                        "<span class=\"bad\">▲ " + Quantities.change(row.alert().change()) + "</span>", alert(row)));
        table(
                "Closed alerts",
                report.closed(),
                row -> List.of("✓ " + RunJson.word(row.alert().state()), alert(row)));
        table(
                "Missing",
                report.missing(),
                row -> List.of("⊘ since " + ReportText.day(row.openedAt().toString()), missing(row)));
        table(
                "Noisiest benchmarks",
                report.noisy(),
                one -> List.of(
                        "± " + Quantities.percent(one.noise()),
                        link(one.id(), one.key().benchmark().displayName())
                                + faint(" on " + one.key().testbed())));
        table(
                "Cannot tell",
                report.undecided(),
                one -> List.of(
                        "? " + ReportText.times(one),
                        link(one.id(), one.key().benchmark().displayName())
                                + faint(" on " + one.key().testbed() + " · " + ReportText.provable(one))));
        table(
                "Testbeds that sent nothing",
                report.silent(),
                testbed -> List.of("since " + ReportText.day(testbed.lastRunAt().toString()), escaped(testbed.name())));
        return html.append("</body></html>\n").toString();
    }

    private void movers() {
        if (report.movers().isEmpty()) return;
        html.append("<h2>What moved</h2>");
        int pictures = 0;
        for (TrendReport.Mover mover : report.movers()) {
            html.append("<article><h3>")
                    .append(link(mover.id(), mover.key().benchmark().displayName()))
                    .append("</h3><p><span class=\"")
                    .append(mover.isWorse() ? "bad\">▲ " : "good\">▼ ")
                    .append(Quantities.change(mover.change()))
                    .append("</span> ")
                    .append(escaped(Quantities.value(mover.before(), mover.metric()) + " → "
                            + Quantities.value(mover.after(), mover.metric())))
                    .append(faint(
                            " · " + mover.metric().name() + " on " + mover.key().testbed()))
                    .append("</p>");
            if (pictures++ < MOST_PICTURES) html.append(picture(mover));
            html.append("</article>");
        }
    }

    private String picture(TrendReport.Mover mover) {
        ProjectRow project = report.project();
        Optional<Trend> trend = StoredTrends.of(view, project, mover.id(), project.defaultBranch(), POINTS);
        if (trend.isEmpty()) return "";
        return "<picture><source media=\"print\" srcset=\"" + data(trend.get(), TrendChart.Theme.LIGHT)
                + "\"><source media=\"(prefers-color-scheme: dark)\" srcset=\""
                + data(trend.get(), TrendChart.Theme.DARK) + "\"><img src=\""
                + data(trend.get(), TrendChart.Theme.LIGHT)
                + "\" alt=\"trend of " + escaped(mover.key().benchmark().displayName()) + "\"></picture>";
    }

    private static String data(Trend trend, TrendChart.Theme theme) {
        try {
            byte[] svg = TrendChart.svg(trend, new Look(theme, WIDTH, HEIGHT, 1));
            return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    /** @param cells HTML of a row's cells */
    private <T> void table(String title, List<T> rows, Function<T, List<String>> cells) {
        if (rows.isEmpty()) return;
        html.append("<h2>").append(title).append("</h2><table>");
        for (T row : rows) {
            html.append("<tr>");
            for (String cell : cells.apply(row))
                html.append("<td>").append(cell).append("</td>");
            html.append("</tr>");
        }
        html.append("</table>");
    }

    private String alert(AlertRow row) {
        return link(row.seriesId(), row.alert().series().benchmark().displayName())
                + faint(" · " + row.alert().metric().name() + " on "
                        + row.alert().series().testbed() + " since "
                        + ReportText.day(row.alert().openedAt().toString())
                        + (AlertJson.crept(row.alert()) == null ? "" : " · " + AlertJson.crept(row.alert()))
                        + (row.assignee() == null ? "" : " · " + row.assignee()));
    }

    private static String missing(AbsenceRow row) {
        return escaped(row.benchmark() == null ? "runs" : row.benchmark().displayName())
                + faint(" on " + row.testbed());
    }

    private String link(SeriesId id, String name) {
        if (publicUrl == null) return escaped(name);
        return "<a href=\""
                + escaped(publicUrl + "/p/" + encoded(report.project().slug()) + "/series/" + id) + "\">"
                + escaped(name) + "</a>";
    }

    private static String faint(String text) {
        return "<span class=\"faint\">" + escaped(text) + "</span>";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return HtmlText.escaped(VisibleText.of(text));
    }
}
