package dev.pawl.server.notify;

import java.util.Optional;

/** Draws the trends that mails show. */
@FunctionalInterface
public interface TrendPictures {

    /** For where there is no store to draw from. */
    TrendPictures NONE = (project, series) -> Optional.empty();

    /** The trend of a series on the default branch as PNG; empty if there is nothing to draw. */
    Optional<byte[]> png(String project, String series);
}
