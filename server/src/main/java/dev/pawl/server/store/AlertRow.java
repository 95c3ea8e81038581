package dev.pawl.server.store;

import dev.pawl.model.Alert;
import java.time.Instant;

/** An alert as it is stored. */
public record AlertRow(long projectId, SeriesId seriesId, Alert alert, Instant updatedAt) {}
