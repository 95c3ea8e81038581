package dev.pawl.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A note on the time axis.
 *
 * @param branch the branch it is about; {@code null} for all
 * @param kind {@code release}, {@code deployment}, {@code accepted}, {@code environment}, or another word
 */
public record AnnotationRow(
        long id, @Nullable String branch, @Nullable String sha, Instant time, String kind, String text) {}
