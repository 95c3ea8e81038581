package dev.pawl.server.store;

import dev.pawl.model.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An alert that is to be raised. */
public record NewAlert(
        SeriesId series,
        String branch,
        @Nullable Integer pullRequest,
        Severity severity,
        String runId,
        String evidence,
        Instant openedAt) {}
