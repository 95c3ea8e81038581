package dev.pawl.server.http;

import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunsByTime;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that was measured in a project, as it was: a way out that needs no access to the machine. It is read run by run, each
 * on a snapshot of its own, so that neither memory nor the database is held by whoever reads slowly.
 */
final class ExportRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);

    private static final int PAGE = 100;

    /** Has Jetty break the connection off, so that nobody takes a part for the whole. */
    private static final int ABORT = -1;

    private final Store store;
    private final Access access;

    ExportRoutes(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/export", this::export);
    }

    private void export(Context context) throws IOException {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String format = context.queryParam("format");
        if (format == null) format = "csv";
        RunExport export = switch (format) {
            case "csv" -> new CsvExport();
            case "jsonl" -> new RunLineExport();
            default -> throw ProblemException.badRequest("format", "must be csv or jsonl");
        };
        RunsByTime.Selection selection = new RunsByTime.Selection(
                new RunFilter(context.queryParam("branch"), context.queryParam("testbed"), null, null),
                since(context.queryParam("since")));
        List<RunsByTime.Dated> first = page(project, selection, null);
        context.contentType(export.contentType())
                .header("Content-Disposition", "attachment; filename=\"" + project.slug() + "." + format + "\"");
        if (context.method() == HandlerType.HEAD) return;
        HttpServletResponse response = context.res();
        OutputStream out = response.getOutputStream();
        out.write(export.beginning().getBytes(StandardCharsets.UTF_8));
        try {
            for (List<RunsByTime.Dated> page = first;
                    !page.isEmpty();
                    page = page(project, selection, page.get(page.size() - 1)))
                for (RunsByTime.Dated run : page) {
                    out.write(store.read(view -> export.run(view, project, selection, run)));
                    out.flush();
                }
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                response.reset();
                throw e;
            }
            LOG.error("an export of {} broke off", project.slug(), e);
            response.sendError(ABORT);
        }
    }

    private List<RunsByTime.Dated> page(
            ProjectRow project, RunsByTime.Selection selection, RunsByTime.@Nullable Dated after) {
        return store.read(view -> view.runsByTime().page(project.id(), selection, after, PAGE));
    }

    private static @Nullable Instant since(@Nullable String text) {
        if (text == null || text.isBlank()) return null;
        try {
            return text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.badRequest("since", "must be a day such as 2026-01-31, or a time with offset");
        }
    }
}
